package dev.parkway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parkway.parker.TurnResult;
import dev.parkway.script.Cause;
import dev.parkway.script.Durations;
import dev.parkway.script.OwnProtocol;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.State;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sides of a protocol that is not TCP, run as those of TCP are. */
@Timeout(60)
final class OwnProtocolTest {

    static final OwnProtocol HIRE = load();
    private static final Scenario RETURNED = HIRE.scenarios().get("returned");
    private static final Scenario USED_UP = HIRE.scenarios().get("used-up");

    private static OwnProtocol load() {
        try (InputStream text = OwnProtocolTest.class.getResourceAsStream("hire.txt")) {
            return OwnProtocol.parse("hire.txt", text.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void connect_everyScenarioManyTimes_conforms() throws InterruptedException {
        for (Scenario scenario : HIRE.scenarios().all()) {
            Loopback loopback = new Loopback(scenario,
                    new Conditions(Duration.ZERO, new EpochClock(), Observer.none()));
            List<LocalConnection> connections = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                connections.add(loopback.connect());
            }
            for (LocalConnection connection : connections) {
                connection.join();
                assertThat(connection.completed()).isTrue();
                assertThat(verdict(scenario, connection, Duration.ZERO)).hasToString("conforms");
            }
        }
    }

    @Test
    void run_timerOfTheScript_lastsAsLongAsItsDurationSays() throws InterruptedException {
        Durations durations = timer -> timer.toString().equals("USE") ? Duration.ofMillis(5)
                : Duration.ofDays(1);
        LocalConnection connection = new Loopback(USED_UP,
                new Conditions(durations, new EpochClock(), Observer.none())).connect();
        connection.join();

        assertThat(verdict(USED_UP, connection, Duration.ofMillis(5))).hasToString("conforms");
        assertThat(verdict(USED_UP, connection, Duration.ofDays(1)).violations()).singleElement().asString()
                .startsWith("a timer cut short: client 4: HAS -> IDLE (USE)");
    }

    private static Verdict verdict(Scenario scenario, LocalConnection connection, Duration timer) {
        return new Checker(scenario, timer).check(
                new Trace("1", Side.CLIENT, connection.history(Side.CLIENT).transitions()),
                new Trace("1", Side.SERVER, connection.history(Side.SERVER).transitions()));
    }

    @Test
    void run_waitThatFails_leavesByTheEdgeOfTheStateThatItIsIn() {
        LoneSide asked = new LoneSide(RETURNED, Side.CLIENT);
        asked.gate.end(TurnResult.SESSION_LOST);
        asked.run(Observer.none());
        LoneSide gave = new LoneSide(RETURNED, Side.SERVER);
        gave.gate.give(1);
        gave.gate.finish(1);
        gave.run(Observer.none());

        assertThat(asked.last())
                .isEqualTo(ended(Side.CLIENT, 3, "ASKED", "IDLE", "session lost", "E1", 1, 0));
        assertThat(gave.last()).isEqualTo(ended(Side.SERVER, 3, "GAVE", "LOST", "peer gone", "E2", 1, 1));
    }

    private static Transition ended(Side side, int ordinal, String from, String to, String words, String edge,
            int sent, int received) {
        return new Transition(side, ordinal, state(from), state(to), new Cause.Ended(words),
                HIRE.edge(edge).orElseThrow(), sent, received, 0);
    }

    private static State state(String name) {
        return HIRE.state(name).orElseThrow();
    }

    @Test
    void append_everyStateEdgeAndCause_isKeptWhole() {
        for (State state : HIRE.states()) {
            HIRE.edges().forEach(edge -> edge.causes().forEach(cause -> {
                History history = new History(LoneSide.NAME, RETURNED, Side.SERVER);
                history.append(state, cause, edge, 1, 2, 3);
                assertThat(history.transition(1))
                        .isEqualTo(new Transition(Side.SERVER, 1, null, state, cause, edge, 1, 2, 3));
            }));
        }
    }

    @Test
    void append_stateOfAnotherProtocol_isRefused() {
        History history = new History(LoneSide.NAME, RETURNED, Side.CLIENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.append(TcpState.CLOSED, null, null, 0, 0, 0))
                .withMessage("not a state of hire: CLOSED");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.append(TcpState.TIME_WAIT, null, null, 0, 0, 0))
                .withMessage("not a state of hire: TIME_WAIT");
        assertThat(history.size()).isZero();
    }
}
