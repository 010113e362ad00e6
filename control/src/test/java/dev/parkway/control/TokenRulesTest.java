package dev.parkway.control;

import static dev.parkway.control.Tokens.last;
import static dev.parkway.control.Tokens.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenRulesTest {

    private static final long TURNS = 3;
    private static final long NO_FINAL = -1;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, Long.MAX_VALUE})
    void check_numberInRange_passes(long number) {
        assertThatCode(() -> TokenRules.check(number, TURNS, TURNS)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, -1})
    void check_numberOutOfRange_isNamedUnsigned(long number) {
        var failure = refused(() -> TokenRules.check(number, 0, TURNS));

        assertThat(SessionSide.reason(failure)).isEqualTo("CONNECTION_NUMBER");
        assertThat(metadata(failure)).containsEntry("connection", Long.toUnsignedString(number))
                .containsEntry("allowed", "1..9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(longs = {TURNS + 1, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void check_moreTurnsThanTheScriptTakes_isNamedUnsigned(long sequence) {
        var failure = refused(() -> TokenRules.check(7, sequence, TURNS));

        assertThat(SessionSide.reason(failure)).isEqualTo("SEQUENCE_TOO_HIGH");
        assertThat(metadata(failure)).containsEntry("connection", "7")
                .containsEntry("sequence", Long.toUnsignedString(sequence)).containsEntry("allowed", "0..3");
    }

    @ParameterizedTest
    @MethodSource
    void checkAgainstFinal_consistent_passes(UnparkToken token, long finalCount, long received) {
        assertThatCode(() -> check(token, finalCount, received))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> checkAgainstFinal_consistent_passes() {
        return Stream.of(
                Arguments.of(turn(1, 2), NO_FINAL, 1),
                Arguments.of(turn(1, 0), NO_FINAL, 2),
                Arguments.of(last(1, 2), NO_FINAL, 2),
                Arguments.of(last(1, 3), NO_FINAL, 2),
                Arguments.of(last(1, 2), 2, 2),
                Arguments.of(turn(1, 1), 2, 2),
                Arguments.of(turn(1, 2), 2, 2));
    }

    @ParameterizedTest
    @MethodSource
    void checkAgainstFinal_contradiction_isNamed(
            UnparkToken token, long finalCount, long received, String reason) {
        var failure = refused(() -> check(token, finalCount, received));

        assertThat(SessionSide.reason(failure)).isEqualTo(reason);
    }

    static Stream<Arguments> checkAgainstFinal_contradiction_isNamed() {
        return Stream.of(
                Arguments.of(turn(1, 3), 2, 2, "AFTER_LAST"),
                Arguments.of(turn(1, 1), 0, 0, "AFTER_LAST"),
                Arguments.of(last(1, 3), 2, 2, "AFTER_LAST"),
                Arguments.of(last(1, 1), 2, 2, "AFTER_LAST"),
                Arguments.of(last(1, 1), NO_FINAL, 2, "LAST_TOO_LOW"));
    }

    @Test
    void checkAgainstFinal_contradiction_saysBothCounts() {
        var failure = refused(() -> check(last(9, 1), 2, 2));

        assertThat(failure.getStatus().getDescription())
                .isEqualTo("connection 9: last sequence 1 after the last, which was 2");
        assertThat(metadata(failure)).containsExactlyInAnyOrderEntriesOf(
                Map.of("connection", "9", "sequence", "1", "last", "2"));
    }

    private static void check(UnparkToken token, long finalCount, long received) {
        TokenRules.checkAgainstFinal(token.getConnection(), token.getSequence(), token.getLast(), finalCount,
                received);
    }

    private static StatusRuntimeException refused(Runnable check) {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, check::run);
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        return failure;
    }

    private static Map<String, String> metadata(StatusRuntimeException failure) {
        return Failure.info(failure).orElseThrow().getMetadataMap();
    }
}
