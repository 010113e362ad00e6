package dev.parkway.control;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;

/** The service's one method, with {@link TokenBatch} for its messages. What reflection tells of it stays as it is. */
final class UnparkMethod {

    private static final MethodDescriptor<UnparkRequest, UnparkResponse> GENERATED = ControlServiceGrpc
            .getUnparkMethod();

    /** As a client calls it. */
    static final MethodDescriptor<TokenBatch, TokenBatch> CALLED = GENERATED
            .toBuilder(TokenCodec.INSTANCE, TokenCodec.INSTANCE).build();

    /** As a server has it. */
    private static final MethodDescriptor<TokenBatch, TokenBatch> SERVED = GENERATED
            .toBuilder(new RequestReader(), TokenCodec.INSTANCE).build();

    private UnparkMethod() {}

    /** The service, served by what is given. */
    static ServerServiceDefinition define(ServerCalls.BidiStreamingMethod<TokenBatch, TokenBatch> unpark) {
        ServiceDescriptor generated = ControlServiceGrpc.getServiceDescriptor();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(generated.getName())
                .addMethod(SERVED);
        if (generated.getSchemaDescriptor() != null) {
            descriptor.setSchemaDescriptor(generated.getSchemaDescriptor());
        }
        return ServerServiceDefinition.builder(descriptor.build())
                .addMethod(SERVED, ServerCalls.asyncBidiStreamingCall(unpark)).build();
    }
}
