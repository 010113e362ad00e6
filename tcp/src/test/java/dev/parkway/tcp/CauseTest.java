package dev.parkway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CauseTest {

    static Stream<Cause> causes() {
        return Stream.concat(Named.ALL.stream(),
                Stream.concat(Stream.of(Segment.values()).map(Cause.Received::new),
                        Stream.of(Cause.ended("session lost"), Cause.ended("deadline passed"))));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void of_textOfAnyCause_readsItBack(Cause cause) {
        assertThat(Cause.of(cause.toString())).isEqualTo(cause);
    }

    @Test
    void toString_eachKind_isWhatRecordsShow() {
        assertThat(causes()).extracting(Cause::toString).containsExactly("active OPEN", "passive OPEN",
                "SEND",
                "CLOSE", "ABORT", "2MSL timeout", "user timeout", "CRASH", "SYN", "SYN+ACK", "ACK", "FIN",
                "FIN+ACK", "RST", "RST+ACK", "dup", "bad", "turn", "session lost", "deadline passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "SYN", "CLOSE", "2MSL timeout", "CRASH"})
    void ended_wordsOfAnotherCause_areRefused(String words) {
        assertThatThrownBy(() -> Cause.ended(words)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + words + "\"");
    }

    @Test
    void of_blank_isRefused() {
        assertThatThrownBy(() -> Cause.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
