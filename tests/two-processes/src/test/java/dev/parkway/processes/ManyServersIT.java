package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers behind one name: sessions are spread, stay with their servers, and come to new ones. */
final class ManyServersIT {

    private final Cluster servers;

    ManyServersIT(@TempDir Path folder) {
        servers = new Cluster(folder);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void sessions_threeServers_areSpreadAndAllConform() {
        List<Running> all = List.of(servers.add(), servers.add(), servers.add());
        try (Running client = servers.client(load(600, "--summary", "on")).start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();

            assertThat(Cluster.instances(client.log().all().stream())).hasSize(6)
                    .containsAll(all.stream().map(Cluster::instance).toList());
            assertThat(client.log().allWith("the server has checked: {conforms=600}")).hasSize(1);
            assertThat(client.stdout().all()).endsWith("TCP connection disconnected");
        }
    }

    @Test
    void streams_cutAgainAndAgain_eachSessionReturnsToItsOwnServer() {
        try (Relay first = new Relay("127.0.0.20", servers.port());
                Relay second = new Relay("127.0.0.21", servers.port())) {
            List<Relay> relays = List.of(first, second);
            for (int i = 0; i < relays.size(); i++) {
                String host = "127.0.0.2" + i;
                Running server = servers.start("--advertise", host + ":" + servers.port());
                relays.get(i).to(servers.hostOf(server), servers.port());
                servers.bear(host);
            }
            try (Running client = servers.client(load(1_000)).start()) {
                Await.until("six sessions", () -> opened(client) == 6);
                for (int cut = 0; cut < 6; cut++) {
                    Relay relay = relays.get(cut % 2);
                    long before = relay.bytes();
                    Await.until("bytes", () -> relay.bytes() > before + 5_000 || !client.isAlive());
                    relay.cut();
                }
                assertThat(client.exitCode()).as("%s", client).isZero();
                assertThat(client.log().allWith("resumed by attach")).hasSizeGreaterThanOrEqualTo(6);
                assertThat(client.log().allWith("ended early")).isEmpty();
                assertThat(opened(client)).isEqualTo(6);
            }
        }
    }

    /** The first session that is there does not get those of all. */
    @Test
    void connections_allAtOnce_areSpreadOverAllSessions() {
        List<Running> all = List.of(servers.add(), servers.add());
        try (Running client = servers.client("--connections", "4000", "--parallel", "4000", "--sessions", "4",
                "--hold", "5s").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
        }
        for (Running server : all) {
            server.terminate();
            int _ = server.exitCode();
            assertThat(server.log().allWith("connections by verdict: {conforms=2000, incomplete=0"))
                    .as("%s", server).hasSize(1);
        }
    }

    @Test
    void server_killed_takesItsOwnSessionsAndTheRestGoElsewhere() {
        Running dies = servers.add();
        List<Running> live = List.of(servers.add(), servers.add());
        try (Running client = servers.client(load(3_000, "--retry-lost", "--linger", "1s"))
                .start()) {
            Await.until("six sessions", () -> opened(client) == 6);
            List<String> before = Cluster.instances(client.log().soFar().stream());
            dies.kill9();

            assertThat(client.exitCode()).as("%s", client).isZero();

            long lost = before.stream().filter(Cluster.instance(dies)::equals).count();
            assertThat(lost).isPositive();
            assertThat(client.log().allWith("the session ended early: session lost")).hasSize((int) lost);
            assertThat(Cluster.instances(client.log().all().stream()).subList(6, 6 + (int) lost))
                    .isSubsetOf(live.stream().map(Cluster::instance).toList());
            assertThat(Logs.outcomes(client)).containsOnlyKeys("completed").containsValue(3000L);
        }
    }

    @Test
    void server_killed_withoutTheFlagOnlyItsConnectionsAreLost() {
        Running dies = servers.add();
        servers.add();
        try (Running client = servers.client(load(2_000, "--linger", "1s", "--transcript", "on")).start()) {
            Await.until("six sessions", () -> opened(client) == 6);
            // They begin on the sessions in turn: by then each has some.
            client.stdout().await("/50] ESTABLISHED");
            dies.kill9();

            assertThat(client.exitCode()).as("%s", client).isEqualTo(1);

            assertThat(Logs.outcomes(client)).containsOnlyKeys("completed", "session lost");
            // No more at a time than there may be.
            assertThat(Logs.outcomes(client).get("session lost")).isBetween(1L, 2 * 30L);
        }
    }

    @Test
    void servers_replacedOneByOne_noSessionIsCut() {
        Running first = servers.add("--drain", "20s", "--log-level", "debug");
        Running second = servers.add("--drain", "20s", "--log-level", "debug");
        try (Running client = servers.client(load(12_000, "--retry-lost")).start()) {
            Await.until("six sessions", () -> opened(client) == 6);
            for (Running old : List.of(first, second)) {
                Running next = servers.add();
                servers.forget(old);
                long before = opened(client);
                old.terminate();
                assertThat(old.exitCode()).isEqualTo(128 + 15);
                Await.until("sessions elsewhere", () -> opened(client) > before);
                assertThat(old.log().allWith("(drained)")).isEmpty();
                assertThat(next.isAlive()).isTrue();
            }
            assertThat(client.exitCode()).as("%s", client).isZero();
            assertThat(Logs.outcomes(client)).containsOnlyKeys("completed").containsValue(12_000L);
            assertThat(client.log().allWith("ended early")).isEmpty();
        }
    }

    @Test
    void client_comesBeforeItsServers_doesNotWaitForPausesThatHaveGrown() {
        try (Running client = servers.client("--connect-timeout", "60s").start()) {
            Await.until("it runs", () -> !Threads.of(client.pid()).isEmpty());
            // By then the next look-up that gRPC makes by itself is four seconds away, and would meet the JDK's memory
            // of ten: sixteen until somebody looks at the name itself.
            Await.pause(Duration.ofSeconds(6));
            Running server = servers.add();
            long begunNanos = System.nanoTime();

            assertThat(client.exitCode()).as("%s\n%s", client, server).isZero();

            assertThat(Duration.ofNanos(System.nanoTime() - begunNanos)).isLessThan(Duration.ofSeconds(8));
        }
    }

    private static long opened(Running client) {
        return Cluster.instances(client.log().soFar().stream()).size();
    }

    private static String[] load(int connections, String... more) {
        return Stream
                .concat(Stream.of("--parallel", "30", "--pace", "5ms", "--sessions", "6", "--connections",
                        "" + connections), Stream.of(more))
                .toArray(String[]::new);
    }
}
