package dev.parkway.control;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * One stream of a session, and what was sent and taken on it. Counts begin anew with every attach, so an
 * acknowledgement can never be applied to another one's batches.
 */
final class Attach {

    private record SentLasts(long batch, List<ControlConnection> connections) {}

    private final TokenStream stream;
    private final long number;
    private final boolean greets;
    private final Queue<SentLasts> unacknowledged = new ConcurrentLinkedQueue<>();

    // Written by the one that sends, under the outbox's lock.
    private volatile long batchesSent;
    private volatile long acknowledgementSent;

    // Written by the one that receives, under the session's lock.
    private volatile long batchesTaken;
    private volatile long batchesOwed;

    private Attach(TokenStream stream, long number, boolean greets) {
        this.stream = stream;
        this.number = number;
        this.greets = greets;
    }

    /** The client's end of a stream; the number tells which of two attaches is the newer. */
    static Attach dialled(TokenStream stream, long number) {
        return new Attach(stream, number, false);
    }

    /** The server's end of a stream, which begins with a batch, empty if need be. */
    static Attach accepted(TokenStream stream, long number) {
        return new Attach(stream, number, true);
    }

    boolean greets() {
        return greets;
    }

    long number() {
        return number;
    }

    TokenStream stream() {
        return stream;
    }

    /** Sends a batch, with the acknowledgement of all that was taken so far. */
    void send(TokenBatch.Builder tokens, List<ControlConnection> lasts) {
        long batch = batchesSent + 1;
        if (!lasts.isEmpty()) {
            unacknowledged.add(new SentLasts(batch, List.copyOf(lasts)));
        }
        // Before the message leaves: its acknowledgement must not find it unsent.
        batchesSent = batch;
        long acknowledged = batchesTaken;
        acknowledgementSent = acknowledged;
        stream.send(tokens.build(acknowledged));
    }

    /** Counts a batch that came in; one with tokens owes an acknowledgement. */
    void take(boolean hasTokens) {
        long taken = batchesTaken + 1;
        batchesTaken = taken;
        if (hasTokens) {
            batchesOwed = taken;
        }
    }

    /** Applies the peer's acknowledgement: hands over each connection whose last it covers. */
    void acknowledge(long acknowledged, Consumer<ControlConnection> covered) {
        long sent = batchesSent;
        if (acknowledged < 0 || acknowledged > sent) {
            throw Failure.invalidArgument("ACKNOWLEDGED_UNSENT",
                    "acknowledged " + Long.toUnsignedString(acknowledged) + " batches, sent were " + sent,
                    Map.of("acknowledged", Long.toUnsignedString(acknowledged), "sent", Long.toString(sent)));
        }
        for (SentLasts head = unacknowledged.peek(); head != null
                && head.batch <= acknowledged; head = unacknowledged.peek()) {
            unacknowledged.remove();
            head.connections.forEach(covered);
        }
    }

    /** Whether a batch with tokens is not acknowledged yet. */
    boolean owesAcknowledgement() {
        return batchesOwed > acknowledgementSent;
    }

    /** How many batches came in since the last acknowledgement left. */
    long batchesSinceAcknowledgement() {
        return batchesTaken - acknowledgementSent;
    }
}
