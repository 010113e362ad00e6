package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observer;
import dev.parkway.control.SessionId;
import dev.parkway.proto.inspection.v1.Side;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many connections at once, watched while their clients' reports come whenever they come. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class WatchOrderTest {

    private static final int CONNECTIONS = 50;

    private final Served served = new Served(Served.limits(1_000));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void watchTransitions_reportsLateAndOutOfOrder_isALinearExtension() throws InterruptedException {
        for (String scenario : List.of("client-closes-first", "simultaneous-close", "simultaneous-open")) {
            for (int seed = 0; seed < 10; seed++) {
                watchLateReports(TcpScenarios.builtIn().get(scenario, TcpProfile.RFC), new Random(seed));
            }
        }
    }

    private void watchLateReports(Scenario scenario, Random random) throws InterruptedException {
        SessionId session = served.open(scenario);
        Watching watching = served.watch().startAll();
        TwoProcesses processes = new TwoProcesses(session.name(), scenario, Observer.none(), served.journal);
        Reporting reporting = new Reporting(served.channel, session.secret());
        List<History> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(processes.connect());
        }
        // Any connection's records up to anywhere, some of them again, while the connections run.
        int[] reported = new int[CONNECTIONS];
        for (int i = 0; i < 20 * CONNECTIONS; i++) {
            int which = random.nextInt(CONNECTIONS);
            reported[which] = report(reporting, clients.get(which), reported[which], random);
        }
        processes.join();
        for (int which = 0; which < CONNECTIONS; which++) {
            History client = clients.get(which);
            reporting.send(
                    Reporting.report(client.name().number(), client, reported[which] + 1, client.size())
                            .build());
        }
        assertThat(reporting.failure).isNull();

        assertSeen(watching, session, scenario);
        reporting.complete();
        watching.cancel();
    }

    private static int report(Reporting reporting, History client, int reported, Random random) {
        int first = 1 + random.nextInt(reported + 1);
        int last = first - 1 + random.nextInt(client.size() - first + 2);
        reporting.send(Reporting.report(client.name().number(), client, first, last).build());
        return Math.max(reported, last);
    }

    @Test
    void watchTransitions_reporterAtWork_isALinearExtension() throws InterruptedException {
        for (Scenario scenario : TcpScenarios.builtIn().all()) {
            SessionId session = served.open(scenario);
            Watching watching = served.watch().startAll();
            TransitionReporter reporter = new TransitionReporter(served.channel, session, Duration.ZERO,
                    1_000,
                    Duration.ofNanos(1), Duration.ZERO);
            TwoProcesses processes = new TwoProcesses(session.name(), scenario, reporter, served.journal);
            for (int i = 0; i < CONNECTIONS; i++) {
                History _ = processes.connect();
            }
            processes.join();
            assertThat(reporter.close(Duration.ofSeconds(30))).isTrue();

            assertSeen(watching, session, scenario);
            watching.cancel();
        }
    }

    /** All of it, none of it twice, and nothing before what it depends on. */
    private static void assertSeen(Watching watching, SessionId session, Scenario scenario) {
        int each = scenario.client().states() + scenario.server().states();
        // One response more than there are transitions: it said that the watch had begun.
        Served.await(() -> watching.responses.size() > CONNECTIONS * each || watching.missed() > 0);
        assertThat(watching.missed()).isZero();
        Map<String, List<dev.parkway.script.Transition>> seen = new HashMap<>();
        for (Transition transition : watching.transitions()) {
            seen.computeIfAbsent(transition.getConnection(), _ -> new ArrayList<>())
                    .add(record(transition, scenario));
        }
        assertThat(seen).hasSize(CONNECTIONS);
        for (int number = 1; number <= CONNECTIONS; number++) {
            List<dev.parkway.script.Transition> one = Objects
                    .requireNonNull(seen.get(new ConnectionName(session.name(), number).toString()));
            assertThat(one).hasSize(each).doesNotHaveDuplicates();
            Histories.assertLinearExtension(one);
        }
    }

    /** The script's own record of that place, with what the message says of its counts. */
    private static dev.parkway.script.Transition record(Transition message, Scenario scenario) {
        var side = message.getSide() == Side.SIDE_CLIENT
                ? dev.parkway.script.Side.CLIENT : dev.parkway.script.Side.SERVER;
        var scripted = scenario.script(side).transitions().get(message.getOrdinal() - 1);
        assertThat(Messages.state(scripted.to())).isEqualTo(message.getTo());
        return new dev.parkway.script.Transition(side, message.getOrdinal(), scripted.from(), scripted.to(),
                scripted.cause(), scripted.edge(), message.getSent(), message.getReceived(), 0);
    }
}
