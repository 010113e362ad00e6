package dev.parkway.inspection;

import dev.parkway.control.Failure;
import dev.parkway.control.SessionId;
import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is marked, on a thread of its own. It lets marks gather for a moment before it takes them, so
 * that a connection's records leave together and a state thread hardly ever has to wake it.
 */
final class ReportSender {

    private static final Logger log = LoggerFactory.getLogger(ReportSender.class);

    /** As for the control stream: after these it is worth trying again, after any other it is not. */
    private static final Set<Status.Code> BREAKS = Set.of(Status.Code.UNAVAILABLE, Status.Code.CANCELLED,
            Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.DEADLINE_EXCEEDED);

    private final Channel channel;
    private final SessionId session;
    private final Duration twoMsl;
    private final long gatherNanos;
    private final MarkStack news = new MarkStack();
    private final Parker parker = new Parker();
    private final Room room;
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;
    // Written by the thread: goes up when the server has taken something.
    private volatile long progress;
    // Written by the thread, once.
    private volatile boolean stopped;
    private volatile boolean complete;

    // Touched by the thread alone.
    private @Nullable ReportStream stream;
    private MarkStack.@Nullable Mark taken;
    private final BackOff backOff = new BackOff(new SplittableRandom());
    private long retryNanos = System.nanoTime();

    ReportSender(Channel channel, SessionId session, Duration twoMsl, Duration gather, Duration patience) {
        this.channel = channel;
        this.session = session;
        this.twoMsl = twoMsl;
        this.gatherNanos = gather.toNanos();
        this.room = new Room(patience);
        // Not a virtual one: it would wait behind as many state threads as are ready to run.
        thread = Thread.ofPlatform().daemon().name("reports of " + session).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has what is new of a connection sent. Any thread. */
    void mark(Reported reported) {
        if (!stopped && news.add(reported)) {
            parker.unparker().unpark();
        }
        // Asked again: if it stopped meanwhile, nobody looks at what was marked.
        if (stopped) {
            lose(reported);
        }
    }

    /** Waits while so many connections wait to be sent; false if none is for too long, or ever any more. */
    boolean awaitRoom(int backlog) {
        return !stopped && room.await(() -> news.depth() >= backlog);
    }

    /** Counts a connection that is left out. */
    void leaveOut() {
        dropped.increment();
    }

    long dropped() {
        return dropped.sum();
    }

    /**
     * Sends what is there, waits until it has been taken, and stops; false if the server took nothing for as long
     * as given and something was left.
     */
    boolean close(Duration patience) throws InterruptedException {
        closing = true;
        room.close();
        parker.unparker().unpark();
        long before;
        boolean done;
        do {
            before = progress;
            done = thread.join(patience);
        } while (!done && progress != before);
        if (!done) {
            thread.interrupt();
            thread.join();
        }
        return complete;
    }

    private void run() {
        try {
            while (!step()) {
                await();
            }
        } catch (InterruptedException e) {
            // By close, whose patience is over.
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
    }

    private void await() throws InterruptedException {
        // What is left only waits for room on the stream: it has gathered.
        boolean gathering = nothingIsLeft();
        if (stream == null) {
            UnparkReason _ = parker.parkUntil(retryNanos);
        } else {
            parker.park();
        }
        long untilNanos = System.nanoTime() + gatherNanos;
        // Whatever else wakes it is looked at when the time of gathering is over.
        while (gathering && !closing) {
            gathering = parker.parkUntil(untilNanos) == UnparkReason.UNPARKED
                    && untilNanos - System.nanoTime() > 0;
        }
    }

    /** Does all that can be done now; true if there is nothing left to do, ever. */
    private boolean step() {
        ReportStream current = stream;
        if (current == null) {
            if (closing && nothingIsLeft()) {
                complete = true;
                return true;
            }
            if (retryNanos - System.nanoTime() > 0) {
                return false;
            }
            current = ReportStream.open(channel, session, parker.unparker());
            stream = current;
        }
        // The end before the answers: they all came before it.
        Status end = current.end();
        if (current.takeAnswers()) {
            countProgress();
            backOff.reset();
        }
        if (end != null) {
            return ended(current, end);
        }
        boolean sending = true;
        while (sending && current.hasRoom()) {
            sending = send(current);
        }
        if (closing && nothingIsLeft()) {
            current.halfClose();
        }
        return false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    private void countProgress() {
        progress++;
    }

    private boolean send(ReportStream current) {
        ReportBatch batch = new ReportBatch();
        while (!batch.isFull()) {
            MarkStack.Mark mark = taken == null ? takeNews() : taken;
            if (mark == null) {
                break;
            }
            // Unmarked before it is read, so that whatever comes later marks it again.
            taken = MarkStack.pass(mark);
            if (!batch.add((Reported) mark)) {
                boolean _ = news.add(mark);
            }
        }
        if (batch.isEmpty()) {
            return false;
        }
        current.send(batch, dropped(), twoMsl);
        return true;
    }

    private MarkStack.@Nullable Mark takeNews() {
        MarkStack.Mark mark = news.takeAll();
        if (mark != null) {
            room.made();
        }
        return mark;
    }

    private boolean ended(ReportStream broken, Status status) {
        stream = null;
        Set<Reported> unanswered = broken.unanswered();
        if (closing && status.isOk() && unanswered.isEmpty()) {
            complete = nothingIsLeft();
            return true;
        }
        // Nobody knows how much of it has arrived; what is known already is ignored there.
        for (Reported each : unanswered) {
            each.sendAgain();
            boolean _ = news.add(each);
        }
        if (!BREAKS.contains(status.getCode())) {
            log.atWarn().addKeyValue("session", session.name()).log("session {}: no more reports: {}",
                    session,
                    Failure.text(status.asRuntimeException()));
            return true;
        }
        retryNanos = System.nanoTime() + backOff.nextNanos();
        log.atInfo().addKeyValue("session", session.name()).log("session {}: reports broke off: {}", session,
                Failure.text(status.asRuntimeException()));
        return false;
    }

    private boolean nothingIsLeft() {
        return taken == null && news.depth() == 0;
    }

    private void stop() {
        stopped = true;
        room.close();
        ReportStream current = stream;
        if (current != null) {
            current.unanswered().forEach(this::lose);
            current.cancel();
        }
        for (MarkStack.Mark mark = taken; mark != null; mark = MarkStack.pass(mark)) {
            lose((Reported) mark);
        }
        for (MarkStack.Mark mark = news.takeAll(); mark != null; mark = MarkStack.pass(mark)) {
            lose((Reported) mark);
        }
    }

    private void lose(Reported reported) {
        if (reported.lose()) {
            dropped.increment();
        }
    }
}
