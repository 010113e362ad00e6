package dev.parkway.endtoend;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A general tool, as grpcurl is one: it knows an address and gRPC's reflection, and learns from the server which
 * services there are and what their messages look like. Requests are JSON.
 */
final class ReflectionClient implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 20;

    private final ManagedChannel channel;
    private final Reflection reflection;
    // Guarded by this. What was learnt once is not asked for again.
    private final Map<String, MethodDescriptor> methods = new HashMap<>();

    ReflectionClient(String host, int port) {
        this(NettyChannelBuilder.forAddress(host, port).usePlaintext());
    }

    /** A tool with credentials; it asks for a certificate of the given name. */
    ReflectionClient(String host, int port, ChannelCredentials credentials, String name) {
        this(NettyChannelBuilder.forAddress(host, port, credentials).overrideAuthority(name));
    }

    private ReflectionClient(NettyChannelBuilder builder) {
        channel = builder.build();
        reflection = new Reflection(channel, Reflection.V1);
    }

    Channel channel() {
        return channel;
    }

    /** Lists the services by their full names. */
    List<String> services() {
        return reflection.services();
    }

    /** Describes a service. */
    ServiceDescriptor describe(String service) {
        return reflection.describe(service);
    }

    /**
     * Calls a method that answers once.
     *
     * @param method as in {@code parkway.inspection.v1.InspectionService/GetConnection}
     * @param json the request
     * @return the answer
     * @throws io.grpc.StatusRuntimeException if the server refused
     */
    DynamicMessage call(String method, String json) {
        MethodDescriptor described = method(method);
        return ClientCalls.blockingUnaryCall(channel, grpc(described, MethodType.UNARY),
                CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
                request(described, json));
    }

    /** Calls a method that answers again and again, until it is done or the call is cancelled. */
    ClientCall<DynamicMessage, DynamicMessage> watch(String method, String json,
            StreamObserver<DynamicMessage> responses) {
        MethodDescriptor described = method(method);
        ClientCall<DynamicMessage, DynamicMessage> call = channel
                .newCall(grpc(described, MethodType.SERVER_STREAMING), CallOptions.DEFAULT);
        ClientCalls.asyncServerStreamingCall(call, request(described, json), responses);
        return call;
    }

    private synchronized MethodDescriptor method(String name) {
        return methods.computeIfAbsent(name, this::describeMethod);
    }

    private MethodDescriptor describeMethod(String name) {
        int slash = name.indexOf('/');
        MethodDescriptor method = describe(name.substring(0, slash))
                .findMethodByName(name.substring(slash + 1));
        if (method == null) {
            throw new AssertionError("the server does not describe " + name);
        }
        return method;
    }

    private static DynamicMessage request(MethodDescriptor method, String json) {
        DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
        try {
            JsonFormat.parser().merge(json, request);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no " + method.getInputType().getFullName() + ": " + json, e);
        }
        return request.build();
    }

    private static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> grpc(
            MethodDescriptor method, MethodType type) {
        if (method.isClientStreaming()
                || method.isServerStreaming() != (type == MethodType.SERVER_STREAMING)) {
            throw new AssertionError(method.getFullName() + " is not " + type);
        }
        return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(type)
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .setRequestMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
