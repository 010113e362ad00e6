package dev.parkway.tcp.docs;

import dev.parkway.script.Scenario;
import dev.parkway.script.check.CausalOrder;
import dev.parkway.script.check.Rule;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.check.Mutation;
import dev.parkway.tcp.search.Design;
import dev.parkway.tcp.search.StreamSearch;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckingDocTest {

    private static final String HEAD = """
            # Checking

            Written by tests from what they found; they fail when this page is stale.

            The k-th token that one side gives is the k-th that the other takes. So a record needs no clock: with the
            number of tokens given and taken before it, it is known which of the other side's records came first. The
            checker (`dev.parkway.script.check`) takes both sides' records, and a sequence of both if somebody watched, and
            says *conforms*, *incomplete* or *violates*. A sequence is right if it keeps that relation, in whatever order
            the rest may come.

            It says that a rule was broken when it finds:

            """;

    private static final String MUTANTS = """

            A side whose wait ended otherwise than by its turn goes to CLOSED by X11 from any state. That conforms, and
            the verdict names it. Records that are still to come make a verdict incomplete; a gap among those that are
            there is a violation.

            ## Both ways

            A player walks every scenario token by token, in every way in which it can go, waits that end with *session
            lost* included; it knows nothing of the checker. All that it can bring about must be accepted. Then each
            history and each sequence is changed in one place, and the checker must say *violates* if and only if no run
            begins like the mutant.

            | mutation | mutants | caught | incomplete: a run begins so | conforms: another legal run |
            |---|---|---|---|---|
            """;

    private static final String SEARCH = """

            Not caught is only what is legal: the end of a history or sequence cut off is a run still under way; two
            sightings swapped that nothing orders are another order of the same run; an ending dropped or moved to the next
            wait of the same state is how another run ended; and two runs' sides may fit together and be a third.

            ## Search

            All interleavings of both sides' steps and of the delivery of tokens, merged at will, the stream broken at any
            one and any two points and resumed: no deadlock, nothing entered too early, every run comes to both scripts'
            ends. A state of the search is where both sides are, what they hold and what is under way.

            | scenario | orders | states, no break | one break | two breaks |
            |---|---|---|---|---|
            """;

    private static final String WRONG = """

            The same search on designs that are known to be wrong:

            | design | breaks | scenarios with a deadlock | with a state entered too early | clean |
            |---|---|---|---|---|
            """;

    private static final String TAIL = """

            A parker that two connections share is found to establish one without SYN_RCVD, and a TIME_WAIT that any token
            ends is found to be cut short (`PermitSearchTest`).
            """;

    @Test
    void page_checking_isUpToDate() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Rule rule : Rule.values()) {
            page.append("- ").append(rule.broken()).append('\n');
        }
        mutants(page.append(MUTANTS));
        states(page.append(SEARCH));
        page.append(WRONG);
        wrong(page, "one permit that saturates, segment tokens alone", Design.SATURATING_PERMIT, 0);
        wrong(page, "tokens lost with the stream are not sent again", Design.LOST_AT_A_BREAK, 1);
        wrong(page, "the last token is sent again without a count", Design.LAST_SENT_AGAIN, 1);
        Document.check("checking.md", page.append(TAIL).toString());
    }

    private static void mutants(StringBuilder page) {
        Mutation.Tally all = new Mutation.Tally(0, 0, 0, 0);
        for (Map.Entry<String, Mutation.Tally> kind : Mutation.tallies().entrySet()) {
            row(page, kind.getKey(), kind.getValue());
            all = all.plus(kind.getValue());
        }
        row(page, "**all**", all);
        page.append(String.format(Locale.ROOT,
                "%nCaught: %.1f %% of all mutants, 100 %% of those that are not legal.%n",
                100.0 * all.caught() / all.made()));
    }

    private static void row(StringBuilder page, String name, Mutation.Tally tally) {
        page.append(String.format(Locale.ROOT, "| %s | %,d | %,d | %,d | %,d |%n", name, tally.made(),
                tally.caught(),
                tally.incomplete(), tally.conforming()));
    }

    private static void states(StringBuilder page) {
        for (Scenario scenario : TcpScenarios.builtIn().all()) {
            page.append("| ").append(scenario).append(" | ").append(CausalOrder.of(scenario).extensions());
            for (int breaks = 0; breaks <= 2; breaks++) {
                page.append(" | ").append(StreamSearch.search(scenario, Design.COUNTED, breaks).states());
            }
            page.append(" |\n");
        }
    }

    private static void wrong(StringBuilder page, String name, Design design, int breaks) {
        int deadlocks = 0;
        int violations = 0;
        int clean = 0;
        for (Scenario scenario : TcpScenarios.builtIn().all()) {
            StreamSearch.Findings findings = StreamSearch.search(scenario, design, breaks);
            deadlocks += findings.deadlocks().isEmpty() ? 0 : 1;
            violations += findings.violations().isEmpty() ? 0 : 1;
            clean += findings.clean() ? 1 : 0;
        }
        page.append(String.format(Locale.ROOT, "| %s | %d | %d | %d | %d |%n", name, breaks, deadlocks,
                violations, clean));
    }
}
