package dev.parkway.tcp.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches the right design, which must be clean, and designs that are known to be wrong, which must not. */
class StreamSearchTest {

    private static final int MOST_BREAKS = 2;

    static Stream<Scenario> scenarios() {
        return TcpScenarios.builtIn().all().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void search_countedTokens_neverHangNorOvertake(Scenario scenario) {
        for (int breaks = 0; breaks <= MOST_BREAKS; breaks++) {
            StreamSearch.Findings findings = StreamSearch.search(scenario, Design.COUNTED, breaks);

            assertThat(findings.deadlocks()).as("%d breaks", breaks).isEmpty();
            assertThat(findings.violations()).as("%d breaks", breaks).isEmpty();
            assertThat(findings.states()).isGreaterThan(scenario.client().steps().size());
        }
    }

    @Test
    void search_saturatingPermit_hangsWhereTwoTokensMayCome() {
        // Wherever a side gives two tokens in a row without one between them from the peer, they merge.
        assertThat(clean(Design.SATURATING_PERMIT, 0)).containsExactly("client-closes-first (lockstep)",
                "reset-by-server (rfc)", "refused (rfc)", "connect-timeout (rfc)",
                "connect-timeout-late-reply (rfc)", "close-in-listen (rfc)", "close-in-syn-sent (rfc)",
                "send-in-listen (rfc)");
        assertThat(search("client-closes-first", Design.SATURATING_PERMIT, 0).deadlocks()).isNotEmpty();
    }

    @Test
    void search_nothingSentAgain_hangsAfterABreak() {
        // Without a token nothing can be lost.
        assertThat(clean(Design.LOST_AT_A_BREAK, 1)).containsExactly("connect-timeout (rfc)");
        assertThat(clean(Design.LOST_AT_A_BREAK, 0)).hasSize(TcpScenarios.builtIn().all().size());
        assertThat(search("client-closes-first", Design.LOST_AT_A_BREAK, 1).deadlocks())
                .contains("client waits: Await[token=SYN+ACK], server waits: Await[token=SYN]");
    }

    @Test
    void search_lastTokenSentAgain_passesARepeatedSynForTheAck() {
        StreamSearch.Findings findings = search("client-closes-first", Design.LAST_SENT_AGAIN, 1);

        assertThat(findings.violations()).contains("server 4: SYN_RCVD -> ESTABLISHED (ACK) before "
                + "client 3: SYN_SENT -> ESTABLISHED (SYN+ACK)");
        assertThat(clean(Design.LAST_SENT_AGAIN, 0)).hasSize(TcpScenarios.builtIn().all().size());
        // Where a side takes one token at most, a second one goes unnoticed.
        assertThat(clean(Design.LAST_SENT_AGAIN, 1)).containsExactly("refused (rfc)", "connect-timeout (rfc)",
                "close-in-listen (rfc)");
    }

    private static List<String> clean(Design design, int breaks) {
        return scenarios().filter(scenario -> StreamSearch.search(scenario, design, breaks).clean())
                .map(Scenario::toString).toList();
    }

    private static StreamSearch.Findings search(String name, Design design, int breaks) {
        return StreamSearch.search(TcpScenarios.builtIn().get(name, TcpProfile.RFC), design, breaks);
    }
}
