package dev.parkway.tcp.check;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.State;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Sighting;
import dev.parkway.tcp.Segment;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that can go wrong with records in one place, and with a sequence of them. */
final class Mutants {

    private static final List<Cause> CAUSES = Stream
            .concat(Stream.of(Segment.values()).map(Cause.Received::new),
                    Stream.of("active OPEN", "passive OPEN", "SEND", "CLOSE", "ABORT", "2MSL timeout",
                            "user timeout", "CRASH",
                            "session lost").map(Tcp.PROTOCOL::cause))
            .toList();

    /** One thing that can go wrong. */
    enum Kind {
        SWAP_RECORDS("swap two records"), SWAP_RECORDS_RENUMBERED("swap two records and renumber"),
        DROP_RECORD("drop a record"), DROP_RECORD_RENUMBERED("drop a record and renumber"),
        REPEAT_RECORD("repeat a record"), REPEAT_RECORD_RENUMBERED("repeat a record and renumber"),
        CHANGE_STATE("change the state entered"), CHANGE_FROM("change the state left"),
        CHANGE_CAUSE("change a record's cause"), CHANGE_EDGE("change a record's edge"),
        CHANGE_COUNT("change a count of tokens"), CHANGE_ORDINAL("change an ordinal"),
        CHANGE_SIDE("change a record's side"), SHORTEN_2MSL("shorten TIME_WAIT"),
        PAIR_TWO_RUNS("pair one run's client with another's server"),
        SWAP_SIGHTINGS("swap two sightings"), DROP_SIGHTING("drop a sighting"),
        REPEAT_SIGHTING("repeat a sighting"), CHANGE_SIGHTING("change a sighting");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Takes each mutant of a run. */
    interface OfRuns {
        void take(Kind kind, Runs.Run mutant);
    }

    /** Takes each mutant of a sequence. */
    interface OfSequences {
        void take(Kind kind, List<Sighting> mutant);
    }

    private Mutants() {}

    static void of(Runs.Run run, OfRuns taker) {
        of(run.client(), (kind, mutant) -> taker.take(kind, new Runs.Run(mutant, run.server())));
        of(run.server(), (kind, mutant) -> taker.take(kind, new Runs.Run(run.client(), mutant)));
    }

    private interface OfRecords {
        void take(Kind kind, List<Transition> mutant);
    }

    private static void of(List<Transition> records, OfRecords taker) {
        for (int i = 0; i < records.size(); i++) {
            int at = i;
            for (int j = i + 1; j < records.size(); j++) {
                List<Transition> swapped = new ArrayList<>(records);
                Collections.swap(swapped, i, j);
                taker.take(Kind.SWAP_RECORDS, swapped);
                taker.take(Kind.SWAP_RECORDS_RENUMBERED, renumbered(swapped));
            }
            List<Transition> dropped = new ArrayList<>(records);
            dropped.remove(i);
            taker.take(Kind.DROP_RECORD, dropped);
            taker.take(Kind.DROP_RECORD_RENUMBERED, renumbered(dropped));
            List<Transition> repeated = new ArrayList<>(records);
            repeated.add(i, records.get(i));
            taker.take(Kind.REPEAT_RECORD, repeated);
            taker.take(Kind.REPEAT_RECORD_RENUMBERED, renumbered(repeated));
            of(records.get(i), (kind, record) -> {
                List<Transition> changed = new ArrayList<>(records);
                changed.set(at, record);
                taker.take(kind, changed);
            });
        }
    }

    private interface OfRecord {
        void take(Kind kind, Transition mutant);
    }

    private static void of(Transition record, OfRecord taker) {
        Change change = new Change(record);
        for (TcpState state : TcpState.values()) {
            if (state != record.to()) {
                taker.take(Kind.CHANGE_STATE, change.of(record.from(), state, record.cause(), record.edge()));
            }
            if (state != record.from()) {
                taker.take(Kind.CHANGE_FROM, change.of(state, record.to(), record.cause(), record.edge()));
            }
        }
        CAUSES.stream().filter(cause -> !cause.equals(record.cause())).forEach(cause -> taker
                .take(Kind.CHANGE_CAUSE, change.of(record.from(), record.to(), cause, record.edge())));
        Stream.concat(Stream.of(TcpEdge.values()), Stream.<@Nullable Edge>of((Edge) null))
                .filter(edge -> !Objects.equals(edge, record.edge()))
                .forEach(edge -> taker.take(Kind.CHANGE_EDGE,
                        change.of(record.from(), record.to(), record.cause(), edge)));
        if (record.from() != null) {
            taker.take(Kind.CHANGE_FROM, change.of(null, record.to(), record.cause(), record.edge()));
            taker.take(Kind.CHANGE_CAUSE, change.of(record.from(), record.to(), null, record.edge()));
        }
        for (int more : new int[]{-1, 1, 2}) {
            taker.take(Kind.CHANGE_COUNT,
                    change.of(record.ordinal(), record.sent() + more, record.received(), 0));
            taker.take(Kind.CHANGE_COUNT,
                    change.of(record.ordinal(), record.sent(), record.received() + more, 0));
            taker.take(Kind.CHANGE_ORDINAL,
                    change.of(record.ordinal() + more, record.sent(), record.received(), 0));
        }
        taker.take(Kind.CHANGE_SIDE, change.ofSide());
        if (record.edge() == TcpEdge.E20) {
            taker.take(Kind.SHORTEN_2MSL, change.of(record.ordinal(), record.sent(), record.received(), 11));
        }
    }

    /** A record with something else in it. */
    private record Change(Transition old) {

        Transition of(@Nullable State from, State to, @Nullable Cause cause, @Nullable Edge edge) {
            return new Transition(old.side(), old.ordinal(), from, to, cause, edge, old.sent(),
                    old.received(),
                    old.epochNanos());
        }

        Transition of(int ordinal, int sent, int received, long earlierNanos) {
            return new Transition(old.side(), ordinal, old.from(), old.to(), old.cause(), old.edge(), sent,
                    received,
                    old.epochNanos() - earlierNanos);
        }

        Transition ofSide() {
            return new Transition(old.side().other(), old.ordinal(), old.from(), old.to(), old.cause(),
                    old.edge(),
                    old.sent(), old.received(), old.epochNanos());
        }
    }

    private static List<Transition> renumbered(List<Transition> records) {
        List<Transition> renumbered = new ArrayList<>();
        for (Transition record : records) {
            renumbered.add(new Change(record).of(renumbered.size() + 1, record.sent(), record.received(), 0));
        }
        return renumbered;
    }

    static void of(List<Sighting> sequence, OfSequences taker) {
        for (int i = 0; i < sequence.size(); i++) {
            int at = i;
            Sighting old = sequence.get(i);
            for (int j = i + 1; j < sequence.size(); j++) {
                List<Sighting> swapped = new ArrayList<>(sequence);
                Collections.swap(swapped, i, j);
                taker.take(Kind.SWAP_SIGHTINGS, swapped);
            }
            List<Sighting> dropped = new ArrayList<>(sequence);
            dropped.remove(i);
            taker.take(Kind.DROP_SIGHTING, dropped);
            for (int j = 0; j <= sequence.size(); j++) {
                List<Sighting> repeated = new ArrayList<>(sequence);
                repeated.add(j, old);
                taker.take(Kind.REPEAT_SIGHTING, repeated);
            }
            Consumer<Sighting> change = sighting -> {
                List<Sighting> changed = new ArrayList<>(sequence);
                changed.set(at, sighting);
                taker.take(Kind.CHANGE_SIGHTING, changed);
            };
            Stream.of(TcpState.values()).filter(state -> state != old.state()).forEach(
                    state -> change.accept(new Sighting(old.connection(), old.side(), old.ordinal(), state)));
            change.accept(new Sighting(old.connection(), old.side(), old.ordinal() - 1, old.state()));
            change.accept(new Sighting(old.connection(), old.side(), old.ordinal() + 1, old.state()));
            change.accept(new Sighting(old.connection(), old.side().other(), old.ordinal(), old.state()));
            change.accept(new Sighting("3f2a9c1d/8", old.side(), old.ordinal(), old.state()));
        }
    }
}
