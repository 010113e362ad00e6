package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parkway.proto.control.v1.UnparkRequest;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlLimitsTest {

    @Test
    void maxMessageBytes_fullBatchOfTheLargestTokens_fits() {
        UnparkRequest largest = UnparkRequest.newBuilder().setAcknowledged(-1)
                .addAllTokens(Collections.nCopies(ControlLimits.DEFAULT_TOKENS_PER_BATCH,
                        Tokens.last(Long.MAX_VALUE, Long.MAX_VALUE)))
                .build();

        assertThat(largest.getSerializedSize()).isLessThanOrEqualTo(ControlLimits.MAX_MESSAGE_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "-1, 1, 1", "1, 1, 257", "1, 1073741824, 1"})
    void new_limitThatAllowsNothingOrTooMuch_isRefused(int sessions, int connections, int tokens) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ControlLimits(sessions, connections, tokens))
                .withMessageContaining(" must be from 1 to ");
    }
}
