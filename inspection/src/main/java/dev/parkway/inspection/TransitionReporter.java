package dev.parkway.inspection;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.control.SessionId;
import io.grpc.Channel;
import java.time.Duration;

/**
 * Hands what a client process records to the server's journal, on a stream of its own beside the control
 * stream.
 *
 * <p>It is given to the state threads of one session as their observer. They only mark their connection; what
 * it recorded is sent from another thread, a moment later. If the server does not keep up, connections begin more
 * slowly; if it takes nothing at all for a while, those that begin are left out and counted. If the stream breaks it is opened again, and what had not been answered is
 * sent once more. If the server says that it does not know the session, or refuses a report, nothing is sent
 * any more, and what was not is counted.
 */
public final class TransitionReporter implements Observer {

    /** Connections that may wait to be reported, unless said otherwise. */
    public static final int DEFAULT_BACKLOG = 100_000;

    /** Short against a person's patience, long against the time that a connection takes. */
    private static final Duration GATHER = Duration.ofMillis(10);

    /** A connection that begins waits no longer for room in the backlog. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReportSender sender;
    private final int backlog;

    /**
     * Starts to report.
     *
     * @param channel to the server that has the session; it is borrowed, its owner closes it
     * @param session the session, which is open
     * @param twoMsl how long TIME_WAIT lasts on this side, which the server holds its records to; zero if it is
     *        not to
     * @param backlog how many connections may wait to be reported; while there are more, those that begin wait,
     *        for up to five seconds, before their first state
     */
    public TransitionReporter(Channel channel, SessionId session, Duration twoMsl, int backlog) {
        this(channel, session, twoMsl, backlog, GATHER, PATIENCE);
    }

    TransitionReporter(Channel channel, SessionId session, Duration twoMsl, int backlog, Duration gather,
            Duration patience) {
        this.backlog = backlog;
        this.sender = new ReportSender(channel, session, twoMsl, gather, patience);
        sender.start();
    }

    @Override
    public Observation begin(History history) {
        if (!sender.awaitRoom(backlog)) {
            sender.leaveOut();
            return Observation.NONE;
        }
        return new Reported(history, sender);
    }

    /** {@return how many connections were left out, wholly or in part} */
    public long dropped() {
        return sender.dropped();
    }

    /**
     * Reports what has been recorded so far, and ends. What is recorded later is not reported.
     *
     * @param patience how long the server may take nothing; while it takes something, it may last longer
     * @return true if the server has taken all of it
     * @throws InterruptedException if the caller is interrupted; the reporter goes on closing
     */
    public boolean close(Duration patience) throws InterruptedException {
        return sender.close(patience);
    }
}
