package dev.parkway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.script.Cause;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CauseTest {

    static Stream<Cause> causes() {
        return Stream.<Stream<? extends Cause>>of(named(),
                Stream.of(Segment.values()).map(Segment::received),
                Stream.of(new Cause.Ended("session lost"), new Cause.Ended("deadline passed")))
                .flatMap(each -> each);
    }

    /** The causes that have a fixed name and are not segments. */
    static Stream<Cause> named() {
        return Stream.<Stream<? extends Cause>>of(Stream.of(UserCall.values()), Stream.of(TcpTimer.values()),
                Stream.of(Cause.CRASH)).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("causes")
    void of_textOfAnyCause_readsItBack(Cause cause) {
        assertThat(Tcp.PROTOCOL.cause(cause.toString())).isEqualTo(cause);
    }

    @Test
    void toString_eachKind_isWhatRecordsShow() {
        assertThat(causes()).extracting(Cause::toString).containsExactly("active OPEN", "passive OPEN",
                "SEND",
                "CLOSE", "ABORT", "2MSL timeout", "user timeout", "CRASH", "SYN", "SYN+ACK", "ACK", "FIN",
                "FIN+ACK", "RST", "RST+ACK", "dup", "bad", "turn", "session lost", "deadline passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYN", "CLOSE", "2MSL timeout", "CRASH"})
    void of_wordsOfAnotherCause_areNoEndOfAWait(String words) {
        assertThat(Tcp.PROTOCOL.cause(words)).isNotInstanceOf(Cause.Ended.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void ended_blank_isRefused(String words) {
        assertThatThrownBy(() -> new Cause.Ended(words)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + words + "\"");
    }

    @Test
    void of_blank_isRefused() {
        assertThatThrownBy(() -> Tcp.PROTOCOL.cause("")).isInstanceOf(IllegalArgumentException.class);
    }
}
