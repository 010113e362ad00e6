package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureTest {

    private static final Metadata.Key<byte[]> DETAILS = Metadata.Key.of("grpc-status-details-bin",
            Metadata.BINARY_BYTE_MARSHALLER);

    @ParameterizedTest
    @MethodSource
    void info_afterTheWire_isWhatWasSaid(
            Function<Map<String, String>, StatusRuntimeException> make, Status.Code code) {
        Map<String, String> facts = Map.of("known", "S1, S2", "scenario", "S9");

        StatusRuntimeException arrived = overTheWire(make.apply(facts));

        assertThat(arrived.getStatus().getCode()).isEqualTo(code);
        assertThat(Failure.text(arrived)).isEqualTo(code + ": what was wrong");
        assertThat(Failure.info(arrived)).contains(ErrorInfo.newBuilder()
                .setDomain("parkway.dev").setReason("REASON").putAllMetadata(facts).build());
    }

    static Stream<Arguments> info_afterTheWire_isWhatWasSaid() {
        return Stream.of(
                failure(facts -> Failure.invalidArgument("REASON", "what was wrong", facts),
                        Status.Code.INVALID_ARGUMENT),
                failure(facts -> Failure.notFound("REASON", "what was wrong", facts), Status.Code.NOT_FOUND),
                failure(facts -> Failure.alreadyExists("REASON", "what was wrong", facts),
                        Status.Code.ALREADY_EXISTS),
                failure(facts -> Failure.aborted("REASON", "what was wrong", facts), Status.Code.ABORTED),
                failure(facts -> Failure.resourceExhausted("REASON", "what was wrong", facts),
                        Status.Code.RESOURCE_EXHAUSTED),
                failure(facts -> Failure.unavailable("REASON", "what was wrong", facts),
                        Status.Code.UNAVAILABLE));
    }

    private static Arguments failure(
            Function<Map<String, String>, StatusRuntimeException> make, Status.Code code) {
        return Arguments.of(make, code);
    }

    @Test
    void text_descriptionOfSeveralLines_isOneLine() {
        assertThat(Failure.text(Status.UNAVAILABLE.withDescription("no TLS\n\tat once:\r\n  bad\n")
                .asException())).isEqualTo("UNAVAILABLE: no TLS at once: bad");
    }

    @Test
    void internal_afterTheWire_carriesItsReason() {
        StatusRuntimeException arrived = overTheWire(Failure.internal("REASON", "what happened"));

        assertThat(arrived.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(SessionSide.reason(arrived)).isEqualTo("REASON");
    }

    @ParameterizedTest
    @MethodSource
    void info_notOneOfOurs_isEmpty(Throwable failure) {
        assertThat(Failure.info(failure)).isEmpty();
    }

    static Stream<Throwable> info_notOneOfOurs_isEmpty() {
        ErrorInfo foreign = ErrorInfo.newBuilder().setDomain("example.com").setReason("X").build();
        Any malformed = Any.newBuilder().setTypeUrl(Any.pack(foreign).getTypeUrl())
                .setValue(ByteString.copyFromUtf8("\377\377")).build();
        Metadata garbage = new Metadata();
        garbage.put(DETAILS, new byte[]{-1, -1, -1});
        return Stream.of(
                new IllegalStateException("not gRPC's"),
                Status.UNAVAILABLE.asRuntimeException(),
                with(Any.pack(foreign)),
                with(Any.pack(StringValue.of("another detail"))),
                with(malformed),
                Status.UNKNOWN.asRuntimeException(garbage),
                // The details say another code than the status.
                Status.NOT_FOUND.asRuntimeException(with(Any.pack(foreign)).getTrailers()));
    }

    private static StatusRuntimeException with(Any detail) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.ABORTED.value()).addDetails(detail).build());
    }

    @Test
    void text_noDescription_isTheCodeAlone() {
        assertThat(Failure.text(Status.UNAVAILABLE.asRuntimeException())).isEqualTo("UNAVAILABLE");
        assertThat(Failure.text(new IllegalStateException("x"))).isEqualTo("UNKNOWN");
    }

    /** What a client makes of what the server sends: code, description and trailers. */
    private static StatusRuntimeException overTheWire(StatusRuntimeException sent) {
        Metadata trailers = new Metadata();
        Metadata given = sent.getTrailers();
        if (given != null) {
            byte[] details = given.get(DETAILS);
            if (details != null) {
                trailers.put(DETAILS, details);
            }
        }
        return Status.fromCode(sent.getStatus().getCode()).withDescription(sent.getStatus().getDescription())
                .asRuntimeException(trailers);
    }
}
