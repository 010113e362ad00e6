package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceImplBase;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import dev.parkway.tcp.TcpScenarios;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several servers watched as one, some of which come and go. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MergedWatchTest {

    private final Served one = new Served(Served.limits(20));
    private final Served two = new Served(Served.limits(20));
    private Several several = new Several(Several.LONG);

    @AfterEach
    void close() {
        several.close();
        one.close();
        two.close();
    }

    @Test
    void watch_severalServers_tellsAllAndEachConnectionInItsOrder() {
        several.add("10.0.0.1:1", one);
        several.add("10.0.0.2:1", two);
        Watching watching = several.watch().startAll();
        assertThat(watching.responses).singleElement()
                .isEqualTo(WatchTransitionsResponse.getDefaultInstance());

        Several.run(one, "11111111", 2);
        Several.run(two, "22222222", 3);

        await(watching, "11111111", 2);
        await(watching, "22222222", 3);
        for (String name : List.of("11111111/1", "11111111/2", "22222222/3")) {
            assertThat(of(watching, name::equals).stream().filter(each -> each.getSideValue() == 1))
                    .extracting(Transition::getOrdinal).isSorted().doesNotHaveDuplicates();
        }
        assertThat(changes(watching)).isZero();
    }

    @Test
    void watch_filters_areTheServersOwn() {
        several.add("10.0.0.1:1", one);
        several.add("10.0.0.2:1", two);
        Watching watching = several.watch().start(WatchTransitionsRequest.newBuilder()
                .setSession("22222222").build());
        watching.take(Integer.MAX_VALUE);
        Several.run(one, "11111111", 1);
        Several.run(two, "22222222", 1);

        await(watching, "22222222", 1);
        assertThat(of(watching, each -> each.startsWith("1"))).isEmpty();
        Watching wrong = several.watch().start(WatchTransitionsRequest.newBuilder().setSession("x").build());
        Served.refused(Objects.requireNonNull(wrong.failure), Status.Code.INVALID_ARGUMENT, "SESSION");
    }

    @Test
    void watch_serverComesLater_joinsAndItsComingIsTold() {
        several.add("10.0.0.1:1", one);
        Watching watching = several.watch().startAll();
        several.add("10.0.0.2:1", two);
        Served.await(() -> changes(watching) == 1);

        Several.run(two, "22222222", 1);
        Several.run(one, "11111111", 1);

        await(watching, "22222222", 1);
        await(watching, "11111111", 1);
    }

    @Test
    void watch_serverDies_theOthersGoOnAndItComesBack() {
        several.add("10.0.0.1:1", one);
        Peer dies = several.add("10.0.0.2:1", two);
        Watching watching = several.watch().startAll();
        two.close();
        Served.await(() -> changes(watching) == 1);
        Several.run(one, "11111111", 1);
        await(watching, "11111111", 1);
        assertThat(watching.failure).isNull();

        several.remove(dies);
        Served.await(() -> changes(watching) == 2);
        try (Served again = new Served(Served.limits(20))) {
            several.add("10.0.0.2:1", again);
            Served.await(() -> changes(watching) == 3);
            Several.run(again, "22222222", 2);
            await(watching, "22222222", 2);
        }
    }

    @Test
    void watch_serverThatCannotBeAsked_isLeftOutAndTriedAgain() {
        several.add("10.0.0.1:1", one);
        String name = UUID.randomUUID().toString();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        several.add(new Peer("10.0.0.2:1", channel));
        Watching watching = several.watch().startAll();
        assertThat(changes(watching)).isZero();

        Server server = Served.start(name,
                new InspectionService(two.journal, Served.limits(20), TcpScenarios.builtIn()));
        Served.await(() -> changes(watching) == 1);
        Several.run(two, "22222222", 1);
        await(watching, "22222222", 1);
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void watch_serverThatIsSilent_doesNotHoldUpTheBeginningForEver() {
        several.close();
        several = new Several(Duration.ofMillis(50));
        several.add("10.0.0.1:1", one);
        String name = UUID.randomUUID().toString();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        Server server = Served.start(name, new InspectionServiceImplBase() {
            @Override
            public void watchTransitions(WatchTransitionsRequest request,
                    StreamObserver<WatchTransitionsResponse> responses) {}
        });
        several.add(new Peer("10.0.0.2:1", channel));

        Watching watching = several.watch().startAll();
        Served.await(() -> one.journal.teller().isActive());
        // Orders are taken in turn: when this watch has begun, so has the other.
        var _ = one.watch().startAll();
        Several.run(one, "11111111", 1);

        await(watching, "11111111", 1);
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void watch_callerThatIsSlow_leavesTheRestWithTheServers() {
        String name = UUID.randomUUID().toString();
        Flood flood = new Flood();
        Server server = Served.start(name, flood);
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        several.add(new Peer("10.0.0.2:1", channel));
        Watching slow = several.watch().start(WatchTransitionsRequest.getDefaultInstance());

        // As much as may be ahead, the first response and what a transport holds by itself.
        Served.await(() -> flood.sent.get() >= 64);
        slow.take(1_000);
        Served.await(() -> slow.responses.size() >= 1_000);
        Served.await(() -> flood.sent.get() >= 1_000);
        assertThat(flood.sent.get()).isLessThan(1_000 + 64 + 64);
        assertThat(slow.missed()).as("passed on").isEqualTo(7);
        slow.cancel();
        Served.await(() -> flood.cancelled);
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void watch_cancelled_leavesNothingAtTheServers() {
        several.add("10.0.0.1:1", one);
        several.add("10.0.0.2:1", two);
        Watching watching = several.watch().startAll();
        assertThat(one.journal.teller().isActive()).isTrue();

        watching.cancel();

        Served.await(() -> !one.journal.teller().isActive() && !two.journal.teller().isActive());
    }

    /** A server that tells as much as it is let, and of which seven were missed. */
    private static final class Flood extends InspectionServiceImplBase {

        final AtomicLong sent = new AtomicLong();
        volatile boolean cancelled;

        @Override
        public void watchTransitions(WatchTransitionsRequest request,
                StreamObserver<WatchTransitionsResponse> responses) {
            var call = (ServerCallStreamObserver<WatchTransitionsResponse>) responses;
            call.setOnCancelHandler(() -> cancelled = true);
            call.setOnReadyHandler(() -> {
                while (call.isReady()) {
                    call.onNext(sent.getAndIncrement() == 0 ? WatchTransitionsResponse.getDefaultInstance()
                            : WatchTransitionsResponse.newBuilder().setMissed(7)
                                    .setTransition(Transition.newBuilder().setConnection("22222222/1"))
                                    .build());
                }
            });
        }
    }

    private static void await(Watching watching, String session, int connections) {
        int all = connections
                * (Histories.LOCKSTEP.client().states() + Histories.LOCKSTEP.server().states());
        Served.await(() -> of(watching, each -> each.startsWith(session)).size() == all);
    }

    private static List<Transition> of(Watching watching, Predicate<String> wanted) {
        return watching.transitions().stream().filter(each -> wanted.test(each.getConnection())).toList();
    }

    private static long changes(Watching watching) {
        synchronized (watching.responses) {
            return watching.responses.getLast().getServersChanged();
        }
    }
}
