package dev.parkway.control;

import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Reads a client's messages, and lets those that are none come to the session all the same, which refuses them by
 * name. Left to gRPC, they would be an application's error, with a stack in the log for each.
 */
final class RequestReader implements MethodDescriptor.Marshaller<UnparkRequest> {

    // Known by what they are, not by what they hold.
    private static final UnparkRequest NO_MESSAGE = UnparkRequest.newBuilder().build();
    private static final UnparkRequest TOO_LARGE = UnparkRequest.newBuilder().build();

    private final MethodDescriptor.Marshaller<UnparkRequest> reader;

    private RequestReader(MethodDescriptor.Marshaller<UnparkRequest> reader) {
        this.reader = reader;
    }

    /** The service, whose requests are read so. */
    static ServerServiceDefinition define(ControlServiceGrpc.ControlServiceImplBase service) {
        ServiceDescriptor plain = ControlServiceGrpc.getServiceDescriptor();
        MethodDescriptor<UnparkRequest, UnparkResponse> unpark = ControlServiceGrpc.getUnparkMethod();
        MethodDescriptor<UnparkRequest, UnparkResponse> read = unpark
                .toBuilder(new RequestReader(unpark.getRequestMarshaller()), unpark.getResponseMarshaller())
                .build();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(plain.getName()).addMethod(read);
        if (plain.getSchemaDescriptor() != null) {
            descriptor.setSchemaDescriptor(plain.getSchemaDescriptor());
        }
        return ServerServiceDefinition.builder(descriptor.build())
                .addMethod(read, ServerCalls.asyncBidiStreamingCall(service::unpark)).build();
    }

    /** Throws the status that says why a message cannot be taken, if it cannot. */
    @SuppressWarnings("ReferenceEquality") // An empty batch is equal to both, and is one.
    static void check(UnparkRequest request) {
        if (request == NO_MESSAGE) {
            throw Failure.invalidArgument("NO_MESSAGE", "what the client sent is no message of this service",
                    Map.of());
        }
        if (request == TOO_LARGE) {
            throw Failure.invalidArgument("MESSAGE_TOO_LARGE",
                    "a message may have " + ControlLimits.MAX_MESSAGE_BYTES + " bytes",
                    Map.of("allowed", Integer.toString(ControlLimits.MAX_MESSAGE_BYTES)));
        }
    }

    @Override
    public InputStream stream(UnparkRequest request) {
        return reader.stream(request);
    }

    @Override
    public UnparkRequest parse(InputStream stream) {
        try {
            // A server may take larger messages for other services' sake; a few bytes make an object here.
            if (stream instanceof KnownLength && stream.available() > ControlLimits.MAX_MESSAGE_BYTES) {
                return TOO_LARGE;
            }
            return reader.parse(stream);
        } catch (StatusRuntimeException e) {
            return NO_MESSAGE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
