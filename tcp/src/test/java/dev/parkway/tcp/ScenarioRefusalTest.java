package dev.parkway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parkway.script.ScenarioFormatException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a scenario's text may be wrong is refused, with line and reason. */
class ScenarioRefusalTest {

    static Stream<Arguments> wrongScripts() {
        return Stream.of(
                arguments("CLOSED SYNSENT", "unknown state or event SYNSENT; states are [CLOSED, LISTEN"),
                arguments("closed", "unknown state or event closed"),
                arguments("CLOSED SYN_SENT SNY!", "unknown token SNY!; known: [SYN, SYN+ACK"),
                arguments("CLOSED SYN_SENT !", "unknown token !"),
                arguments("CLOSED (close) LISTEN", "unknown state or event (close)"),
                arguments("CLOSED [E21] LISTEN", "unknown edge [E21]"),
                arguments("SYN_SENT", "begins with CLOSED"), arguments("SYN! CLOSED", "begins with CLOSED"),
                arguments("(CLOSE) CLOSED", "begins with CLOSED"),
                arguments("CLOSED ESTABLISHED", "no edge CLOSED -> ESTABLISHED by active OPEN"),
                arguments("CLOSED LISTEN ACK? SYN_RCVD",
                        "no edge LISTEN -> SYN_RCVD by ACK; it has [E4] (rcv SYN / snd SYN,ACK)"),
                arguments("CLOSED SYN_SENT SYN+ACK? ESTABLISHED CLOSED",
                        "no edge ESTABLISHED -> CLOSED by CLOSE; "
                                + "it has [X6] (rcv RST / tell user, delete TCB), [X9] (ABORT / snd RST, delete TCB), [X11]"),
                arguments("CLOSED LISTEN SYN_SENT",
                        "several edges lead LISTEN -> SYN_SENT, name one: [E5] (SEND / snd SYN), [X2] (active OPEN"),
                arguments("CLOSED LISTEN [E5] CLOSED",
                        "[E5] (SEND / snd SYN) does not lead LISTEN -> CLOSED by SEND"),
                arguments("CLOSED SYN_SENT SYN? SYN_RCVD RST? LISTEN",
                        "E9 does not lead SYN_RCVD -> LISTEN by RST when SYN_RCVD was entered by an active OPEN"),
                arguments("CLOSED SYN_SENT SYN? SYN_RCVD SYN? LISTEN", "X5 does not lead SYN_RCVD -> LISTEN"),
                arguments("CLOSED LISTEN SYN? SYN_RCVD RST? CLOSED", "entered by a passive OPEN"),
                arguments("CLOSED LISTEN SYN? SYN_RCVD SYN+ACK? ESTABLISHED", "entered by a passive OPEN"),
                arguments("CLOSED LISTEN 2MSL CLOSED", "2MSL passes in TIME_WAIT only, not in LISTEN"),
                arguments("2MSL CLOSED", "2MSL passes in TIME_WAIT only"),
                arguments("CLOSED SYN_SENT SYN+ACK? ESTABLISHED FIN_WAIT_1 FIN+ACK? TIME_WAIT CLOSED",
                        "no edge TIME_WAIT -> CLOSED by CLOSE"),
                arguments("CLOSED SYN_SENT SYN+ACK? ESTABLISHED FIN_WAIT_1 FIN+ACK? TIME_WAIT 2MSL ACK!",
                        "2MSL needs a state after it, not ACK!"),
                arguments("CLOSED CRASH LISTEN", "a CRASH leads to CLOSED"),
                arguments("CLOSED CRASH [E1] CLOSED", "a CRASH leads to CLOSED"),
                arguments("CLOSED LISTEN CRASH", "CRASH needs a state after it"),
                arguments("CLOSED LISTEN (ABORT)", "(ABORT) needs a state after it"),
                arguments("CLOSED LISTEN (ABORT) SYN? CLOSED", "(ABORT) needs a state after it, not SYN?"),
                arguments("CLOSED LISTEN (ABORT) (CLOSE) CLOSED",
                        "(ABORT) needs a state after it, not (CLOSE)"),
                arguments("CLOSED [E1] [E2] LISTEN", "one edge can be named, not both [E1] and [E2]"),
                arguments("CLOSED (stay)", "(stay) belongs right after"),
                arguments("CLOSED SYN! (stay)", "(stay) belongs right after"),
                arguments("CLOSED SYN? (CLOSE) (stay) LISTEN", "(stay) belongs right after"),
                arguments("CLOSED turn?", "profile rfc has no turns"),
                arguments("CLOSED turn!", "profile rfc has no turns"));
    }

    @ParameterizedTest
    @MethodSource("wrongScripts")
    void parse_scriptWithMistake_isRefusedWhereItStands(String script, String reason) {
        ScenarioFormatException refusal = refusal("scenario: mine\nserver: -\nclient:\n " + script);

        assertThat(refusal.line()).isEqualTo(4);
        assertThat(refusal.reason()).contains(reason);
        assertThat(refusal).hasMessage("test.txt:4: " + refusal.reason());
        assertThat(refusal.source()).isEqualTo("test.txt");
    }

    static Stream<Arguments> wrongTexts() {
        return Stream.of(arguments("", 1, "there is no scenario here"),
                arguments("# only a comment\n", 2, "there is no scenario here"),
                arguments("client: CLOSED", 1, "a scenario begins with"),
                arguments("  CLOSED", 1, "an indented line goes on with the one before"),
                arguments("scenario mine", 1, "expected \"key: value\""),
                arguments("scenario: mine\nclinet: CLOSED", 2,
                        "unknown key clinet; known: scenario, profile"),
                arguments("scenario: mine\nclient: CLOSED", 1, "the server's script is missing"),
                arguments("scenario: mine\nclient:\nserver: -", 1, "the client's script is missing"),
                arguments("scenario: My_Own\nclient: -\nserver: -", 1, "not \"My_Own\""),
                arguments("scenario:\nclient: -\nserver: -", 1, "not \"\""),
                arguments("scenario: mine\nprofile: fast\nclient: -\nserver: -", 2, "unknown profile fast"),
                arguments("scenario: mine\ntitle: A\ntitle: B", 3, "title is given twice"),
                arguments("scenario: a\nclient: -\nserver: -\nscenario: a\nclient: -\nserver: -", 4,
                        "scenario a (rfc) is there twice"),
                arguments("scenario: mine\n\u0000", 2, "control character 0"),
                arguments("scenario: a\nclient: -\nserver: -\n  # \u001b[31mred", 4, "control character 27"));
    }

    @ParameterizedTest
    @MethodSource("wrongTexts")
    void parse_textWithMistake_isRefusedWhereItStands(String text, int line, String reason) {
        ScenarioFormatException refusal = refusal(text);

        assertThat(refusal.reason()).contains(reason);
        assertThat(refusal.line()).isEqualTo(line);
    }

    @Test
    void parse_moreGivenThanTaken_isRefused() {
        ScenarioFormatException refusal = refusal("""
                scenario: mine
                client: CLOSED SYN_SENT SYN! SYN!
                server: CLOSED LISTEN SYN? SYN_RCVD
                """);

        assertThat(refusal).hasMessage("test.txt:1: the client gives 2 tokens, but the server takes 1");
    }

    @Test
    void parse_moreTakenThanGiven_isRefused() {
        ScenarioFormatException refusal = refusal("""
                scenario: mine
                client: CLOSED SYN_SENT SYN! SYN+ACK? ESTABLISHED
                server: CLOSED LISTEN SYN? SYN_RCVD
                """);

        assertThat(refusal).hasMessage("test.txt:1: the server gives 0 tokens, but the client takes 1");
    }

    @Test
    void parse_labelsThatDiffer_areRefusedAtTheAwait() {
        ScenarioFormatException refusal = refusal("""
                scenario: mine
                client: CLOSED SYN_SENT SYN! RST+ACK? CLOSED
                server: CLOSED LISTEN
                  SYN? SYN_RCVD
                  SYN+ACK!
                """);

        assertThat(refusal).hasMessage(
                "test.txt:2: token 1 of the server is SYN+ACK!, but the client awaits RST+ACK?");
    }

    @Test
    void parse_scriptsThatWaitForEachOther_areRefused() {
        ScenarioFormatException refusal = refusal("""
                scenario: mine
                client: CLOSED LISTEN
                  SYN? SYN_RCVD SYN!
                server: CLOSED LISTEN SYN? SYN_RCVD SYN!
                """);

        assertThat(refusal).hasMessage("test.txt:3: deadlock: the client waits for its token 1 (SYN?)"
                + " while the server waits for its token 1 (SYN?)");
    }

    @Test
    void parse_deadlockLaterOn_isRefused() {
        ScenarioFormatException refusal = refusal("""
                scenario: mine
                client: CLOSED SYN_SENT SYN! SYN+ACK? ESTABLISHED ACK? ACK!
                server: CLOSED LISTEN SYN? SYN_RCVD SYN+ACK! ACK? ESTABLISHED ACK!
                """);

        assertThat(refusal).hasMessage("test.txt:2: deadlock: the client waits for its token 2 (ACK?)"
                + " while the server waits for its token 2 (ACK?)");
    }

    private static ScenarioFormatException refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ScenarioFormatException refusal(byte[] bytes) {
        ScenarioFormatException refusal = catchThrowableOfType(ScenarioFormatException.class,
                () -> TcpScenarios.parse("test.txt", bytes));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
