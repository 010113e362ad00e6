package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.control.Failure;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.proto.inspection.v1.ReportTransitionsResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of reports, of one session's client. */
final class ReportCall implements StreamObserver<ReportTransitionsRequest> {

    private static final Logger log = LoggerFactory.getLogger(ReportCall.class);

    private final Journal journal;
    private final ReportingSession session;
    private final StreamObserver<ReportTransitionsResponse> responses;
    private final Consumer<ReportCall> onEnd;
    private final SessionLog known;

    // Guarded by this, as are all calls of the responses.
    private boolean over;
    private long taken;
    private long dropped;

    ReportCall(Journal journal, ReportingSession session,
            StreamObserver<ReportTransitionsResponse> responses, Consumer<ReportCall> onEnd) {
        this.journal = journal;
        this.session = session;
        this.responses = responses;
        this.onEnd = onEnd;
        this.known = journal.openReports(session.name());
    }

    @Override
    public synchronized void onNext(ReportTransitionsRequest report) {
        if (over) {
            return;
        }
        try {
            ReportTable table = new ReportTable(report);
            // Before the records: whoever judges them by it has seen it.
            known.clientTwoMsl(table.twoMsl());
            while (table.next()) {
                take(table);
            }
        } catch (StatusRuntimeException e) {
            log.atWarn().addKeyValue("session", session.name()).log("session {}: report refused: {}",
                    session.name(), Failure.text(e));
            fail(e);
            return;
        }
        dropped = report.getDropped();
        taken++;
        responses.onNext(ReportTransitionsResponse.newBuilder().setTaken(taken).build());
    }

    private void take(ReportTable table) {
        ConnectionName name = new ConnectionName(session.name(), table.number());
        Entry entry = journal.reported(known, name, session.scenario(), table.firstOrdinal() == 1);
        if (entry == null) {
            return;
        }
        // A stream and the one that takes its place may both be at it.
        synchronized (entry) {
            History history = entry.reportedClient();
            if (history == null) {
                return;
            }
            int before = history.size();
            table.appendTo(history);
            for (int ordinal = before + 1; ordinal <= history.size(); ordinal++) {
                entry.entered(ordinal);
            }
        }
        entry.reported();
    }

    @Override
    public synchronized void onCompleted() {
        if (!over) {
            end(true);
            responses.onCompleted();
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        // The client may come back and go on.
        if (!over) {
            end(false);
        }
    }

    /** Makes place for a newer stream. */
    synchronized void supersede() {
        if (!over) {
            fail(Failure.aborted("SUPERSEDED",
                    "a newer report stream of session " + session.name() + " is open",
                    Map.of("session", session.name())));
        }
    }

    private void fail(StatusRuntimeException failure) {
        end(false);
        responses.onError(failure);
    }

    private void end(boolean complete) {
        over = true;
        if (dropped > 0) {
            log.atInfo().addKeyValue("session", session.name()).log(
                    "session {}: its client left {} connections out of its reports", session.name(),
                    dropped);
        }
        journal.closeReports(known, complete);
        onEnd.accept(this);
    }
}
