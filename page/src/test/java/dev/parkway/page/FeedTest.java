package dev.parkway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed of connections that a test makes up. */
@Timeout(60)
final class FeedTest {

    private static final int MAX_CHANGES = 300;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Told told = new Told();
    private final Server server;
    private final ManagedChannel channel;
    private final Feed feed;
    private final Reader reader = new Reader();

    FeedTest() throws IOException {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name).directExecutor().addService(told).build().start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
        feed = new Feed(new Calls(channel));
    }

    @AfterEach
    void end() {
        feed.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void turn_moreThanCanBeLookedAt_looksAtNoMoreAndHasAllReadAnew() throws InterruptedException {
        feed.join(reader);
        assertThat(kind()).isEqualTo("begin");
        int moved = 0;
        List<String> kinds = List.of();
        // Those before are not settled when others move.
        while (!kinds.contains("reload")) {
            told.move(moved + 1, moved + MAX_CHANGES);
            moved += MAX_CHANGES;
            kinds = kinds();
        }
        assertThat(told.most()).isEqualTo(MAX_CHANGES);
    }

    @Test
    void turn_connectionForgotten_isLeftOut() throws InterruptedException {
        told.refusal = Status.NOT_FOUND;
        feed.join(reader);
        assertThat(kind()).isEqualTo("begin");
        told.move(1, 1);

        assertThat(reader.next(LONG)).isEqualTo(new Event("changes", "{\"connections\":[]}"));
        assertThat(kind()).isEqualTo("summary");
    }

    @Test
    void turn_connectionThatCannotBeAskedFor_endsTheStreamsSoThatAllIsReadAnew() throws InterruptedException {
        told.refusal = Status.UNAVAILABLE;
        feed.join(reader);
        assertThat(kind()).isEqualTo("begin");
        told.move(1, 1);

        assertThat(kind()).isEqualTo("end");
    }

    private String kind() throws InterruptedException {
        return Objects.requireNonNull(reader.next(LONG), "nothing was told").name();
    }

    /** What one turn tells: a summary is the last. */
    private List<String> kinds() throws InterruptedException {
        List<String> kinds = new ArrayList<>();
        do {
            kinds.add(kind());
        } while (!kinds.getLast().equals("summary"));
        return kinds;
    }

    /** Connections that move when they are told to, and never end. */
    private static final class Told extends InspectionServiceGrpc.InspectionServiceImplBase {

        private volatile @Nullable StreamObserver<WatchTransitionsResponse> watch;
        private volatile @Nullable Status refusal;
        // Guarded by this.
        private int looks;
        private int most;

        void move(int first, int last) {
            for (int number = first; number <= last; number++) {
                Objects.requireNonNull(watch).onNext(WatchTransitionsResponse.newBuilder()
                        .setTransition(Transition.newBuilder().setConnection("local/" + number)).build());
            }
        }

        /** Returns how many were looked at between two summaries, at most. */
        synchronized int most() {
            return most;
        }

        @Override
        public void watchTransitions(WatchTransitionsRequest request,
                StreamObserver<WatchTransitionsResponse> responses) {
            watch = responses;
            responses.onNext(WatchTransitionsResponse.getDefaultInstance());
        }

        @Override
        public synchronized void getConnection(GetConnectionRequest request,
                StreamObserver<GetConnectionResponse> responses) {
            looks++;
            most = Math.max(most, looks);
            Status refused = refusal;
            if (refused != null) {
                responses.onError(refused.asRuntimeException());
                return;
            }
            responses.onNext(GetConnectionResponse.newBuilder()
                    .setConnection(Connection.newBuilder().setName(request.getName())).build());
            responses.onCompleted();
        }

        @Override
        public synchronized void getSummary(GetSummaryRequest request,
                StreamObserver<GetSummaryResponse> responses) {
            looks = 0;
            responses.onNext(GetSummaryResponse.getDefaultInstance());
            responses.onCompleted();
        }
    }
}
