package dev.parkway.page;

import com.google.rpc.ErrorInfo;
import dev.parkway.control.Failure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerResponse;
import java.util.Objects;

/** A gRPC status as an answer of HTTP. */
final class Refusal {

    /** What a browser is told. */
    private record Body(String code, String reason, String message) {}

    private Refusal() {}

    static void send(ServerResponse response, StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String reason = Failure.info(failure).map(ErrorInfo::getReason).orElse("");
        response.status(http(status.getCode()))
                .header(HeaderNames.CONTENT_TYPE, HttpMediaType.create("application/json").text())
                .send(Json.of(new Body(status.getCode().name(), reason,
                        Objects.requireNonNullElse(status.getDescription(), status.getCode().name()))));
    }

    private static int http(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case OK, CANCELLED, UNKNOWN, INTERNAL, DATA_LOSS -> 500;
        };
    }
}
