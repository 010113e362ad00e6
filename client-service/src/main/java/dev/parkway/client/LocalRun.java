package dev.parkway.client;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.LocalConnection;
import dev.parkway.connection.Loopback;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.service.ExitCode;
import dev.parkway.service.MoveLog;
import dev.parkway.service.Terminal;
import dev.parkway.service.Transcript;
import dev.parkway.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs both sides of connections in this process: the seed itself, two threads and no gRPC. */
final class LocalRun {

    private static final Logger log = LoggerFactory.getLogger(LocalRun.class);
    private static final Duration WITHOUT_END = Duration.ofNanos(Long.MAX_VALUE);

    private final ClientOptions options;
    private final Scenario scenario;

    LocalRun(ClientOptions options, Scenario scenario) {
        this.options = options;
        this.scenario = scenario;
    }

    int run() throws InterruptedException {
        Transcript transcript = options.show.transcript(this::label);
        Tally tally = new Tally(options.parallel);
        Watching watching = new Watching(Telemetry.NONE, options.terminal.measures(options.connections));
        CompletedSides completedSides = new CompletedSides();
        List<Observer> observers = new ArrayList<>(List.of(transcript, new MoveLog(), tally, completedSides));
        observers.addAll(watching.observers());
        long begunNanos = System.nanoTime();
        EpochClock clock = new EpochClock();
        Listener listener = new Listener(clock, transition -> {
            if (options.show.transcriptMode().prints(options.connections)) {
                transcript.print(Transcript.name(Side.SERVER), transition);
            }
        });
        listener.open();
        Loopback loopback = new Loopback(scenario, listener,
                new Conditions(options.msl.multipliedBy(2), clock,
                        Observer.all(observers), options.show.pace(), options.hold, watching.timers()));
        boolean completed;
        try (Progress _ = options.terminal.progress(tally, options.connections,
                options.show.transcriptMode().prints(options.connections))) {
            completed = runAll(loopback, tally) && completedSides.count() == 2L * options.connections;
        }
        watching.measures().ifPresent(measures -> new RunSummary(options.connections,
                Duration.ofNanos(System.nanoTime() - begunNanos), tally.outcomes(), Map.of())
                .print(System.err, Terminal.coloursOfStandardError(), measures));
        log.info("{} connections: {}", options.connections, tally.outcomes());
        if (!completed) {
            return ExitCode.CONNECTIONS_FAILED;
        }
        transcript.print("TCP connection disconnected");
        return ExitCode.OK;
    }

    /** Runs all connections, of which those that have ended are kept nowhere; says whether all did. */
    private boolean runAll(Loopback loopback, Tally tally) throws InterruptedException {
        tally.run(options.connections, (Tally.Always) () -> {
            LocalConnection _ = loopback.connect();
            return true;
        });
        // The clients' sides have ended, and so the servers' soon will.
        return loopback.drain(WITHOUT_END) == 0;
    }

    /** Counts the sides of connections that came to their scripts' ends. */
    private static final class CompletedSides implements Observer {

        private final LongAdder completed = new LongAdder();

        @Override
        public Observation begin(History history) {
            return new Observation() {
                @Override
                public void entered(int ordinal) {}

                @Override
                public void ended() {
                    if (history.completed()) {
                        completed.increment();
                    }
                }
            };
        }

        long count() {
            return completed.sum();
        }
    }

    private Optional<String> label(History history) {
        if (!options.show.transcriptMode().prints(options.connections)) {
            return Optional.empty();
        }
        String side = Transcript.name(history.side());
        return Optional.of(options.connections == 1 ? side : side + " " + history.name().number());
    }
}
