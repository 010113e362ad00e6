package dev.parkway.inspection;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection whose records are to be reported. */
final class Reported extends MarkStack.Mark implements Observation {

    private final History history;
    private final ReportSender sender;
    private final AtomicBoolean lost = new AtomicBoolean();

    // Touched by the sender's thread alone.
    private int sent;
    private boolean outcomeSent;

    Reported(History history, ReportSender sender) {
        this.history = history;
        this.sender = sender;
    }

    History history() {
        return history;
    }

    @Override
    public void entered(int ordinal) {
        sender.mark(this);
    }

    @Override
    public void ended() {
        sender.mark(this);
    }

    /** Gives it up; true if it has not been given up before. */
    boolean lose() {
        return lost.compareAndSet(false, true);
    }

    int sent() {
        return sent;
    }

    boolean isOutcomeSent() {
        return outcomeSent;
    }

    void sent(int records, boolean outcome) {
        sent = records;
        outcomeSent = outcome;
    }

    /** Has all of it sent again: nobody knows how much has arrived. */
    void sendAgain() {
        sent(0, false);
    }
}
