package dev.parkway.tcp.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why each connection has a parker of its own, and why a timed wait looks at its deadline again. */
class PermitSearchTest {

    /**
     * Two connections of one client, the first given up by a timeout while its SYN+ACK may be under way.
     *
     * @param client 0 nothing, 1 SYN 1 given, 2 gave up, 3 SYN 2 given, 4 ESTABLISHED
     * @param permits whether a token lies at the parker of the first and of the second connection
     * @param answers how far the server is with each: 0 nothing, 1 SYN_RCVD, 2 SYN+ACK given
     */
    private record Two(int client, List<Boolean> permits, List<Integer> answers) {}

    @Test
    void search_parkerOfItsOwn_establishesOnlyAfterSynRcvd() {
        assertThat(establishedTooEarly(false)).isEmpty();
    }

    @Test
    void search_parkerShared_establishesWithoutSynRcvd() {
        assertThat(establishedTooEarly(true)).isNotEmpty();
    }

    private static List<Two> establishedTooEarly(boolean shared) {
        Two start = new Two(0, List.of(false, false), List.of(0, 0));
        Set<Two> states = Space.reachable(start, state -> step(state, shared));
        assertThat(states).as("some run ends well")
                .anyMatch(state -> state.client() == 4 && state.answers().get(1) > 0);
        return states.stream().filter(state -> state.client() == 4 && state.answers().get(1) == 0).toList();
    }

    private static List<Two> step(Two state, boolean shared) {
        List<Two> next = new ArrayList<>();
        int second = shared ? 0 : 1;
        switch (state.client()) {
            case 0, 2 -> next.add(new Two(state.client() + 1, state.permits(), state.answers()));
            // The first connection's wait: its time is over. Only this way leads to what is searched for.
            case 1 -> next.add(new Two(2, state.permits(), state.answers()));
            case 3 -> {
                if (state.permits().get(second)) {
                    next.add(new Two(4, with(state.permits(), second, false), state.answers()));
                }
            }
            default -> {
            }
        }
        for (int connection = 0; connection < 2; connection++) {
            int answer = state.answers().get(connection);
            boolean asked = state.client() > 2 * connection;
            if (asked && answer < 2) {
                int parker = shared ? 0 : connection;
                next.add(new Two(state.client(),
                        answer == 1 ? with(state.permits(), parker, true) : state.permits(),
                        with(state.answers(), connection, answer + 1)));
            }
        }
        return next;
    }

    /**
     * A side in TIME_WAIT.
     *
     * @param permit whether a token that nobody waits for lies at its parker
     * @param elapsed whether 2MSL has passed
     * @param closed whether the side has left TIME_WAIT
     */
    private record Waiting(boolean permit, boolean elapsed, boolean closed) {}

    @Test
    void search_timeWaitThatLooksAtItsDeadline_lasts2Msl() {
        assertThat(closedTooEarly(true)).isEmpty();
    }

    @Test
    void search_timeWaitThatEndsWithAnyPark_isCutShort() {
        assertThat(closedTooEarly(false)).isNotEmpty();
    }

    private static List<Waiting> closedTooEarly(boolean looksAgain) {
        Set<Waiting> states = Space.reachable(new Waiting(false, false, false), state -> {
            List<Waiting> next = new ArrayList<>();
            if (!state.closed()) {
                // A surplus token, such as the peer's word that it has finished; then time; then the park's return.
                next.add(new Waiting(true, state.elapsed(), false));
                next.add(new Waiting(state.permit(), true, false));
                if (state.elapsed() || state.permit()) {
                    next.add(new Waiting(false, state.elapsed(), state.elapsed() || !looksAgain));
                }
            }
            return next;
        });
        assertThat(states).as("some run ends well").anyMatch(state -> state.closed() && state.elapsed());
        return states.stream().filter(state -> state.closed() && !state.elapsed()).toList();
    }

    private static <T> List<T> with(List<T> values, int index, T value) {
        List<T> changed = new ArrayList<>(values);
        changed.set(index, value);
        return List.copyOf(changed);
    }
}
