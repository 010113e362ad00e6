package dev.parkway.telemetry;

import dev.parkway.control.Traffic;
import dev.parkway.inspection.Journal;
import dev.parkway.parker.TurnResult;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** What is counted where it happens, and only looked up here. */
final class ProcessMetrics {

    private final Instruments instruments;
    private final List<LongSupplier> droppedReports = new CopyOnWriteArrayList<>();

    ProcessMetrics(Instruments instruments) {
        this.instruments = instruments;
    }

    void count(Traffic traffic) {
        instruments.observe(Metric.TOKEN_SENT, traffic::tokensSent);
        instruments.observe(Metric.TOKEN_RECEIVED, traffic::tokensReceived);
        instruments.observe(Metric.TOKEN_MERGED, traffic::turnsMerged);
        instruments.observe(Metric.TOKEN_RESTATED, traffic::tokensRestated);
        instruments.observe(Metric.TOKEN_LATE, traffic::tokensLate);
        instruments.observe(Metric.SESSION_COUNT, traffic::sessionsOpen);
        instruments.observe(Metric.SESSION_ATTACHED, traffic::sessionsAttached);
        instruments.observe(Metric.SESSION_RESUMED, traffic::sessionsResumed);
        instruments.observe(Metric.SESSION_LOST, measurement -> {
            for (TurnResult cause : List.of(TurnResult.SESSION_LOST, TurnResult.TAKEN_OVER,
                    TurnResult.DRAINED)) {
                measurement.record(traffic.sessionsLost(cause),
                        Attributes.of(Metric.CAUSE, cause.toString()));
            }
        });
    }

    void count(Journal journal) {
        instruments.observe(Metric.JOURNAL_COUNT, journal::size);
        instruments.observe(Metric.JOURNAL_DROPPED, journal::forgotten);
        instruments.observe(Metric.CONNECTION_JUDGED, measurement -> journal.judged()
                .forEach((verdict, count) -> measurement.record(count,
                        Attributes.of(Metric.VERDICT, verdict))));
    }

    /** Adds up what several reporters could not report; there is one a session. Any thread. */
    synchronized void countReports(LongSupplier dropped) {
        // Alone: of two that found none here, both would bring the instrument.
        if (droppedReports.isEmpty()) {
            instruments.observe(Metric.REPORT_DROPPED,
                    () -> droppedReports.stream().mapToLong(LongSupplier::getAsLong).sum());
        }
        droppedReports.add(dropped);
    }
}
