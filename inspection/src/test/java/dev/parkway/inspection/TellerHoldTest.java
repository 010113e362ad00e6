package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Side;
import org.junit.jupiter.api.Test;

/** What is held back until a report comes, and how long. */
final class TellerHoldTest {

    private final Watched watched = new Watched();
    private final Teller teller = watched.teller;
    private final Seen seen = watched.seen;

    @Test
    void turn_recordHeldTooLong_isToldWithoutTheReport() {
        watched.watch();
        watched.report(1, 0);
        Watched.Running server = watched.new Running(1, Side.SERVER);
        server.enter(3);
        teller.turn();
        assertThat(seen.states(1)).containsExactly("server CLOSED", "server LISTEN");

        watched.nanos.addAndGet(Watched.HOLD_BACK_NANOS - 1);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        watched.nanos.incrementAndGet();
        teller.turn();
        assertThat(seen.states(1)).containsExactly("server CLOSED", "server LISTEN", "server SYN_RCVD");
        assertThat(seen.missed).isZero();

        watched.report(1, 3);
        assertThat(seen.states(1)).endsWith("server SYN_RCVD", "client ESTABLISHED");
        assertThat(seen.missed).isEqualTo(2);
    }

    @Test
    void turn_recordHeldAnew_isHeldAsLongAgain() {
        watched.watch();
        SessionLog reports = watched.journal.openReports(Histories.SESSION);
        Watched.Running server = watched.new Running(1, Side.SERVER);
        server.enter(4);
        teller.turn();
        watched.nanos.addAndGet(Watched.HOLD_BACK_NANOS - 1);
        watched.report(1, 2);
        assertThat(seen.states(1)).endsWith("server SYN_RCVD");

        watched.nanos.addAndGet(Watched.HOLD_BACK_NANOS - 1);
        teller.turn();
        assertThat(seen.states(1)).endsWith("server SYN_RCVD");

        watched.nanos.addAndGet(Watched.HOLD_BACK_NANOS);
        teller.turn();
        assertThat(seen.states(1)).endsWith("server ESTABLISHED");
        watched.journal.closeReports(reports, true);
    }

    @Test
    void turn_sessionThatNeverReports_isNotWaitedForTwice() {
        watched.watch();
        watched.new Running(1, Side.SERVER).enter(3);
        watched.new Running(2, Side.SERVER).enter(3);
        teller.turn();
        watched.nanos.addAndGet(Watched.HOLD_BACK_NANOS);
        teller.turn();
        teller.turn();
        assertThat(seen.states(1)).hasSize(3);
        assertThat(seen.states(2)).hasSize(3);

        watched.new Running(3, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(3)).hasSize(3);

        // As soon as it reports, it is.
        SessionLog reports = watched.journal.openReports(Histories.SESSION);
        watched.new Running(4, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(4)).hasSize(2);
        watched.journal.closeReports(reports, true);
        teller.turn();
        assertThat(seen.states(4)).hasSize(3);
    }

    @Test
    void turn_oneReportMissing_theOthersAreWaitedForAllTheSame() {
        watched.watch();
        SessionLog reports = watched.journal.openReports(Histories.SESSION);
        watched.new Running(1, Side.SERVER).enter(3);
        teller.turn();
        watched.nanos.addAndGet(Watched.HOLD_BACK_NANOS);
        watched.new Running(2, Side.SERVER).enter(3);
        teller.turn();

        assertThat(seen.states(1)).hasSize(3);
        assertThat(seen.states(2)).hasSize(2);
        watched.journal.closeReports(reports, false);
    }

    @Test
    void sessionEnded_noStreamOfReports_holdsNothingMore() {
        watched.watch();
        watched.new Running(1, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        watched.journal.sessionEnded(Histories.SESSION);
        teller.turn();
        assertThat(seen.states(1)).hasSize(3);
    }

    @Test
    void sessionEnded_reportsUnderWay_waitsForThem() {
        watched.watch();
        SessionLog reports = watched.journal.openReports(Histories.SESSION);
        watched.new Running(1, Side.SERVER).enter(3);
        watched.journal.sessionEnded(Histories.SESSION);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        watched.report(1, 2);
        assertThat(seen.states(1)).hasSize(5);
        watched.journal.closeReports(reports, true);
    }

    @Test
    void turn_connectionForgotten_itsRecordsAreNotHeld() {
        watched.watch();
        watched.new Running(1, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);
        for (int number = 2; number <= 4; number++) {
            watched.new Running(number, Side.SERVER).enter(2);
        }
        teller.turn();

        assertThat(seen.states(1)).hasSize(3);
    }

    @Test
    void add_watchAfterOneInTheSameTurn_isNotToldWhatThatOneHeld() {
        watched.watch();
        watched.report(1, 0);
        watched.new Running(1, Side.SERVER).enter(3);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        Seen later = new Seen();
        teller.remove(seen);
        teller.add(later);
        teller.turn();
        watched.nanos.addAndGet(Watched.HOLD_BACK_NANOS);
        teller.turn();

        assertThat(later.begun).isTrue();
        assertThat(later.transitions).as("what was there when it began").isEmpty();
        assertThat(later.missed).isZero();
    }
}
