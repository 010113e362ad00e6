package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Inspection.Glance;
import dev.parkway.endtoend.Inspection.Whole;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One server under three clients, each of which runs 2,000 connections of a scenario of its own, 200 at a time. */
final class Load implements AutoCloseable {

    static final int CONNECTIONS = 2000;
    static final int PARALLEL = 200;
    /** Of all three clients. */
    static final int ALL = 3 * CONNECTIONS;

    /** A run at full parallelism takes some ten seconds, and more on a machine that is busy. */
    static final Duration PACE = Duration.ofMillis(150);

    private static final int PAGE = 1000;
    /** Longer than linger: a goodbye that was lost on the way is made up for by nothing else. */
    private static final Duration LEAVING = Duration.ofSeconds(45);
    private static final Pattern OPENED = Pattern.compile("session ([0-9a-f]{8}) opened");
    private static final Pattern RESUMED = Pattern.compile("was resumed (\\d+) times");
    private static final List<String> OF_A_RUN = List.of("dev.parkway.connection.StateThread",
            "dev.parkway.control.ControlConnection", "dev.parkway.control.ClientSession",
            "dev.parkway.control.ServerSession");

    /** A client and what it runs. */
    enum Client {
        DEFAULT("client-service", TcpScenarios.DEFAULT_NAME, TcpScenarios.DEFAULT_PROFILE), CROSSING(
                "client-crossing", "simultaneous-close",
                TcpProfile.RFC),
        PASSIVE("client-passive", "server-closes-first", TcpProfile.RFC);

        private final String service;
        private final String scenario;
        private final TcpProfile profile;

        Client(String service, String scenario, TcpProfile profile) {
            this.service = service;
            this.scenario = scenario;
            this.profile = profile;
        }

        private Scenario scenario() {
            return TcpScenarios.builtIn().get(scenario, profile);
        }
    }

    private final Deployment deployment;
    private final Faults faults;
    private final Account account = new Account();

    private Load(Deployment deployment) {
        this.deployment = deployment;
        faults = new Faults(deployment.project());
    }

    static Load begin(Plan plan) {
        return new Load(plan.connections(CONNECTIONS).with("PARKWAY_PARALLEL", "" + PARALLEL).up());
    }

    static Load begin() {
        return begin(Plan.clients(1).forOutages(PACE));
    }

    Faults faults() {
        return faults;
    }

    Account account() {
        return account;
    }

    ServiceContainer server() {
        return deployment.server();
    }

    ServiceContainer container(Client client) {
        return deployment.of(client.service);
    }

    /** How many connections of all clients have ended on both sides, as the server has seen it. */
    long judged() {
        try (Inspection inspection = inspection()) {
            return inspection.judged();
        }
    }

    /** Waits until the server has seen so many connections of all clients end. */
    long awaitJudged(long count) {
        try (Inspection inspection = inspection()) {
            return Eventually.see(count + " connections have ended", Deployment.SOON,
                    () -> Optional.of(inspection.judged()).filter(seen -> seen >= count));
        }
    }

    /** Waits until the run has got on by so many connections since now. */
    long awaitMore(long count) {
        return awaitJudged(judged() + count);
    }

    private Inspection inspection() {
        return new Inspection(deployment.lookAtServer());
    }

    /** Waits until a client is done with all it had to do, and says so. */
    void awaitDone(Client client) {
        container(client).awaitErr("staying, though all is done", Deployment.SOON);
    }

    /** The public name of the first session that a client opens. */
    String session(Client client) {
        return container(client).awaitSession();
    }

    /** The public names of the sessions that a client has opened, one after the other. */
    List<String> sessions(Client client) {
        return container(client).err().stream().map(OPENED::matcher).filter(Matcher::find)
                .map(found -> found.group(1)).toList();
    }

    /** Waits for the end of clients whose sessions survive, and counts their connections by both sides' records. */
    void countWhole(Client... clients) {
        for (Client client : clients) {
            awaitDone(client);
            String session = sessions(client).getLast();
            try (Inspection inspection = inspection()) {
                List<Glance> all = awaitEnded(inspection, session, EnumSet.allOf(Side.class));
                count(client, inspection, all, EnumSet.allOf(Side.class));
            }
        }
    }

    /** Counts the connections of a session that was lost, by what the process that lives has of them. */
    void countLost(Client client, String session, Side side) {
        try (Inspection inspection = side == Side.SERVER
                ? inspection() : new Inspection(deployment.lookAt(container(client)))) {
            count(client, inspection, awaitEnded(inspection, session, Set.of(side)), Set.of(side));
        }
    }

    private List<Glance> awaitEnded(Inspection inspection, String session, Set<Side> sides) {
        try {
            Eventually.passes(Deployment.SOON, () -> assertThat(inspection.list(PAGE, session))
                    .as("connections of %s that have not ended, of %s", session, sides)
                    .noneMatch(each -> runs(each, sides)));
        } catch (AssertionError e) {
            keepDiagnosis();
            throw e;
        }
        return inspection.list(PAGE, session);
    }

    private static boolean runs(Glance connection, Set<Side> sides) {
        return (sides.contains(Side.CLIENT) && connection.clientOutcome().isEmpty())
                || (sides.contains(Side.SERVER) && connection.serverOutcome().isEmpty());
    }

    private void count(Client client, Inspection inspection, List<Glance> connections, Set<Side> sides) {
        List<Whole> all = connections.parallelStream().map(each -> inspection.get(each.name()))
                .collect(Collectors.toList());
        all.forEach(each -> account.add(client.scenario(), each, sides));
    }

    /** Counts what the processes still hold, and closes the account. */
    void settle(String what) {
        countLeftOver(server());
        long resumed = 0;
        for (Client client : Client.values()) {
            countLeftOver(container(client));
            resumed += container(client).err().stream().map(RESUMED::matcher).filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1))).sum();
        }
        account.close(what, faults.injected(), resumed);
    }

    /** Looks again while there is something: the last of it may be on its way out. */
    private void countLeftOver(ServiceContainer container) {
        String[] all = OF_A_RUN.toArray(String[]::new);
        long deadlineNanos = System.nanoTime() + LEAVING.toNanos();
        while (container.alive(all) > 0) {
            if (System.nanoTime() - deadlineNanos > 0) {
                OF_A_RUN.forEach(type -> account.addLeftOver(container.alive(type),
                        type + " in " + container.name()));
                keepDiagnosis();
                return;
            }
        }
    }

    private void keepDiagnosis() {
        Diagnosis.keep(server());
        List.of(Client.values()).forEach(each -> Diagnosis.keep(container(each)));
    }

    @Override
    public void close() {
        deployment.close();
    }
}
