package dev.parkway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.picture.HistoryJson;
import dev.parkway.script.picture.HistoryText;
import dev.parkway.script.picture.Ladder;
import dev.parkway.script.picture.SequenceDiagram;
import dev.parkway.service.ExitCode;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TraceCommandTest {

    private static final Scenario SEED = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);
    private static final ConnectionName NAME = new ConnectionName("3f2a9c1d", 7);

    private final Journal journal = new Journal(InspectionLimits.DEFAULT, Duration.ZERO);
    private final Server server = NettyServerBuilder
            .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new InspectionService(journal, InspectionLimits.DEFAULT, TcpScenarios.builtIn()))
            .build();
    private final Shell shell = new Shell();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        journal.close();
        server.shutdownNow().awaitTermination();
    }

    @ParameterizedTest
    @CsvSource({"ladder, ┌─────────────┐", "text, client", "mermaid, sequenceDiagram", "json, {"})
    void trace_format_showsBothSidesRecords(String format, String contains) {
        History client = record(SEED, Side.CLIENT);
        History server = record(SEED, Side.SERVER);

        assertThat(trace("3f2a9c1d/7", "--format", format)).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).contains(contains)
                .isEqualTo(picture(format, client.transitions(), server.transitions()));
        assertThat(shell.err().lines()).containsExactly("3f2a9c1d/7 conforms");
    }

    private static String picture(String format, List<Transition> client, List<Transition> server) {
        return switch (format) {
            case "ladder" -> Ladder.of(SEED, client, server);
            case "text" -> HistoryText.of(client, server);
            case "mermaid" -> SequenceDiagram.of(SEED, client, server);
            default -> HistoryJson.of("3f2a9c1d/7", client, server);
        };
    }

    @Test
    void trace_noFormat_isTheLadderThatTheReadmeShows() {
        record(SEED, Side.CLIENT);
        record(SEED, Side.SERVER);

        assertThat(trace("3f2a9c1d/7")).isEqualTo(ExitCode.OK);
        assertThat(shell.out()).isEqualTo(Ladder.of(SEED));
    }

    @Test
    void trace_json_isALineARecord() {
        record(SEED, Side.CLIENT);
        record(SEED, Side.SERVER);

        assertThat(trace("3f2a9c1d/7", "--format", "json")).isEqualTo(ExitCode.OK);
        assertThat(shell.out().lines()).hasSize(14)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @ParameterizedTest
    @CsvSource({"ladder", "text", "mermaid", "json"})
    void trace_oneSideOnly_isIncomplete(String format) {
        record(SEED, Side.SERVER);

        assertThat(trace("3f2a9c1d/7", "--format", format)).isEqualTo(ExitCode.CONNECTIONS_FAILED);
        assertThat(shell.out()).contains("LAST_ACK").doesNotContain("TIME_WAIT");
        assertThat(shell.err().lines()).containsExactly("3f2a9c1d/7 incomplete");
    }

    @Test
    void trace_violation_isSaid() {
        History client = new History(NAME, SEED, Side.CLIENT);
        client.append(TcpState.CLOSED, null, null, 0, 0, 1);
        client.append(TcpState.ESTABLISHED, Tcp.PROTOCOL.cause("SYN+ACK"), TcpEdge.E8, 0, 1, 2);
        journal.begin(client);
        record(SEED, Side.SERVER);

        assertThat(trace("3f2a9c1d/7", "--format", "text")).isEqualTo(ExitCode.CONNECTIONS_FAILED);
        assertThat(shell.err().lines()).containsExactly("3f2a9c1d/7 violates",
                "  an edge that does not exist: client 2: CLOSED -> ESTABLISHED (SYN+ACK) by E8");
    }

    @Test
    void trace_unknownConnection_saysSo() {
        assertThat(trace("3f2a9c1d/8")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err().lines()).singleElement().asString()
                .startsWith("NOT_FOUND: no connection 3f2a9c1d/8 here");
    }

    @Test
    void trace_nameThatIsNone_saysWhatIsOne() {
        assertThat(trace("seven")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err().lines()).singleElement().asString()
                .startsWith("INVALID_ARGUMENT: ").contains("session/number, as in 3f2a9c1d/7");
    }

    @Test
    void trace_serverNotThere_saysSo() throws InterruptedException {
        int port = server.getPort();
        server.shutdownNow().awaitTermination();

        assertThat(shell.run("trace", "--server", "127.0.0.1:" + port, "3f2a9c1d/7"))
                .isEqualTo(ExitCode.SERVER_NOT_THERE);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err().lines()).singleElement().asString().startsWith("UNAVAILABLE: ");
    }

    @Test
    void trace_scenarioThatIsNotKnownHere_asksForItsFile() {
        Scenario own = TcpScenarios.parse("own", """
                scenario: my-own
                client: CLOSED SYN_SENT SYN! RST+ACK? CLOSED
                server: CLOSED SYN? RST+ACK!
                """.getBytes(StandardCharsets.UTF_8)).all().getFirst();
        record(own, Side.CLIENT);

        assertThat(trace("3f2a9c1d/7")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("unknown scenario my-own").contains("needs its --scenario-file");
        assertThat(trace("3f2a9c1d/7", "--format", "text")).isEqualTo(ExitCode.CONNECTIONS_FAILED);
        assertThat(shell.out()).contains("SYN_SENT");
    }

    @Test
    void trace_wrongOrMissingArgument_saysWhatIsAllowed() {
        assertThat(trace("3f2a9c1d/7", "--format", "png")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("[ladder, text, mermaid, json]");
        assertThat(trace()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("CONNECTION");
        assertThat(shell.run("trace", "--server", "::", "3f2a9c1d/7")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err().lines()).hasSize(2).first().asString().contains("--server", "HOST:PORT");
    }

    private int trace(String... arguments) {
        return shell.run(List.of("trace", "--server", "127.0.0.1:" + server.getPort()), arguments);
    }

    /** Has a side go through its whole script, each record at the same time. */
    private History record(Scenario scenario, Side side) {
        History history = new History(NAME, scenario, side);
        for (Transition each : history.script().transitions()) {
            history.append(each.to(), each.cause(), each.edge(), each.sent(), each.received(), 0);
        }
        history.end(History.COMPLETED);
        journal.begin(history).ended();
        return history;
    }
}
