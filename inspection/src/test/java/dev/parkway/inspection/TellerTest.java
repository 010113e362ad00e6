package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.tcp.Side;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The test takes the teller's turns itself, by a clock of its own. */
final class TellerTest {

    private static final long HOLD_BACK_NANOS = 1_000;

    private final AtomicLong nanos = new AtomicLong();
    private final Journal journal = new Journal(
            new InspectionLimits(3, 10, 10, 10, Duration.ofNanos(HOLD_BACK_NANOS)), nanos::get, run -> {});
    private final Teller teller = journal.teller();
    private final Seen seen = new Seen();

    @Test
    void add_watcher_isToldThatItBegins() {
        assertThat(teller.isActive()).isFalse();
        watch();

        assertThat(teller.isActive()).isTrue();
        assertThat(seen.begun).isTrue();
    }

    @Test
    void turn_recordsBeforeTheWatch_areNotTold() {
        Running server = new Running(1, Side.SERVER);
        Running client = new Running(1, Side.CLIENT);
        client.enter(2);
        server.enter(3);
        watch();
        client.enter(3);
        teller.turn();

        assertThat(seen.states(1)).containsExactly("client ESTABLISHED");
    }

    @Test
    void turn_connectionForgottenAfterTheWatchBegan_isToldFromItsRecordsOn() {
        Running old = new Running(1, Side.CLIENT);
        old.enter(2);
        watch();
        for (int number = 2; number <= 5; number++) {
            Running client = new Running(number, Side.CLIENT);
            client.enter(1);
        }
        old.enter(3);
        teller.turn();

        assertThat(seen.states(1)).containsExactly("client ESTABLISHED");
        assertThat(seen.states(5)).containsExactly("client CLOSED");
    }

    @Test
    void turn_recordHeldTooLong_isToldWithoutTheReport() {
        watch();
        report(1, 0);
        Running server = new Running(1, Side.SERVER);
        server.enter(3);
        teller.turn();
        assertThat(seen.states(1)).containsExactly("server CLOSED", "server LISTEN");

        nanos.addAndGet(HOLD_BACK_NANOS - 1);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        nanos.incrementAndGet();
        teller.turn();
        assertThat(seen.states(1)).containsExactly("server CLOSED", "server LISTEN", "server SYN_RCVD");
        assertThat(seen.missed).isZero();

        report(1, 3);
        assertThat(seen.states(1)).endsWith("server SYN_RCVD", "client ESTABLISHED");
        assertThat(seen.missed).isEqualTo(2);
    }

    @Test
    void turn_recordHeldAnew_isHeldAsLongAgain() {
        watch();
        SessionLog reports = journal.openReports(Histories.SESSION);
        Running server = new Running(1, Side.SERVER);
        server.enter(4);
        teller.turn();
        nanos.addAndGet(HOLD_BACK_NANOS - 1);
        report(1, 2);
        assertThat(seen.states(1)).endsWith("server SYN_RCVD");

        nanos.addAndGet(HOLD_BACK_NANOS - 1);
        teller.turn();
        assertThat(seen.states(1)).endsWith("server SYN_RCVD");

        nanos.addAndGet(HOLD_BACK_NANOS);
        teller.turn();
        assertThat(seen.states(1)).endsWith("server ESTABLISHED");
        journal.closeReports(reports, true);
    }

    @Test
    void turn_sessionThatNeverReports_isNotWaitedForTwice() {
        watch();
        new Running(1, Side.SERVER).enter(3);
        new Running(2, Side.SERVER).enter(3);
        teller.turn();
        nanos.addAndGet(HOLD_BACK_NANOS);
        teller.turn();
        teller.turn();
        assertThat(seen.states(1)).hasSize(3);
        assertThat(seen.states(2)).hasSize(3);

        new Running(3, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(3)).hasSize(3);

        // As soon as it reports, it is.
        SessionLog reports = journal.openReports(Histories.SESSION);
        new Running(4, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(4)).hasSize(2);
        journal.closeReports(reports, true);
        teller.turn();
        assertThat(seen.states(4)).hasSize(3);
    }

    @Test
    void turn_oneReportMissing_theOthersAreWaitedForAllTheSame() {
        watch();
        SessionLog reports = journal.openReports(Histories.SESSION);
        new Running(1, Side.SERVER).enter(3);
        teller.turn();
        nanos.addAndGet(HOLD_BACK_NANOS);
        new Running(2, Side.SERVER).enter(3);
        teller.turn();

        assertThat(seen.states(1)).hasSize(3);
        assertThat(seen.states(2)).hasSize(2);
        journal.closeReports(reports, false);
    }

    @Test
    void sessionEnded_noStreamOfReports_holdsNothingMore() {
        watch();
        new Running(1, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        journal.sessionEnded(Histories.SESSION);
        teller.turn();
        assertThat(seen.states(1)).hasSize(3);
    }

    @Test
    void sessionEnded_reportsUnderWay_waitsForThem() {
        watch();
        SessionLog reports = journal.openReports(Histories.SESSION);
        new Running(1, Side.SERVER).enter(3);
        journal.sessionEnded(Histories.SESSION);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        report(1, 2);
        assertThat(seen.states(1)).hasSize(5);
        journal.closeReports(reports, true);
    }

    @Test
    void turn_connectionForgotten_itsRecordsAreNotHeld() {
        watch();
        new Running(1, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);
        for (int number = 2; number <= 4; number++) {
            new Running(number, Side.SERVER).enter(2);
        }
        teller.turn();

        assertThat(seen.states(1)).hasSize(3);
    }

    @Test
    void remove_lastWatcher_nobodyIsTold() {
        watch();
        teller.remove(seen);
        teller.turn();
        assertThat(teller.isActive()).isFalse();

        new Running(1, Side.CLIENT).enter(2);
        teller.turn();
        assertThat(seen.transitions).isEmpty();

        // Another watch begins anew.
        Seen later = new Seen();
        teller.add(later);
        teller.turn();
        new Running(2, Side.CLIENT).enter(1);
        teller.turn();
        assertThat(later.transitions).map(Seen::state).containsExactly("client CLOSED");
    }

    @Test
    void turn_watcherWithoutRoom_missesWhatTheOtherSees() {
        Seen slow = new Seen();
        slow.room = false;
        teller.add(slow);
        watch();
        new Running(1, Side.CLIENT).enter(4);
        teller.turn();

        assertThat(seen.states(1)).hasSize(4);
        assertThat(slow.transitions).isEmpty();
        assertThat(slow.missed).isEqualTo(4);
    }

    @Test
    void turn_watcherThatThrows_isDroppedAlone() {
        Watcher broken = new Broken();
        teller.add(broken);
        watch();
        new Running(1, Side.CLIENT).enter(2);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        teller.remove(seen);
        teller.turn();
        assertThat(teller.isActive()).isFalse();
    }

    @Test
    void skip_recordsNotTold_areMissedByAll() {
        watch();
        teller.skip();
        teller.skip();
        teller.turn();

        assertThat(seen.missed).isEqualTo(2);
    }

    private void watch() {
        teller.add(seen);
        teller.turn();
    }

    /** Has the client's records of a connection reported, up to one of them, and told. */
    private void report(long number, int upTo) {
        SessionLog reports = journal.openReports(Histories.SESSION);
        Entry entry = Objects.requireNonNull(
                journal.reported(reports, Histories.name(number), Histories.LOCKSTEP, true));
        Histories.grow(Objects.requireNonNull(entry.reportedClient()), upTo);
        entry.changed();
        journal.closeReports(reports, false);
        teller.turn();
    }

    /** A side as its state thread would run it. */
    private final class Running {

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

    private static final class Broken implements Watcher {

        @Override
        public void begun() {}

        @Override
        public boolean wants(ConnectionName connection) {
            return true;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void tell(Transition transition) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void missed(long count) {}

        @Override
        public void closed() {}
    }
}
