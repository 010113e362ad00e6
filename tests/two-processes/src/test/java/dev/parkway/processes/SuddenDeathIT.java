package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One process is killed with -9 while connections run; the other does not hang and forgets nothing. */
final class SuddenDeathIT {

    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final int CONNECTIONS_FAILED = 1;

    @Test
    void clientKilled_serversThreadsEndAndTheNextClientIsServed() {
        try (Running server = Launch.server("--log-level", "debug", "--linger", "500ms").start()) {
            String session = killClient(server);
            server.log().await("session " + session + " ended: session lost");
            try (Running next = Launch.client(server.port(), "--msl", "20ms").start()) {
                assertThat(next.exitCode()).as("%s", next).isZero();
                assertThat(next.stdout().all()).endsWith("TCP connection disconnected");
            }
            Await.until("every thread of " + session + " has ended",
                    () -> Logs.running(session, server).isEmpty());
            assertThat(server.log().soFar()).as("those that were under way").anyMatch(
                    line -> line.contains(session) && line.endsWith("-> CLOSED (session lost)"));
            assertThat(Threads.of(server.pid())).noneMatch(name -> name.contains(session));
        }
    }

    private static String killClient(Running server) {
        try (Running client = Launch.busyClient(server.port()).start()) {
            String session = Logs.session(client);
            // Deep in its work; paused, so that state threads are there when they are looked for.
            server.log().await(session + "/30 ");
            client.pause();
            assertThat(Threads.of(server.pid())).anyMatch(name -> name.contains(session));
            client.kill9();
            assertThat(client.exitCodeWithin(SECONDS)).isEqualTo(128 + 9);
            return session;
        }
    }

    @Test
    void serverKilled_clientEndsAfterItsLingerAndAccountsForAllItsConnections() {
        try (Running server = Launch.server().start();
                Running client = Launch.busyClient(server.port(), "--linger", "500ms").start()) {
            client.stdout().await("[Client 30] ESTABLISHED");
            server.kill9();

            assertThat(client.exitCodeWithin(SECONDS)).as("%s", client).isEqualTo(CONNECTIONS_FAILED);
            assertThat(client.log().allWith("the session ended early: session lost")).hasSize(1);
            Map<String, Long> outcomes = Logs.outcomes(client);
            Map<String, String> last = lastStates(client);
            assertThat(last).as("last states")
                    .allSatisfy((_, state) -> assertThat(state).isEqualTo("CLOSED"));
            assertThat(outcomes.get("session lost")).isPositive();
            assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(Launch.BUSY);
            assertThat(Launch.BUSY - outcomes.getOrDefault("not begun", 0L)).isEqualTo(last.size());
            assertThat(client.stdout().all()).doesNotContain("TCP connection disconnected");
        }
    }

    private static Map<String, String> lastStates(Running client) {
        Map<String, String> last = new HashMap<>();
        for (String line : client.stdout().all()) {
            int end = line.indexOf("] ");
            last.put(line.substring(0, end), line.substring(end + 2));
        }
        return last;
    }
}
