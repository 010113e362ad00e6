package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SIGTERM while connections run: an end in order, within seconds. */
final class ShutdownIT {

    private static final int TERMINATED = 128 + 15;
    private static final int CONNECTIONS_FAILED = 1;
    private static final Duration SECONDS = Duration.ofSeconds(10);

    @Test
    void server_terminatedUnderLoad_drainsAndSaysSo() {
        try (Running server = Launch.server("--drain", "1s").start();
                Running client = Launch.busyClient(server.port()).start()) {
            client.stdout().await("[Client 30] ESTABLISHED");
            server.terminate();

            assertThat(server.exitCodeWithin(SECONDS)).as("%s", server).isEqualTo(TERMINATED);
            assertThat(server.log().all()).last().asString().endsWith("stopped");
            assertThat(server.log().allWith("did not end in time")).isEmpty();
            assertThat(client.exitCodeWithin(SECONDS)).as("%s", client).isEqualTo(CONNECTIONS_FAILED);
            // Those that came after the signal; those that ran were let end.
            assertThat(Logs.outcomes(client)).containsKey("refused");
            assertThat(client.stdout().all()).doesNotContain("TCP connection disconnected");
        }
    }

    @Test
    void server_terminatedWithStuckConnections_endsThemAsDrained() {
        try (Running server = Launch.server("--drain", "500ms", "--log-level", "debug").start();
                Running client = Launch.busyClient(server.port()).start()) {
            client.stdout().await("[Client 30] ESTABLISHED");
            client.pause();
            server.terminate();

            assertThat(server.exitCodeWithin(SECONDS)).as("%s", server).isEqualTo(TERMINATED);
            assertThat(server.log().allWith("-> CLOSED (drained)")).isNotEmpty();
            assertThat(server.log().allWith("did not end in time")).isEmpty();
            assertThat(Logs.running(Logs.session(client), server)).isEmpty();
        }
    }

    @Test
    void client_terminated_endsItsConnectionsOnBothSides() {
        try (Running server = Launch.server("--log-level", "debug").start();
                Running client = Launch.busyClient(server.port(), "--msl", "20ms").start()) {
            client.stdout().await("[Client 30] ESTABLISHED");
            client.terminate();

            assertThat(client.exitCodeWithin(SECONDS)).as("%s", client).isEqualTo(TERMINATED);
            assertThat(client.log().allWith("the session ended early")).hasSize(1);
            assertThat(Logs.outcomes(client)).containsKey("session lost");
            String session = Logs.session(client);
            server.log().await("session " + session + " ended: session lost");
            Await.until("every thread of " + session + " has ended",
                    () -> Logs.running(session, server).isEmpty());
        }
    }

    @Test
    void client_terminatedWhileItWaits_ends() {
        try (Running client = Launch.client(1).start()) {
            Await.until("it runs", () -> !Threads.of(client.pid()).isEmpty());
            client.terminate();
            assertThat(client.exitCodeWithin(SECONDS)).as("%s", client).isEqualTo(TERMINATED);
        }
    }
}
