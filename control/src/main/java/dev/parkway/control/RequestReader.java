package dev.parkway.control;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Reads a client's messages, and lets those that are none come to the session all the same, which refuses them by
 * name. Left to gRPC, they would be an application's error, with a stack in the log for each.
 */
final class RequestReader implements MethodDescriptor.Marshaller<TokenBatch> {

    // Known by what they are, not by what they hold.
    private static final TokenBatch NO_MESSAGE = new TokenBatch.Builder().build(0);
    private static final TokenBatch TOO_LARGE = new TokenBatch.Builder().build(0);

    /** Throws the status that says why a message cannot be taken, if it cannot. */
    @SuppressWarnings("ReferenceEquality") // An empty batch is equal to both, and is one.
    static void check(TokenBatch request) {
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
    public InputStream stream(TokenBatch request) {
        return TokenCodec.INSTANCE.stream(request);
    }

    @Override
    public TokenBatch parse(InputStream stream) {
        try {
            // A server may take larger messages for other services' sake; a few bytes make an object here.
            if (stream instanceof KnownLength && stream.available() > ControlLimits.MAX_MESSAGE_BYTES) {
                return TOO_LARGE;
            }
            return TokenCodec.INSTANCE.parse(stream);
        } catch (StatusRuntimeException e) {
            return NO_MESSAGE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
