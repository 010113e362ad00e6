package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.script.Side;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WatchTransitionsTest {

    private final Served served = new Served(
            new InspectionLimits(20, 3, 5, 3, Served.limits(1).holdBack()));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void watchTransitions_begun_saysSoFirst() {
        Watching watching = served.watch().startAll();

        assertThat(watching.responses).hasSize(1);
        assertThat(watching.responses.getFirst().hasTransition()).isFalse();
        assertThat(watching.missed()).isZero();
    }

    @Test
    void watchTransitions_recordsMade_areSeen() {
        Watching watching = served.watch().startAll();
        run(Histories.name(1), 3);
        Served.await(() -> watching.states().size() == 3);

        assertThat(watching.states()).containsExactly("client CLOSED", "client SYN_SENT",
                "client ESTABLISHED");
    }

    @Test
    void watchTransitions_filters_letThroughWhatTheyName() {
        Watching one = served.watch().start(request("3f2a9c1d/2", ""));
        Watching session = served.watch().start(request("", "00000000"));
        Watching all = served.watch().startAll();
        one.take(100);
        session.take(100);
        run(Histories.name(1), 1);
        run(Histories.name(2), 2);
        run(new ConnectionName("00000000", 2), 3);
        Served.await(() -> all.states().size() == 6);

        assertThat(one.transitions()).map(each -> each.getConnection()).containsExactly("3f2a9c1d/2",
                "3f2a9c1d/2");
        assertThat(session.transitions()).hasSize(3)
                .allMatch(each -> each.getConnection().equals("00000000/2"));
    }

    @Test
    void watchTransitions_slowWatcher_missesWhatDoesNotFitAndIsTold() {
        Watching slow = served.watch().start(WatchTransitionsRequest.getDefaultInstance());
        Watching quick = served.watch().startAll();
        run(Histories.name(1), 7);
        run(Histories.name(2), 7);
        Served.await(() -> quick.states().size() == 14);
        assertThat(slow.responses).hasSize(1);

        slow.take(100);
        Served.await(() -> slow.states().size() == 5);
        assertThat(slow.missed()).isEqualTo(9);
        // The stream goes on, and so does the count.
        run(Histories.name(3), 1);
        Served.await(() -> slow.states().size() == 6);
        assertThat(slow.missed()).isEqualTo(9);
    }

    @Test
    void watchTransitions_onlyMissedIsNew_isToldWithoutATransition() {
        Watching watching = served.watch().startAll();
        served.journal.teller().skip();
        run(Histories.name(1), 1);
        Served.await(() -> watching.responses.size() == 3);

        assertThat(watching.missed()).isEqualTo(1);
        assertThat(watching.states()).hasSize(1);
    }

    @Test
    void watchTransitions_cancelled_leavesNothing() {
        Watching first = served.watch().startAll();
        Watching second = served.watch().startAll();
        first.cancel();
        run(Histories.name(1), 1);
        Served.await(() -> second.states().size() == 1);
        assertThat(served.journal.teller().isActive()).isTrue();

        second.cancel();
        Served.await(() -> !served.journal.teller().isActive());
        // The places are free again.
        for (int i = 0; i < 3; i++) {
            assertThat(served.watch().startAll().failure).isNull();
        }
    }

    @Test
    void watchTransitions_tooMany_areRefused() {
        for (int i = 0; i < 3; i++) {
            assertThat(served.watch().startAll().failure).isNull();
        }
        Watching fourth = served.watch().start(WatchTransitionsRequest.getDefaultInstance());

        assertThat(Served.refused(Objects.requireNonNull(fourth.failure), Status.Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_WATCHERS").getMetadataMap()).containsEntry("allowed", "3");
    }

    @ParameterizedTest
    @CsvSource({"7, '', CONNECTION_NAME", "3f2a9c1d/x, '', CONNECTION_NAME", "'', nobody, SESSION",
            "3f2a9c1d/7, 00000000, SESSION"})
    void watchTransitions_filterThatIsNone_isRefused(String connection, String session, String reason) {
        Watching watching = served.watch().start(request(connection, session));

        Served.refused(Objects.requireNonNull(watching.failure), Status.Code.INVALID_ARGUMENT, reason);
        assertThat(served.journal.teller().isActive()).isFalse();
    }

    @Test
    void close_watches_endAsUnavailable() {
        Watching watching = served.watch().startAll();
        served.journal.close();
        Served.await(() -> watching.failure != null);
        Served.refused(Objects.requireNonNull(watching.failure), Status.Code.UNAVAILABLE, "SHUTTING_DOWN");

        Watching later = served.watch().start(WatchTransitionsRequest.getDefaultInstance());
        Served.refused(Objects.requireNonNull(later.failure), Status.Code.UNAVAILABLE, "SHUTTING_DOWN");
    }

    private void run(ConnectionName name, int upTo) {
        History history = new History(name, Histories.LOCKSTEP, Side.CLIENT);
        Observation observation = served.journal.begin(history);
        for (int ordinal = 1; ordinal <= upTo; ordinal++) {
            Histories.grow(history, ordinal);
            observation.entered(ordinal);
        }
    }

    private static WatchTransitionsRequest request(String connection, String session) {
        return WatchTransitionsRequest.newBuilder().setConnection(connection).setSession(session).build();
    }
}
