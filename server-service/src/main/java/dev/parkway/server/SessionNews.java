package dev.parkway.server;

import dev.parkway.control.SessionInfo;
import dev.parkway.inspection.Journal;

/** Who has to know which sessions there are: the transcript's labels, and the journal. */
record SessionNews(SessionLabels labels, Journal journal) {

    void opened(SessionInfo session) {
        labels.add(session);
    }

    void ended(SessionInfo session) {
        labels.remove(session);
        journal.sessionEnded(session.id().name());
    }
}
