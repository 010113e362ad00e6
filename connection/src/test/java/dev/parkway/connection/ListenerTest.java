package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.UserCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ListenerTest {

    private static final ConnectionName NAME = new ConnectionName("local", 1);
    private static final Transition CLOSED = new Transition(Side.SERVER, 1, null, TcpState.CLOSED, null, null,
            0, 0, 1);
    private static final Transition LISTEN = new Transition(Side.SERVER, 2, TcpState.CLOSED, TcpState.LISTEN,
            UserCall.PASSIVE_OPEN, TcpEdge.E1, 0, 0, 2);
    private static final Transition CLOSED_AGAIN = new Transition(Side.SERVER, 3, TcpState.LISTEN,
            TcpState.CLOSED, UserCall.CLOSE, TcpEdge.E3, 0, 0, 3);

    private final List<Transition> announced = new ArrayList<>();
    private final Listener listener = new Listener(new AtomicLong()::incrementAndGet, announced::add);

    @Test
    void open_first_recordsAndAnnouncesClosedAndListen() {
        listener.open();

        assertThat(listener.transitions()).containsExactly(CLOSED, LISTEN);
        assertThat(announced).containsExactly(CLOSED, LISTEN);
    }

    @Test
    void open_again_isRefused() {
        listener.open();

        assertThatIllegalStateException().isThrownBy(listener::open).withMessage("opened twice, is LISTEN");
        assertThat(announced).hasSize(2);
    }

    @Test
    void close_listening_goesToClosedOnce() {
        listener.open();
        listener.close();
        listener.close();

        assertThat(listener.transitions()).containsExactly(CLOSED, LISTEN, CLOSED_AGAIN);
        assertThat(announced).containsExactly(CLOSED, LISTEN, CLOSED_AGAIN);
    }

    @Test
    void close_neverOpened_doesNothing() {
        listener.close();

        assertThat(announced).isEmpty();
    }

    @Test
    void accept_scriptThatListens_sharesTheTwoRecords() {
        listener.open();
        History history = listener.accept(NAME, Plots.LOCKSTEP);

        assertThat(history.transitions()).containsExactly(CLOSED, LISTEN);
        assertThat(history.shared()).isEqualTo(2);
        assertThat(history.name()).isEqualTo(NAME);
        assertThat(history.side()).isEqualTo(Side.SERVER);
    }

    @Test
    void accept_scriptThatDoesNotListen_beginsAfresh() {
        listener.open();

        assertThat(listener.accept(NAME, Plots.SIMULTANEOUS_OPEN).size()).isZero();
        assertThat(listener.accept(NAME, Plots.REFUSED).shared()).isZero();
    }

    @Test
    void accept_afterClose_stillSharesTheTwoRecords() {
        listener.open();
        listener.close();

        assertThat(listener.accept(NAME, Plots.LOCKSTEP).transitions()).containsExactly(CLOSED, LISTEN);
    }

    @Test
    void accept_neverOpened_isRefused() {
        assertThatIllegalStateException().isThrownBy(() -> listener.accept(NAME, Plots.LOCKSTEP))
                .withMessage("connection local/1 before the listener is open");
    }
}
