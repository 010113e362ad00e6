package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Inspection.Glance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How containers end when they are told to, by SIGTERM as {@code docker stop} and {@code compose down} do. */
@EngineRequired
final class TerminationIT {

    private static final int CONNECTIONS = 50;
    private static final int IN_THE_MIDDLE = CONNECTIONS / 2;
    private static final String LAST_LINE = "TCP connection disconnected";
    // The JVM's own for SIGTERM, once its shutdown hooks have run.
    private static final int TERMINATED = 143;
    private static final Duration SECONDS = Duration.ofSeconds(10);
    // Every connection takes several moves, and so longer than the grace, but each move less than the last words.
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration PACE = Duration.ofMillis(500);

    @Test
    void sigterm_afterAllConnections_endsServerAndClientInSeconds() {
        try (Deployment deployment = Plan.clients(1).connections(1).up()) {
            ServiceContainer server = deployment.server();
            ServiceContainer client = deployment.clients().getFirst();
            client.awaitOut(LAST_LINE, Deployment.SOON);

            server.signal("TERM");

            assertThat(server.awaitExit(SECONDS)).isEqualTo(TERMINATED);
            assertThat(server.err()).noneMatch(TerminationIT::isTrouble);
            assertThat(server.err().getLast()).endsWith("stopped");
            assertThat(client.running()).isTrue();

            client.signal("TERM");

            assertThat(client.awaitExit(SECONDS)).isEqualTo(TERMINATED);
            assertThat(client.err()).noneMatch(TerminationIT::isTrouble);
            assertThat(client.out()).endsWith(LAST_LINE).containsOnlyOnce(LAST_LINE);
        }
    }

    @Test
    void sigterm_serverInTheMiddle_drainsAndTellsItsClient() {
        try (Deployment deployment = inTheMiddle()) {
            ServiceContainer server = deployment.server();
            ServiceContainer client = deployment.clients().getFirst();

            server.signal("TERM");

            assertThat(server.awaitExit(SECONDS.plus(GRACE))).isEqualTo(TERMINATED);
            assertThat(server.err().getLast()).endsWith("stopped");
            client.awaitErr(CONNECTIONS + " connections in \\d+ ms: ", SECONDS);
            assertThat(client.out()).doesNotContain(LAST_LINE);
            try (Inspection inspection = new Inspection(deployment.lookAt(client))) {
                assertThat(inspection.list(CONNECTIONS, "")).extracting(Glance::clientOutcome)
                        .hasSize(CONNECTIONS).containsOnly("peer gone");
            }
        }
    }

    @Test
    void sigterm_clientInTheMiddle_endsInSecondsAndItsServerForgetsIt() {
        try (Deployment deployment = inTheMiddle();
                Inspection inspection = new Inspection(deployment.lookAtServer())) {
            ServiceContainer client = deployment.clients().getFirst();
            String session = client.awaitSession();

            client.signal("TERM");

            assertThat(client.awaitExit(SECONDS)).isEqualTo(TERMINATED);
            assertThat(client.out()).doesNotContain(LAST_LINE);
            deployment.server().awaitErr("session " + session + " ended: session lost", SECONDS);
            // The client's own last words of a connection may or may not get out before the stream breaks.
            Eventually.passes(Deployment.SOON, () -> assertThat(inspection.list(CONNECTIONS, session))
                    .extracting(Glance::serverOutcome)
                    .hasSizeGreaterThanOrEqualTo(IN_THE_MIDDLE).isSubsetOf("session lost", "peer gone"));
        }
    }

    /** A server and a client none of whose connections can end within the server's grace. */
    private static Deployment inTheMiddle() {
        Deployment deployment = Plan.clients(1).connections(CONNECTIONS)
                .with("PARKWAY_PARALLEL", Integer.toString(CONNECTIONS)).paced(PACE).drainedIn(GRACE).up();
        deployment.server().awaitOutEnding("SYN_RCVD", IN_THE_MIDDLE);
        return deployment;
    }

    private static boolean isTrouble(String line) {
        return line.contains(" ERROR ") || line.contains(" WARN ") || line.contains("Exception");
    }
}
