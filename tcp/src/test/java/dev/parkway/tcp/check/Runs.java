package dev.parkway.tcp.check;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Side;
import dev.parkway.script.State;
import dev.parkway.script.Step;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Sighting;
import dev.parkway.script.check.Trace;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario in every way in which it can go, token by token. It knows nothing of relations or of the
 * checker, so that it can say independently what is legal.
 */
final class Runs {

    static final String CONNECTION = "3f2a9c1d/7";
    static final long TWO_MSL_NANOS = 1_000;
    static final Cause LOST = new Cause.Ended("session lost");
    private static final long RECORD_NANOS = 10;

    /** What two sides recorded. */
    record Run(List<Transition> client, List<Transition> server) {

        Trace clientTrace() {
            return new Trace(CONNECTION, Side.CLIENT, client);
        }

        Trace serverTrace() {
            return new Trace(CONNECTION, Side.SERVER, server);
        }
    }

    /** One side at some point of its script. Immutable. */
    private record Player(Script script, int next, int sent, int taken, boolean lost, long nanos,
            List<Transition> records) {

        static Player start(Script script) {
            return new Player(script, 0, 0, 0, false, 0, List.of());
        }

        boolean ended() {
            return lost || next == script.steps().size();
        }

        Step step() {
            return script.steps().get(next);
        }

        boolean canGo(int given) {
            return !ended() && !(step() instanceof Step.Await && taken == given);
        }

        boolean canLose() {
            return !ended() && (step() instanceof Step.Await || step() instanceof Step.Pause);
        }

        Player go() {
            return switch (step()) {
                case Step.Enter enter -> enter(next + 1, enter.state(), enter.cause(), enter.edge(), false);
                case Step.Send _ -> new Player(script, next + 1, sent + 1, taken, lost, nanos, records);
                case Step.Await _ -> new Player(script, next + 1, sent, taken + 1, lost, nanos, records);
                case Step.Pause _ ->
                    new Player(script, next + 1, sent, taken, lost, nanos + TWO_MSL_NANOS, records);
            };
        }

        Player lose() {
            return enter(next, TcpState.CLOSED, LOST, TcpEdge.X11, true);
        }

        private Player enter(int then, State state, @Nullable Cause cause,
                @Nullable Edge edge, boolean lose) {
            List<Transition> more = new ArrayList<>(records);
            State from = records.isEmpty() ? null : records.getLast().to();
            more.add(new Transition(script.side(), records.size() + 1, from, state, cause, edge, sent, taken,
                    nanos + RECORD_NANOS));
            return new Player(script, then, sent, taken, lose, nanos + RECORD_NANOS, List.copyOf(more));
        }
    }

    private record Pair(Player client, Player server) {}

    private Runs() {}

    /** {@return what a whole, undisturbed run records} */
    static Run whole(Scenario scenario) {
        return ends(scenario).stream().filter(run -> run.client().size() == scenario.client().states()
                && run.server().size() == scenario.server().states() && !lost(run)).findFirst().orElseThrow();
    }

    private static boolean lost(Run run) {
        return Stream.concat(run.client().stream(), run.server().stream())
                .anyMatch(record -> LOST.equals(record.cause()));
    }

    /** {@return every way in which the two histories can end, waits that end in "session lost" included} */
    static Set<Run> ends(Scenario scenario) {
        Set<Run> ends = new LinkedHashSet<>();
        explore(new Pair(Player.start(scenario.client()), Player.start(scenario.server())), new HashSet<>(),
                pair -> {
                    if (pair.client().ended() && pair.server().ended()) {
                        ends.add(new Run(pair.client().records(), pair.server().records()));
                    }
                });
        return ends;
    }

    private static void explore(Pair pair, Set<Pair> visited, Consumer<Pair> visitor) {
        if (!visited.add(pair)) {
            return;
        }
        visitor.accept(pair);
        Player client = pair.client();
        Player server = pair.server();
        if (client.canGo(server.sent())) {
            explore(new Pair(client.go(), server), visited, visitor);
        }
        if (server.canGo(client.sent())) {
            explore(new Pair(client, server.go()), visited, visitor);
        }
        if (client.canLose()) {
            explore(new Pair(client.lose(), server), visited, visitor);
        }
        if (server.canLose()) {
            explore(new Pair(client, server.lose()), visited, visitor);
        }
    }

    /** {@return every order in which an onlooker can see a whole run's records} */
    static Set<List<Sighting>> sequences(Scenario scenario) {
        Set<List<Sighting>> sequences = new LinkedHashSet<>();
        watch(new Pair(Player.start(scenario.client()), Player.start(scenario.server())), List.of(),
                sequences,
                new HashSet<>());
        return sequences;
    }

    private record Seen(Pair pair, List<Sighting> sequence) {}

    private static void watch(Pair pair, List<Sighting> sequence, Set<List<Sighting>> sequences,
            Set<Seen> visited) {
        if (!visited.add(new Seen(pair, sequence))) {
            return;
        }
        Player client = pair.client();
        Player server = pair.server();
        if (client.ended() && server.ended()) {
            sequences.add(sequence);
        }
        if (client.canGo(server.sent())) {
            Player moved = client.go();
            watch(new Pair(moved, server), seen(sequence, client, moved), sequences, visited);
        }
        if (server.canGo(client.sent())) {
            Player moved = server.go();
            watch(new Pair(client, moved), seen(sequence, server, moved), sequences, visited);
        }
    }

    private static List<Sighting> seen(List<Sighting> sequence, Player before, Player after) {
        if (before.records().size() == after.records().size()) {
            return sequence;
        }
        List<Sighting> more = new ArrayList<>(sequence);
        more.add(Sighting.of(CONNECTION, after.records().getLast()));
        return List.copyOf(more);
    }
}
