package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionIdTest {

    private static final byte[] SECRET = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    /** The first 8 digits of what {@code sha256sum} says of those bytes. */
    private static final String NAME = "be45cb26";

    @Test
    void name_knownBytes_isTheStartOfTheirDigest() {
        assertThat(SessionId.of(SECRET).name()).isEqualTo(NAME);
    }

    @Test
    void toString_itAndWhatHoldsIt_neverShowTheSecret() {
        SessionId id = SessionId.of(SECRET);
        SessionTerms terms = new SessionTerms("toy", "rfc", Duration.ZERO, 1);

        assertThat(id).hasToString(NAME);
        assertThat(new SessionInfo(id, terms).toString() + new AttachRequest(id, 1, terms))
                .contains(NAME).doesNotContainIgnoringCase("0a0b").doesNotContain("[B");
    }

    @Test
    void random_many_areAllDifferent() {
        assertThat(IntStream.range(0, 1_000).mapToObj(_ -> SessionId.random()).distinct()).hasSize(1_000);
    }

    @Test
    void equals_sameBytes_isTheSameId() {
        SessionId id = SessionId.random();

        assertThat(SessionId.of(id.secret())).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(id).isNotEqualTo(SessionId.random());
    }

    @Test
    void hashCode_bytesChosenToMeetInAMap_doNot() {
        // The hash of an array is a polynomial in 31.
        byte[] other = SECRET.clone();
        other[14]++;
        other[15] = (byte) (other[15] - 31);

        assertThat(Arrays.hashCode(other)).isEqualTo(Arrays.hashCode(SECRET));
        assertThat(SessionId.of(other)).doesNotHaveSameHashCodeAs(SessionId.of(SECRET));
    }

    @Test
    void secret_changedByTheCaller_idStaysAsItWas() {
        byte[] given = SECRET.clone();
        SessionId id = SessionId.of(given);

        given[0] = 1;
        id.secret()[1] = 2;

        assertThat(id.secret()).containsExactly(SECRET);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 4096})
    void of_otherLength_isRefused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionId.of(new byte[length]))
                .withMessage("a session id has 16 bytes, this one has " + length);
    }
}
