package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceBlockingStub;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import dev.parkway.proto.inspection.v1.ListScenariosRequest;
import dev.parkway.proto.inspection.v1.Scenario;
import dev.parkway.proto.inspection.v1.ScenarioCount;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.proto.inspection.v1.StateCount;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import dev.parkway.tcp.TcpScenarios;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server says of all connections, of clients whose 2MSL is not its own. */
final class SummaryIT {

    private static final int EACH = 20;

    private final Running server = Launch.server("--msl", "150ms").start();
    private final ManagedChannel channel = NettyChannelBuilder.forAddress(Launch.LOOPBACK, server.port())
            .usePlaintext().build();
    private final InspectionServiceBlockingStub inspection = InspectionServiceGrpc.newBlockingStub(channel);

    @AfterEach
    void close() {
        try (server) {
            channel.shutdownNow();
        }
    }

    @Test
    void getSummary_connectionsOfTwoScenarios_areAllJudged() {
        run("client-closes-first");
        // Both sides are in TIME_WAIT, each as long as it was told.
        run("simultaneous-close");
        Await.until("all are judged", () -> summary().getJudgedVerdicts().getConforms() == 2 * EACH);

        VerdictCounts each = VerdictCounts.newBuilder().setConforms(EACH).build();
        assertThat(summary()).isEqualTo(GetSummaryResponse.newBuilder().setKept(2 * EACH)
                .addStates(StateCount.newBuilder().setState(State.STATE_CLOSED).setClients(2 * EACH)
                        .setServers(2 * EACH))
                .setKeptVerdicts(VerdictCounts.newBuilder().setConforms(2 * EACH))
                .setJudgedVerdicts(VerdictCounts.newBuilder().setConforms(2 * EACH))
                .addScenarios(ScenarioCount.newBuilder().setScenario("client-closes-first")
                        .setProfile("lockstep")
                        .setKept(each).setJudged(each))
                .addScenarios(ScenarioCount.newBuilder().setScenario("simultaneous-close").setProfile("rfc")
                        .setKept(each).setJudged(each))
                .build());
    }

    @Test
    void trace_connectionOfAnotherProcess_isDrawn() {
        run("client-closes-first");
        String name = inspection.listConnections(ListConnectionsRequest.newBuilder().setPageSize(1).build())
                .getConnections(0).getName();

        try (Running trace = Launch
                .clientAsTold("trace", "--server", Launch.LOOPBACK + ":" + server.port(), name).start()) {
            assertThat(trace.exitCode()).as("%s", trace).isZero();
            assertThat(trace.log().all()).containsExactly(name + " conforms");
            assertThat(trace.stdout().all()).anyMatch(line -> line.contains("│  TIME_WAIT  │"));
        }
    }

    @Test
    void listScenarios_areThoseThatTheServerKnows() {
        assertThat(inspection.listScenarios(ListScenariosRequest.getDefaultInstance()).getScenariosList())
                .extracting(Scenario::getDigest)
                .isEqualTo(TcpScenarios.builtIn().all().stream().map(dev.parkway.script.Scenario::digest)
                        .toList());
    }

    private void run(String scenario) {
        try (Running client = Launch
                .client(server.port(), "--scenario", scenario, "--connections", "" + EACH, "--msl", "50ms")
                .start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
        }
    }

    private GetSummaryResponse summary() {
        return inspection.getSummary(GetSummaryRequest.getDefaultInstance());
    }
}
