package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Several servers and clients on Docker Swarm: deployed, scaled, one killed, all replaced under load. */
@EngineRequired
final class SwarmIT {

    private static final int FEW = 500;
    private static final int MANY = 24_000;
    private static final int CLIENTS = 2;
    private static final int SESSIONS = 6;
    private static final int AT_ONCE = 100;

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Pattern OPENED = Pattern.compile(" opened with instance (\\w+) at ");
    private static final Pattern LOST = Pattern.compile("(\\d+) connections were lost or refused");

    @Test
    void stack_scaledKilledAndUpdatedUnderLoad_everyConnectionConforms() {
        try (Stack stack = new Stack(
                Map.of("PARKWAY_CONNECTIONS", "" + FEW, "PARKWAY_LINGER", LINGER.toSeconds() + "s"))) {
            stack.awaitHealthy(Stack.SERVER, 3);
            awaitCompleted(stack, FEW);
            assertConform(stack.summary(), 3, (long) CLIENTS * FEW);

            stack.scale(Stack.SERVER, 4);
            stack.awaitHealthy(Stack.SERVER, 4);
            stack.set(Stack.CLIENT, Map.of("PARKWAY_CONNECTIONS", "" + MANY, "PARKWAY_PARALLEL", "" + AT_ONCE,
                    "PARKWAY_HOLD", "500ms"));
            List<ServiceContainer> clients = awaitSessions(stack);

            assertThat(instances(clients)).as("servers that have sessions of clients which came after them")
                    .hasSize(4);
            List<ServiceContainer> before = stack.running(Stack.SERVER);
            before.getFirst().signal("KILL");
            Eventually.holds("sessions elsewhere", Deployment.SOON, () -> count(clients, "ended early") > 0);
            stack.awaitHealthy(Stack.SERVER, 4);
            long lostByKill = settled(() -> count(clients, "ended early"));

            long opened = count(clients, " opened with instance ");
            stack.roll(Stack.SERVER);
            assertThat(count(clients, " connections in ")).as("clients that were done before the update was")
                    .isZero();
            stack.scale(Stack.SERVER, 2);

            awaitCompleted(stack, MANY);
            assertThat(stack.running(Stack.SERVER)).doesNotContainAnyElementsOf(before);
            assertThat(count(clients, " opened with instance ")).isGreaterThan(opened);
            stack.awaitHealthy(Stack.SERVER, 2);
            assertThat(violations(stack)).isZero();
            assertThat(count(clients, "ended early"))
                    .as("those that the kill has cost, and no more by the update")
                    .isEqualTo(lostByKill);
            tell(clients, lostByKill);
        }
    }

    private static void assertConform(Map<String, List<Long>> summary, int servers, long connections) {
        assertThat(summary).hasSize(servers + 1);
        // Kept, forgotten, conforms, incomplete, violates.
        assertThat(summary.get("all")).containsExactly(connections, 0L, connections, 0L, 0L);
        System.out.println("swarm: " + connections + " connections on " + servers + " servers: " + summary);
    }

    private static List<ServiceContainer> awaitSessions(Stack stack) {
        Eventually.holds("all sessions of " + CLIENTS + " new clients", Deployment.SOON, () -> {
            List<ServiceContainer> running = stack.running(Stack.CLIENT);
            return running.size() == CLIENTS
                    && count(running, " opened with instance ") == (long) CLIENTS * SESSIONS
                    && count(running, FEW + " connections in ") == 0;
        });
        return stack.running(Stack.CLIENT);
    }

    private static void awaitCompleted(Stack stack, int each) {
        Eventually.passes(Duration.ofMinutes(2), () -> {
            List<ServiceContainer> clients = stack.running(Stack.CLIENT);
            assertThat(clients).hasSize(CLIENTS).allSatisfy(client -> assertThat(client.err())
                    .filteredOn(line -> line.contains(" connections in ")).singleElement().asString()
                    .contains(each + " connections in ", "{completed=" + each + "}"));
        });
    }

    private static Set<String> instances(List<ServiceContainer> clients) {
        return clients.stream().flatMap(each -> each.err().stream()).map(OPENED::matcher)
                .filter(Matcher::find)
                .map(each -> each.group(1)).collect(Collectors.toSet());
    }

    /** Looks until no more come for longer than a client tries to resume a session. */
    private static long settled(LongSupplier count) {
        long before;
        long now = count.getAsLong();
        do {
            before = now;
            LockSupport.parkNanos(3 * LINGER.toNanos());
            now = count.getAsLong();
        } while (now != before);
        return now;
    }

    private static long count(List<ServiceContainer> containers, String part) {
        return containers.stream().flatMap(each -> each.err().stream()).filter(line -> line.contains(part))
                .count();
    }

    /** What all servers say that were told to end, and those that run. */
    private static long violations(Stack stack) {
        Pattern verdicts = Pattern.compile("connections by verdict: .*violates=(\\d+)");
        List<Matcher> ended = stack.all(Stack.SERVER).stream().flatMap(each -> each.err().stream())
                .map(verdicts::matcher).filter(Matcher::find).toList();
        assertThat(ended).as("servers that were replaced").isNotEmpty();
        return ended.stream().mapToLong(each -> Long.parseLong(each.group(1))).sum()
                + Objects.requireNonNull(stack.summary().get("all")).getLast();
    }

    private static void tell(List<ServiceContainer> clients, long lostByKill) {
        long retried = clients.stream().flatMap(each -> each.err().stream()).map(LOST::matcher)
                .filter(Matcher::find).mapToLong(each -> Long.parseLong(each.group(1))).sum();
        System.out.println(
                "swarm: " + CLIENTS * MANY + " connections completed through a kill, an update and scaling "
                        + "down; " + lostByKill + " sessions lost by the kill, " + retried
                        + " connections run once more, "
                        + count(clients, " opened with instance ") + " sessions opened");
        assertThat(retried).as("those that were in the server that was killed, and few more")
                .isLessThan(10L * CLIENTS * AT_ONCE);
    }
}
