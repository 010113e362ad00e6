package dev.parkway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.InspectionService;
import dev.parkway.inspection.Journal;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.service.ExitCode;
import dev.parkway.tcp.TcpScenarios;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands that ask all servers of a name. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AskedServersTest {

    private static final Scenario SEED = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);

    private final Listed listed = new Listed();
    private final List<Server> servers = new ArrayList<>();
    private final List<Journal> journals = new ArrayList<>();
    private final Shell shell = new Shell();

    @AfterEach
    void stop() throws InterruptedException {
        for (Server server : servers) {
            server.shutdownNow().awaitTermination();
        }
        journals.forEach(Journal::close);
        listed.close();
    }

    /** Starts a server that has the connections of one session. */
    private int serve(String session, int connections) throws IOException {
        Journal journal = new Journal(InspectionLimits.DEFAULT, Duration.ZERO);
        journals.add(journal);
        Server server = NettyServerBuilder
                .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new InspectionService(journal, InspectionLimits.DEFAULT, TcpScenarios.builtIn()))
                .build().start();
        servers.add(server);
        for (int number = 1; number <= connections; number++) {
            for (Side side : Side.values()) {
                History history = new History(new ConnectionName(session, number), SEED, side);
                var observation = journal.begin(history);
                (side == Side.CLIENT ? SEED.client() : SEED.server()).transitions()
                        .forEach(each -> history.append(each.to(), each.cause(),
                                each.edge(), each.sent(), each.received(), 0));
                history.end(History.COMPLETED);
                observation.ended();
            }
        }
        // The judge counts a moment later.
        while (Objects.requireNonNull(journal.judged().get("conforms")) < connections) {
            Thread.onSpinWait();
        }
        return server.getPort();
    }

    private int gone() throws IOException, InterruptedException {
        int port = serve("00000000", 0);
        servers.removeLast().shutdownNow().awaitTermination();
        return port;
    }

    @Test
    void trace_severalServers_findsTheOneThatHasIt() throws IOException {
        String all = Listed.target(serve("3f2a9c1d", 1), serve("aaaaaaaa", 1), serve("bbbbbbbb", 1));

        for (String name : List.of("3f2a9c1d/1", "aaaaaaaa/1", "bbbbbbbb/1")) {
            assertThat(shell.run("trace", "--server", all, "--format", "text", name)).isEqualTo(ExitCode.OK);
            assertThat(shell.err().lines()).containsExactly(name + " conforms");
        }
        assertThat(shell.run("trace", "--server", all, "cccccccc/1")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err().lines()).singleElement().asString().startsWith("NOT_FOUND: ");
    }

    @Test
    void trace_aServerIsDown_saysWhichAndThatItMayHaveIt() throws Exception {
        int down = gone();
        String all = Listed.target(serve("3f2a9c1d", 1), down);

        assertThat(shell.run("trace", "--server", all, "--format", "text", "3f2a9c1d/1"))
                .isEqualTo(ExitCode.OK);
        assertThat(shell.err().lines()).hasSize(2).first().asString()
                .startsWith("127.0.0.1:" + down + ": UNAVAILABLE");
        assertThat(shell.run("trace", "--server", all, "cccccccc/1")).isEqualTo(ExitCode.SERVER_NOT_THERE);
        assertThat(shell.err().lines()).singleElement().asString()
                .startsWith("127.0.0.1:" + down + ": UNAVAILABLE");
    }

    @Test
    void summary_severalServers_addsThemUp() throws Exception {
        int first = serve("3f2a9c1d", 3);
        int second = serve("aaaaaaaa", 4);

        assertThat(shell.run("summary", "--server", Listed.target(first, second))).isEqualTo(ExitCode.OK);
        assertThat(shell.out().lines().map(line -> line.replaceAll(" +", " "))).containsExactly(
                "server kept forgotten conforms incomplete violates",
                "127.0.0.1:" + first + " 3 0 3 0 0", "127.0.0.1:" + second + " 4 0 4 0 0", "all 7 0 7 0 0");

        int down = gone();
        assertThat(shell.run("summary", "--server", Listed.target(first, down, second)))
                .isEqualTo(ExitCode.SERVER_NOT_THERE);
        assertThat(shell.out()).contains("all").contains(" 7 ");
        assertThat(shell.err().lines()).singleElement().asString()
                .startsWith("127.0.0.1:" + down + ": UNAVAILABLE");
    }

    @Test
    void command_nameIsNobodys_saysSo() {
        for (List<String> command : List.of(List.of("trace", "3f2a9c1d/1"), List.of("watch"),
                List.of("summary"))) {
            assertThat(shell.run(command, "--server", Listed.target())).isEqualTo(ExitCode.SERVER_NOT_THERE);
            assertThat(shell.err().lines()).containsExactly("UNAVAILABLE: nobody");
        }
    }
}
