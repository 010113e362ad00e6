package dev.parkway.control;

import dev.parkway.control.ModelSetup.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SessionProtocolDocTest {

    private static final String HEAD = """
            # The session protocol

            Written by tests from what they found; they fail when this page is stale.

            A control session joins a client process and a server process over one stream at a time, which may break at
            any moment. This page says what either side keeps, by which rules it goes on, and what an exhaustive search
            of those rules has shown. The wire is described in
            [control.proto](../proto/src/main/proto/parkway/control/v1/control.proto).

            ## What either side keeps

            | | client | server |
            |---|---|---|
            | of the session | its id, a secret; whether it is open; whether it has half-closed | whether it has it |
            | of attaches | the number of the newest | the highest number accepted, and that stream |
            | of connections | the highest number given out | the highest number seen |

            And of each connection that is not forgotten, the same on both sides: how many turns were given; how many were
            received; the peer's final count, once its `last` is taken; whether the own thread has ended; whether the own
            `last` is acknowledged; and, of the present stream alone, what it was told, and in which batch the `last` went.

            ## The rules

            | when | then |
            |---|---|
            | a client opens | a fresh id, attach 1; nothing is sent before the server's first batch; a break before that abandons the id |
            | a stream of an open session breaks | the client attaches again with the next number, until the linger time is over; threads stay parked |
            | an attach comes, its session is here | accepted if its number is above all accepted before, and the older stream ends as `ABORTED`; else `ABORTED` |
            | a later attach comes, its session is not here | `NOT_FOUND`: a resume creates nothing |
            | an attach is accepted | each side tells it of every connection not forgotten, in the order of their numbers, then of what is new |
            | a token comes | the higher count is kept; what is new in it wakes the thread |
            | a token comes for a connection unknown | above the highest seen it opens one, or is refused with `{connection, 0, last}`; else it is late and dropped |
            | something comes on an older stream | it is ignored: tokens, acknowledgements, status |
            | a batch with tokens is taken | it owes an acknowledgement, which counts batches of this stream and goes with the next batch, or alone |
            | a waiter looks | at the turns received, then at the final count, then at the session |
            | own thread ended, peer's `last` taken, own `last` acknowledged | the connection is forgotten |
            | every own thread ended, every peer's `last` taken, the client is done | it half-closes; the server forgets the session and says OK |
            | the stream of a half-close breaks | the client attaches and half-closes again; `NOT_FOUND` then means that the first did |
            | the server is detached for the linger time | its threads end with *session lost* |
            | the server drains | it refuses new connections and waits until the rest has ended and its client has half-closed; after the time of grace its waits end with *drained*, and with all `last`s sent it completes |

            Those that need no more than they are given are functions (`SessionRules`, `TokenRules`), which the code and the
            search share.

            ## What must hold

            - No turn is lost, none is doubled, and their order is kept.
            - Nobody waits for ever while the peer lives, and no run goes on without end.
            - A wait ends with a cause that is true: *peer gone* only if that thread has ended without giving the turn,
              *session lost* only if the other side has let go of it or could not be reached, *taken over* only if somebody
              has taken over.
            - Both sides forget every connection, the session and its streams, also if the client stays and never half-closes.
            - No connection is opened twice, no session is revived that was lost, none is resumed that was never open.
            - No half-close cuts a thread short.
            - Neither side takes the other, which is honest, for faulty.

            ## The search

            Breadth first, over every state that the rules can bring about (`SessionSearch`, `SessionModel`). Streams
            are FIFO with one or two batches under way each way; tokens merge and batches split at will; either end finds out
            about a break by itself, and until then goes on with what is under way; attaches come late, in any order or never;
            what an older stream still has comes too; linger passes at any moment while there is no stream. The breaks are
            counted; what follows from one is free. A state in which nothing but faults could go on must be an end as it
            should be, and there are no circles: so every run comes to such an end.

            `!` gives the peer a turn, `?` takes one; S1 to S6 are TCP's scenarios without their states. States, with a
            client that half-closes when it is done, and with one that stays:

            | one connection, 2 batches in flight | client | server | no break | 1 | 2 | stays, no break | 1 | 2 |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String FAULTS = """

            With one break and one fault more: the server restarted without a trace of the session, the client dead, a wait
            past its deadline, a connection refused, the server drained, or somebody else with the id who takes over:

            | one connection, 2 batches in flight | toy | toy, stays | S2 | S2, stays |
            |---|---|---|---|---|
            """;

    private static final String PAIRS = """

            | two connections, 1 batch in flight | no break | 1 break | stays, no break | 1 break |
            |---|---|---|---|---|
            """;

    private static final String LONG = """

            Longer ones, which `./mvnw -pl control -am verify -Pheavy` repeats; the largest needs a heap of 4 GB:

            | setup | states |
            |---|---|
            """;

    private static final String FLAWS = """

            ## The same search on designs that are known to be wrong

            The first eleven are the contract's, the others ours. Each differs from the design in one point. The trace is
            one of the shortest, and its last step is what is wrong.

            | design | setup | found | steps |
            |---|---|---|---|
            """;

    private static final String TAIL = """

            ## What the search does not show

            It plays one session: opening another under a new id is another run of it. It knows no time: whatever may pass
            passes at any moment, so it says nothing of how long a pause is. It sends a stream's tokens in any order, which
            is more than the code does, and lets a resuming client send before it is greeted, which the code does not; so it
            covers the code and more. It delivers an attach once, as gRPC does: a resume that came twice would be
            refused by its number, but an opening that came again after its session was forgotten would open an empty one
            under the old id. Threads and locks are not part of it: they have tests of their own.
            """;

    @Test
    void page_sessionProtocol_isUpToDate() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (ModelSetup setup : SessionRuns.single()) {
            row(page,
                    "| " + setup.name() + " | `" + setup.client().getFirst() + "` | `"
                            + setup.server().getFirst() + "`",
                    SessionRuns.upTo(SessionRuns.MOST_BREAKS, setup),
                    SessionRuns.upTo(SessionRuns.MOST_BREAKS, setup.stays()));
        }
        page.append(FAULTS);
        for (Fault fault : SessionRuns.otherFaults()) {
            List<ModelSetup> setups = SessionRuns.withFault(fault);
            row(page, "| " + fault, setups, List.of());
        }
        page.append(PAIRS);
        for (ModelSetup setup : SessionRuns.pairs()) {
            row(page, "| " + setup.name(), SessionRuns.upTo(1, setup), SessionRuns.upTo(1, setup.stays()));
        }
        page.append(LONG);
        for (SessionRuns.LongRun run : SessionRuns.longOnes()) {
            page.append(String.format(Locale.ROOT, "| %s | %,d |%n", run.setup(), run.states()));
        }
        flaws(page);
        Document.check("session-protocol.md", page.append(TAIL).toString());
    }

    private static void row(StringBuilder page, String begin, List<ModelSetup> setups,
            List<ModelSetup> more) {
        page.append(begin);
        for (ModelSetup setup : setups) {
            states(page, setup);
        }
        for (ModelSetup setup : more) {
            states(page, setup);
        }
        page.append(" |\n");
    }

    private static void states(StringBuilder page, ModelSetup setup) {
        page.append(String.format(Locale.ROOT, " | %,d", SessionRuns.search(setup).states()));
    }

    private static void flaws(StringBuilder page) {
        long states = SessionRuns.every().stream().mapToLong(setup -> SessionRuns.search(setup).states())
                .sum();
        page.append(String.format(Locale.ROOT,
                "%nNothing wrong was found in any of them. The short ones have %,d states in all.%n", states))
                .append(FLAWS);
        for (SessionRuns.Flawed flawed : SessionRuns.flawed()) {
            SessionSearch.Findings findings = SessionRuns.search(flawed.setup(), flawed.design());
            page.append(String.format(Locale.ROOT, "| %s | %s | %s | %d |%n", flawed.design(), flawed.setup(),
                    findings.violation().orElse("nothing"), findings.trace().size()));
        }
        SessionRuns.Flawed older = SessionRuns.flawed().stream()
                .filter(flawed -> flawed.design() == ModelDesign.HEARS_OLDER).findFirst().orElseThrow();
        List<String> trace = SessionRuns.search(older.setup(), older.design()).trace();
        page.append(String.format(Locale.ROOT,
                "%nThe acknowledgement of an older stream does its harm only after two breaks, in %d steps:%n%n",
                trace.size()));
        for (String step : trace) {
            page.append("1. ").append(step).append('\n');
        }
    }
}
