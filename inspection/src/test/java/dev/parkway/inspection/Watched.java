package dev.parkway.inspection;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** A journal that is watched; a test takes the teller's turns itself, by a clock of its own. */
final class Watched {

    static final long HOLD_BACK_NANOS = 1_000;

    final AtomicLong nanos = new AtomicLong();
    final Journal journal = new Journal(
            new InspectionLimits(3, 10, 10, 10, Duration.ofNanos(HOLD_BACK_NANOS)), Duration.ZERO, nanos::get,
            run -> {});
    final Teller teller = journal.teller();
    final Seen seen = new Seen();

    void watch() {
        teller.add(seen);
        teller.turn();
    }

    /** Has the client's records of a connection reported, up to one of them, and told. */
    void report(long number, int upTo) {
        SessionLog reports = journal.openReports(Histories.SESSION);
        Entry entry = Objects.requireNonNull(
                journal.reported(reports, Histories.name(number), Histories.LOCKSTEP, true));
        Histories.grow(Objects.requireNonNull(entry.reportedClient()), upTo);
        entry.changed();
        journal.closeReports(reports, false);
        teller.turn();
    }

    /** A side as its state thread would run it. */
    final class Running {

        private final History history;
        private final Observation observation;

        Running(long number, Side side) {
            history = Histories.empty(number, side);
            observation = journal.begin(history);
        }

        void enter(int upTo) {
            while (history.size() < upTo) {
                Histories.grow(history, history.size() + 1);
                observation.entered(history.size());
            }
        }
    }
}
