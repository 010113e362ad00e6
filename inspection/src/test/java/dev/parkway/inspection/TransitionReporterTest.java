package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.control.SessionId;
import dev.parkway.script.Side;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class TransitionReporterTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int BACKLOG = 10;

    private final Served served = new Served(Served.limits(20_000));
    private final SessionId session = served.open(Histories.LOCKSTEP);

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void begin_connection_isReportedWhileItRuns() throws InterruptedException {
        TransitionReporter reporter = reporter(1_000);
        History history = client(1);
        Observation observation = reporter.begin(history);
        for (int ordinal = 1; ordinal <= 7; ordinal++) {
            Histories.grow(history, ordinal);
            observation.entered(ordinal);
            int records = ordinal;
            Served.await(() -> reported(1) == records);
        }
        assertThat(journalled(1).outcome()).isEmpty();
        history.end(History.COMPLETED);
        observation.ended();
        Served.await(() -> journalled(1).completed());

        assertThat(reporter.close(LONG)).isTrue();
        assertThat(journalled(1).transitions()).isEqualTo(history.transitions());
        assertThat(reporter.dropped()).isZero();
    }

    @Test
    void close_manyConnections_allHaveArrived() throws InterruptedException {
        TransitionReporter reporter = new TransitionReporter(served.channel, session, Duration.ZERO, 100_000);
        TwoProcesses processes = new TwoProcesses(session.name(), Histories.LOCKSTEP, reporter,
                served.journal);
        List<History> clients = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            clients.add(processes.connect());
        }
        processes.join();

        assertThat(reporter.close(LONG)).isTrue();
        assertThat(reporter.dropped()).isZero();
        for (History client : clients) {
            assertThat(journalled(client.name().number()).transitions()).isEqualTo(client.transitions());
            assertThat(journalled(client.name().number()).completed()).isTrue();
        }
    }

    @Test
    void close_nothingRecorded_isQuick() throws InterruptedException {
        assertThat(reporter(1_000).close(LONG)).isTrue();
    }

    @Test
    void close_again_saysTheSame() throws InterruptedException {
        TransitionReporter reporter = reporter(1_000);
        run(reporter, 1);
        assertThat(reporter.close(LONG)).isTrue();
        assertThat(reporter.close(LONG)).isTrue();
    }

    @Test
    void entered_afterClose_isCountedOnce() throws InterruptedException {
        TransitionReporter reporter = reporter(1_000);
        History history = client(1);
        Observation observation = reporter.begin(history);
        reporter.close(LONG);
        Histories.grow(history, 2);
        observation.entered(1);
        observation.entered(2);
        assertThat(reporter.dropped()).isEqualTo(1);

        run(reporter, 2);
        assertThat(reporter.dropped()).isEqualTo(2);
    }

    @Test
    void stream_breaksUnanswered_isOpenedAgainAndAllArrives() throws InterruptedException {
        BreakingReports breaking = new BreakingReports(served.channel, 3);
        try (Front front = new Front(breaking)) {
            TransitionReporter reporter = new TransitionReporter(front.channel, session, Duration.ZERO, 1_000,
                    Duration.ofNanos(1), Duration.ZERO);
            for (int number = 1; number <= 200; number++) {
                run(reporter, number);
            }
            assertThat(reporter.close(LONG)).isTrue();

            assertThat(breaking.streams()).isEqualTo(4);
            assertThat(reporter.dropped()).isZero();
            for (int number = 1; number <= 200; number++) {
                assertThat(journalled(number).transitions()).isEqualTo(client(number, 7).transitions());
                assertThat(journalled(number).completed()).isTrue();
            }
        }
    }

    @Test
    void stream_neverAnswered_dropsAndCountsWhatComesTooMuch() throws InterruptedException {
        try (Front front = new Front(new SilentReports())) {
            TransitionReporter reporter = new TransitionReporter(front.channel, session, Duration.ZERO,
                    BACKLOG,
                    Duration.ofNanos(1), Duration.ZERO);
            long begun = 0;
            while (reporter.dropped() < 100) {
                run(reporter, ++begun);
                assertThat(begun).isLessThan(1_000_000);
            }
            // Nothing of it has been taken: the server said nothing.
            assertThat(reporter.close(Duration.ofMillis(1))).isFalse();
            assertThat(reporter.dropped()).isEqualTo(begun);
        }
    }

    @Test
    void begin_serverSlow_waitsAndReportsAll() throws InterruptedException {
        TransitionReporter reporter = new TransitionReporter(served.channel, session, Duration.ZERO, BACKLOG,
                Duration.ofNanos(1), LONG);
        for (int number = 1; number <= 2_000; number++) {
            run(reporter, number);
        }

        assertThat(reporter.close(LONG)).isTrue();
        assertThat(reporter.dropped()).isZero();
        for (int number = 1; number <= 2_000; number++) {
            assertThat(journalled(number).completed()).isTrue();
        }
    }

    @Test
    void stream_moreIsLeftThanItTakes_goesOnAsSoonAsItTakesMore() throws InterruptedException {
        int connections = 10_000;
        ReportSender sender = new ReportSender(served.channel, session, Duration.ZERO, Duration.ofHours(1),
                Duration.ZERO);
        for (int number = 1; number <= connections; number++) {
            new Reported(client(number, 7), sender).ended();
        }

        sender.start();

        for (int number = 1; number <= connections; number++) {
            int each = number;
            Served.await(() -> reported(each) == 7);
        }
        assertThat(sender.close(LONG)).isTrue();
    }

    @Test
    void stream_sessionUnknown_stopsAndCounts() throws InterruptedException {
        TransitionReporter reporter = new TransitionReporter(served.channel, SessionId.random(),
                Duration.ZERO, 1_000,
                Duration.ofNanos(1), Duration.ZERO);
        Served.await(() -> reporter.begin(client(1)).equals(Observation.NONE));
        long dropped = reporter.dropped();
        run(reporter, 2);

        assertThat(reporter.dropped()).isEqualTo(dropped + 1);
        assertThat(reporter.close(LONG)).isFalse();
    }

    @Test
    void entered_serverNotThere_doesNotWait() throws InterruptedException {
        ManagedChannel nowhere = InProcessChannelBuilder.forName("nowhere").directExecutor().build();
        TransitionReporter reporter = new TransitionReporter(nowhere, session, Duration.ZERO, BACKLOG,
                Duration.ofNanos(1), Duration.ZERO);
        for (int number = 1; number <= 1_000; number++) {
            run(reporter, number);
        }

        assertThat(reporter.dropped()).isBetween(1L, 1_000L);
        assertThat(reporter.close(Duration.ofMillis(1))).isFalse();
        assertThat(reporter.dropped()).isEqualTo(1_000);
        nowhere.shutdownNow();
    }

    private TransitionReporter reporter(int backlog) {
        return new TransitionReporter(served.channel, session, Duration.ZERO, backlog, Duration.ofNanos(1),
                Duration.ZERO);
    }

    private History client(long number) {
        return new History(new ConnectionName(session.name(), number), Histories.LOCKSTEP, Side.CLIENT);
    }

    private History client(long number, int upTo) {
        History history = client(number);
        Histories.grow(history, upTo);
        return history;
    }

    private void run(Observer reporter, long number) {
        History history = client(number);
        Observation observation = reporter.begin(history);
        for (int ordinal = 1; ordinal <= 7; ordinal++) {
            Histories.grow(history, ordinal);
            observation.entered(ordinal);
        }
        history.end(History.COMPLETED);
        observation.ended();
    }

    private int reported(long number) {
        Entry entry = served.journal.find(new ConnectionName(session.name(), number));
        History history = entry == null ? null : entry.client();
        return history == null ? 0 : history.size();
    }

    private History journalled(long number) {
        Entry entry = served.journal.find(new ConnectionName(session.name(), number));
        return Objects.requireNonNull(Objects.requireNonNull(entry).client());
    }
}
