package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class ConvertersTest {

    @ParameterizedTest
    @CsvSource({"0, PT0S", "500ms, PT0.5S", "2s, PT2S", "1m, PT1M", "1h, PT1H", "0ms, PT0S",
            "8760h, PT8760H"})
    void duration_wellFormed_isRead(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1.5s", "1 s", "s", "1d", "9999999999s", "PT1S", "8761h",
            "999999999h"})
    void duration_malformed_saysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("ms, s, m or h").hasMessageContaining("up to 8760h");
    }

    @Test
    void positiveDuration_zero_saysWhatIsAllowed() {
        assertThat(new PositiveDurationConverter().convert("1ms")).isEqualTo(Duration.ofMillis(1));
        assertThatThrownBy(() -> new PositiveDurationConverter().convert("0s"))
                .isInstanceOf(TypeConversionException.class).hasMessageContaining("1ms and more");
    }

    @Test
    void switch_neitherOnNorOff_saysWhatIsAllowed() throws Exception {
        assertThat(new SwitchConverter().convert("true")).isTrue();
        assertThat(new SwitchConverter().convert("false")).isFalse();
        assertThatThrownBy(() -> new SwitchConverter().convert("yes"))
                .isInstanceOf(TypeConversionException.class).hasMessageContaining("true and false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "x", "", "1e3", "99999999999"})
    void port_outOfBounds_saysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> new PortConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("from 0 to 65535");
    }

    @Test
    void port_withinBounds_isRead() {
        assertThat(new PortConverter().convert("0")).isZero();
        assertThat(new PortConverter().convert("65535")).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1000000001", "many"})
    void count_outOfBounds_saysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> new CountConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("from 1 to 1000000000");
    }
}
