package dev.parkway.control;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What goes wrong, as gRPC status: the one place where failures become one. Each carries a
 * {@code google.rpc.ErrorInfo} whose reason a program can act on and whose metadata names what was wrong and
 * what is allowed.
 */
public final class Failure {

    /** The {@code ErrorInfo} domain of every failure of ours. */
    public static final String DOMAIN = "parkway.dev";

    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

    private Failure() {}

    /**
     * Something in the request breaks the contract, whatever the server's state.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that names what was wrong and what is allowed
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException invalidArgument(
            String reason, String message, Map<String, String> metadata) {
        return of(Code.INVALID_ARGUMENT, reason, message, metadata);
    }

    /**
     * What was asked for is not here, or not the caller's.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that names what is missing
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException notFound(String reason, String message,
            Map<String, String> metadata) {
        return of(Code.NOT_FOUND, reason, message, metadata);
    }

    /**
     * What was to be made is there already.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that names it
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException alreadyExists(
            String reason, String message, Map<String, String> metadata) {
        return of(Code.ALREADY_EXISTS, reason, message, metadata);
    }

    /**
     * The request is well formed, but the two sides are not set up alike.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that names the difference
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException failedPrecondition(
            String reason, String message, Map<String, String> metadata) {
        return of(Code.FAILED_PRECONDITION, reason, message, metadata);
    }

    /**
     * The caller is known, and may not do this.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that names who may not do what
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException permissionDenied(
            String reason, String message, Map<String, String> metadata) {
        return of(Code.PERMISSION_DENIED, reason, message, metadata);
    }

    /**
     * A newer attempt has the place.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that names both
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException aborted(String reason, String message,
            Map<String, String> metadata) {
        return of(Code.ABORTED, reason, message, metadata);
    }

    /**
     * A limit is reached.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that names the limit
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException resourceExhausted(
            String reason, String message, Map<String, String> metadata) {
        return of(Code.RESOURCE_EXHAUSTED, reason, message, metadata);
    }

    /**
     * The server cannot take it now; another may, or this one later.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that says why
     * @param metadata the same facts for programs
     * @return the exception to throw or send
     */
    public static StatusRuntimeException unavailable(
            String reason, String message, Map<String, String> metadata) {
        return of(Code.UNAVAILABLE, reason, message, metadata);
    }

    /**
     * A mistake of ours: nothing that the caller could have done better.
     *
     * @param reason UPPER_SNAKE_CASE, stable
     * @param message a sentence that says what happened
     * @return the exception to throw or send
     */
    public static StatusRuntimeException internal(String reason, String message) {
        return of(Code.INTERNAL, reason, message, Map.of());
    }

    /**
     * Reads the details of a failure that came over the wire.
     *
     * @param failure as gRPC delivered it
     * @return its {@code ErrorInfo}, if it is one of ours
     */
    public static Optional<ErrorInfo> info(Throwable failure) {
        com.google.rpc.Status status;
        try {
            status = StatusProto.fromThrowable(failure);
        } catch (IllegalArgumentException e) {
            // A peer's malformed details are none; the status itself still speaks.
            return Optional.empty();
        }
        if (status == null) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    return info.getDomain().equals(DOMAIN) ? Optional.of(info) : Optional.empty();
                } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                    // The same for one detail.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Says a failure in one line for people, as in
     * {@code INVALID_ARGUMENT: unknown scenario "x", known are ...}.
     *
     * @param failure as gRPC delivered it
     * @return code and description
     */
    public static String text(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String description = status.getDescription();
        // TLS explains itself over several lines.
        return status.getCode()
                + (description == null ? "" : ": " + LINE_BREAK.matcher(description.strip()).replaceAll(" "));
    }

    private static StatusRuntimeException of(
            Code code, String reason, String message, Map<String, String> metadata) {
        ErrorInfo info = ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(reason).putAllMetadata(metadata)
                .build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(info))
                .build());
    }
}
