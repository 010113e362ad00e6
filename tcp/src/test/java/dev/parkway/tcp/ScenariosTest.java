package dev.parkway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.script.Scenario;
import dev.parkway.script.Scenarios;
import dev.parkway.script.UnknownScenarioException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    private static final Scenarios BUILT_IN = TcpScenarios.builtIn();

    @Test
    void builtIn_names_areThoseOfTheCommandLine() {
        assertThat(BUILT_IN.all()).extracting(Scenario::toString).containsExactly(
                "client-closes-first (lockstep)",
                "client-closes-first (rfc)", "server-closes-first (rfc)", "simultaneous-close (rfc)",
                "simultaneous-open (rfc)", "reset-by-client (rfc)", "reset-by-server (rfc)", "refused (rfc)",
                "server-restart (rfc)", "client-restart (rfc)", "connect-timeout (rfc)",
                "connect-timeout-late-reply (rfc)", "old-duplicate-syn (rfc)", "close-in-syn-received (rfc)",
                "three-segment-close (rfc)", "close-in-listen (rfc)", "close-in-syn-sent (rfc)",
                "send-in-listen (rfc)");
        assertThat(BUILT_IN.get(TcpScenarios.DEFAULT_NAME, TcpScenarios.DEFAULT_PROFILE))
                .isSameAs(BUILT_IN.all().getFirst());
    }

    @Test
    void builtIn_titles_areThere() {
        assertThat(BUILT_IN.all()).allSatisfy(scenario -> assertThat(scenario.title()).isNotBlank());
    }

    @Test
    void get_unknownName_namesTheKnownOnes() {
        assertThatThrownBy(() -> BUILT_IN.get("nonsense", TcpProfile.RFC))
                .isInstanceOf(UnknownScenarioException.class)
                .hasMessageContaining(
                        "unknown scenario nonsense; known: client-closes-first, server-closes-first");
    }

    @Test
    void get_profileThatItLacks_namesThoseThatItHas() {
        assertThatThrownBy(() -> BUILT_IN.get("refused", TcpProfile.LOCKSTEP))
                .isInstanceOf(UnknownScenarioException.class)
                .hasMessage("scenario refused has no profile lockstep; it has rfc");
    }

    @Test
    void profileOf_unknown_namesTheKnownOnes() {
        assertThatThrownBy(() -> TcpProfile.of("LOCKSTEP")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown profile LOCKSTEP; known: [lockstep, rfc]");
    }

    @Test
    void profileOf_nameOfEach_isThatProfile() {
        for (TcpProfile each : TcpProfile.values()) {
            TcpProfile found = TcpProfile.of(each.toString());
            assertThat(found).isSameAs(each);
        }
    }

    @Test
    void digest_scenarios_differ() {
        assertThat(BUILT_IN.all()).extracting(Scenario::digest).doesNotHaveDuplicates().allMatch(
                digest -> digest.matches("[0-9a-f]{64}"));
    }

    @Test
    void digest_sameStepsInOtherWords_isTheSame() {
        Scenario spaced = parse("""
                # A comment, blank lines, other spacing, a title: none of it changes what happens.
                scenario: mine

                title: Mine
                server:
                  CLOSED   LISTEN
                  (CLOSE) CLOSED   # the user has had enough
                  SYN? RST+ACK!
                client: CLOSED SYN_SENT SYN! RST+ACK? [X3] CLOSED
                """);
        Scenario plain = parse("""
                scenario: mine
                profile: rfc
                client: CLOSED SYN_SENT SYN! RST+ACK? CLOSED
                server: CLOSED LISTEN CLOSED SYN? RST+ACK!
                """);

        assertThat(spaced.digest()).isEqualTo(plain.digest());
        assertThat(spaced.title()).isEqualTo("Mine");
        assertThat(plain.title()).isEmpty();
    }

    @Test
    void digest_otherSteps_isAnother() {
        assertThat(parse("scenario: mine\nclient: CLOSED LISTEN CLOSED\nserver: -").digest())
                .isNotEqualTo(
                        parse("scenario: mine\nclient: CLOSED LISTEN (ABORT) CLOSED\nserver: -").digest());
    }

    @Test
    void parse_severalScenarios_areAllThere() {
        Scenarios two = TcpScenarios.parse("two.txt", """
                scenario: one
                client: CLOSED
                server: -
                scenario: two
                client: -
                server: CLOSED
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(two.all()).extracting(Scenario::name).isEqualTo(List.of("one", "two"));
    }

    private static Scenario parse(String text) {
        return TcpScenarios.parse("test", text.getBytes(StandardCharsets.UTF_8)).all().getFirst();
    }
}
