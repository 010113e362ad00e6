package dev.parkway.service;

import dev.parkway.connection.History;
import dev.parkway.connection.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How connections are shown on standard output, and how fast. */
public final class ShowOptions {

    @Option(names = "--transcript", paramLabel = "WHEN", defaultValue = "${env:PARKWAY_TRANSCRIPT:-auto}",
            description = "Whether states are printed: ${COMPLETION-CANDIDATES}; auto is up to 1,000 connections "
                    + "a session. Default: auto.")
    private TranscriptMode transcript = TranscriptMode.auto;

    @Option(names = "--explain", defaultValue = "${env:PARKWAY_EXPLAIN:-false}",
            description = "Print with each state what led to it, what it means and where RFC 9293 says so. "
                    + "Default: no.")
    private boolean explain;

    @Option(names = "--pace", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_PACE:-0}",
            description = "Let so much time pass before each move of this side. Default: 0.")
    private Duration pace = Duration.ZERO;

    /** Creates the options; picocli does. */
    public ShowOptions() {}

    /** {@return whether states are printed} */
    public TranscriptMode transcriptMode() {
        return transcript;
    }

    /**
     * Creates the transcript on standard output.
     *
     * @param label what to call a connection's side; nothing if it is not printed
     * @return the transcript
     */
    public Transcript transcript(Function<History, Optional<String>> label) {
        return new Transcript(Transcript.standardOutput(), label, explain);
    }

    /** {@return how fast this side moves} */
    public Pace pace() {
        return pace.isPositive() ? Pace.every(pace) : Pace.none();
    }
}
