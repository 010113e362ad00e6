package dev.parkway.client;

import dev.parkway.service.Terminal;
import java.io.PrintStream;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a run tells a person at a terminal, on standard error. */
final class TerminalOptions {

    /** When something is shown. */
    enum When {
        /** If somebody looks. */
        auto,
        /** Always. */
        on,
        /** Never. */
        off
    }

    @Option(names = "--progress", paramLabel = "WHEN", defaultValue = "${env:PARKWAY_PROGRESS:-auto}",
            description = "Show on standard error how far the run is: ${COMPLETION-CANDIDATES}; auto is on a "
                    + "terminal, if there is no transcript. Default: auto.")
    private When progress = When.auto;

    @Option(names = "--summary", paramLabel = "WHEN", defaultValue = "${env:PARKWAY_SUMMARY:-auto}",
            description = "Sum the run up at its end, on standard error: ${COMPLETION-CANDIDATES}; auto is on a "
                    + "terminal, with more than one connection. Default: auto.")
    private When summary = When.auto;

    /** Returns measures to be taken, if the run is to be summed up. */
    Optional<Measures> measures(int connections) {
        return switch (summary) {
            case auto -> connections > 1 && Terminal.isStandardError();
            case on -> true;
            case off -> false;
        } ? Optional.of(new Measures()) : Optional.empty();
    }

    /** Returns a display that shows how far a run is; one that shows nothing if that is not wanted. */
    Progress progress(Tally tally, int connections, boolean transcript) {
        boolean shown = switch (progress) {
            case auto -> connections > 1 && !transcript && Terminal.isStandardError();
            case on -> true;
            case off -> false;
        };
        return shown ? Progress.show(tally, connections, standardError()) : Progress.NONE;
    }

    private static PrintStream standardError() {
        return System.err;
    }
}
