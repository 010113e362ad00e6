package dev.parkway.server;

import dev.parkway.control.SessionInfo;
import dev.parkway.inspection.Journal;
import dev.parkway.telemetry.Telemetry;

/** Who has to know which sessions there are: the transcript's labels, the journal, and monitoring. */
record SessionNews(SessionLabels labels, Journal journal, Telemetry telemetry) {

    void opened(SessionInfo session) {
        telemetry.sessionOpened(session.id().name());
        labels.add(session);
    }

    void ended(SessionInfo session) {
        labels.remove(session);
        journal.sessionEnded(session.id().name());
        telemetry.sessionEnded(session.id().name());
    }
}
