package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.script.Side;
import org.junit.jupiter.api.Test;

/** The test takes the teller's turns itself, by a clock of its own. */
final class TellerTest {

    private final Watched watched = new Watched();
    private final Teller teller = watched.teller;
    private final Seen seen = watched.seen;

    @Test
    void add_watcher_isToldThatItBegins() {
        assertThat(teller.isActive()).isFalse();
        watched.watch();

        assertThat(teller.isActive()).isTrue();
        assertThat(seen.begun).isTrue();
    }

    @Test
    void turn_recordsBeforeTheWatch_areNotTold() {
        Watched.Running server = watched.new Running(1, Side.SERVER);
        Watched.Running client = watched.new Running(1, Side.CLIENT);
        client.enter(2);
        server.enter(3);
        watched.watch();
        client.enter(3);
        teller.turn();

        assertThat(seen.states(1)).containsExactly("client ESTABLISHED");
    }

    @Test
    void turn_connectionForgottenAfterTheWatchBegan_isToldFromItsRecordsOn() {
        Watched.Running old = watched.new Running(1, Side.CLIENT);
        old.enter(2);
        watched.watch();
        for (int number = 2; number <= 5; number++) {
            Watched.Running client = watched.new Running(number, Side.CLIENT);
            client.enter(1);
        }
        old.enter(3);
        teller.turn();

        assertThat(seen.states(1)).containsExactly("client ESTABLISHED");
        assertThat(seen.states(5)).containsExactly("client CLOSED");
    }

    @Test
    void remove_lastWatcher_nobodyIsTold() {
        watched.watch();
        teller.remove(seen);
        teller.turn();
        assertThat(teller.isActive()).isFalse();

        watched.new Running(1, Side.CLIENT).enter(2);
        teller.turn();
        assertThat(seen.transitions).isEmpty();

        // Another watch begins anew.
        Seen later = new Seen();
        teller.add(later);
        teller.turn();
        watched.new Running(2, Side.CLIENT).enter(1);
        teller.turn();
        assertThat(later.transitions).map(Seen::state).containsExactly("client CLOSED");
    }

    @Test
    void turn_watcherWithoutRoom_missesWhatTheOtherSees() {
        Seen slow = new Seen();
        slow.room = false;
        teller.add(slow);
        watched.watch();
        watched.new Running(1, Side.CLIENT).enter(4);
        teller.turn();

        assertThat(seen.states(1)).hasSize(4);
        assertThat(slow.transitions).isEmpty();
        assertThat(slow.missed).isEqualTo(4);
    }

    @Test
    void turn_watcherThatThrows_isDroppedAlone() {
        Watcher broken = new Broken();
        teller.add(broken);
        assertOthersAreToldAndNobodyIsLeft();
    }

    @Test
    void turn_watcherThatThrowsWhenItMisses_isDroppedAlone() {
        teller.add(new Broken() {
            @Override
            public boolean hasRoom() {
                return false;
            }

            @Override
            public void missed(long count) {
                throw new IllegalStateException("broken");
            }
        });
        assertOthersAreToldAndNobodyIsLeft();
    }

    private void assertOthersAreToldAndNobodyIsLeft() {
        watched.watch();
        watched.new Running(1, Side.CLIENT).enter(2);
        teller.turn();
        assertThat(seen.states(1)).hasSize(2);

        teller.remove(seen);
        teller.turn();
        assertThat(teller.isActive()).isFalse();
    }

    @Test
    void skip_recordsNotTold_areMissedByAll() {
        watched.watch();
        teller.skip();
        teller.skip();
        teller.turn();

        assertThat(seen.missed).isEqualTo(2);
    }

    private static class Broken implements Watcher {

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
