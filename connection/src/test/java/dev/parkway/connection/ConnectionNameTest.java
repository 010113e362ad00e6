package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"3f2a9c1d/7", "00000000/1", "local/1", "ffffffff/9223372036854775807"})
    void parse_ownSpelling_givesTheSameBack(String text) {
        assertThat(ConnectionName.parse(text)).hasToString(text);
    }

    @Test
    void parse_name_tellsSessionAndNumber() {
        assertThat(ConnectionName.parse("3f2a9c1d/7")).isEqualTo(new ConnectionName("3f2a9c1d", 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "7", "3f2a9c1d", "3f2a9c1d/", "/7", "3f2a9c1d/0", "3f2a9c1d/07",
            "3f2a9c1d/-7", "3f2a9c1d/+7", "3f2a9c1d/7 ", " 3f2a9c1d/7", "3f2a9c1d/7\n", "3F2A9C1D/7",
            "3f2a9c1/7", "3f2a9c1d0/7", "3f2a9c1g/7", "3f2a9c1d//7", "3f2a9c1d/7/7", "locals/1", "LOCAL/1",
            "3f2a9c1d/9223372036854775808", "3f2a9c1d/99999999999999999999", "3f2a9c1d/\u0667"})
    void parse_anythingElse_isRefusedWithWhatIsWanted(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectionName.parse(text))
                .withMessage("not a connection's name: \"" + text
                        + "\"; wanted is session/number, as in 3f2a9c1d/7 or local/7");
    }

    @Test
    void parse_veryLongText_isRefusedInAShortMessage() {
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectionName.parse("7".repeat(100_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void new_numberBelowOne_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionName("local", 0));
    }
}
