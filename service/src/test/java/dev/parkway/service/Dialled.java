package dev.parkway.service;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/** A client at one port of this machine. */
final class Dialled implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final ManagedChannel channel;

    Dialled(int port, ChannelCredentials credentials) {
        channel = NettyChannelBuilder.forAddress("localhost", port, credentials).build();
    }

    /** Asks for the health of the whole process. */
    ServingStatus health() {
        return health("");
    }

    ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus();
    }

    /** Asks by reflection how many services there are. */
    int services() {
        var answers = ClientCalls.blockingServerStreamingCall(channel,
                ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
                        .setType(MethodType.SERVER_STREAMING).build(),
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
                ServerReflectionRequest.newBuilder().setListServices("").build());
        ServerReflectionResponse answer = answers.next();
        return answer.getListServicesResponse().getServiceCount();
    }

    /** Returns how a call fails. */
    static StatusRuntimeException refused(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("the call went through");
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
