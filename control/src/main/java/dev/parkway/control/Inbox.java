package dev.parkway.control;

import dev.parkway.parker.Parker;
import io.grpc.StatusRuntimeException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that have come for a session and have not been taken, in their order; and a thread that takes those
 * that are not taken by whoever brings them.
 *
 * <p>A batch of many turns lets many threads go. Where gRPC's thread does that, all that belongs to a connection goes
 * from its processor to the one on which the virtual threads run, and each thread by itself through the scheduler's
 * common queue. A virtual thread that gives the turns has them go on where it is.
 *
 * <p>Each batch is fetched and taken under the session's lock, so their order holds whoever does it.
 */
final class Inbox {

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    /** Up to so many tokens whoever brings a batch takes by himself: a hand-over would cost a wake-up more. */
    private static final int FEW = 8;
    /** Whoever brings a batch while so many wait is to take them himself: so memory stays bounded. */
    private static final int MOST = 8;

    /** A batch, the stream on which it came, and what to do with tokens of connections that are not there. */
    record Delivery(Attach from, TokenBatch batch, TokenSession.Role role) {}

    private final String session;
    private final ReentrantLock lock;
    private final Consumer<Delivery> taking;
    private final Consumer<StatusRuntimeException> ending;

    private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Parker parker = new Parker();
    private volatile boolean closed;
    // How a batch broke the contract; nothing is taken any more, and whoever sees it ends the session. Written under
    // the lock.
    private volatile @Nullable StatusRuntimeException broken;

    /**
     * An inbox.
     *
     * @param session its name
     * @param lock the session's
     * @param taking takes a batch, under the lock; throws the status for the peer if it breaks the contract
     * @param ending ends the session with a status, not under the lock; may be called more than once
     * @param threads makes the taker, which is started here
     */
    Inbox(String session, ReentrantLock lock, Consumer<Delivery> taking,
            Consumer<StatusRuntimeException> ending,
            ThreadFactory threads) {
        this.session = session;
        this.lock = lock;
        this.taking = taking;
        this.ending = ending;
        threads.newThread(this::takeWhenWoken).start();
    }

    /** Puts a batch behind all others, and takes it or has the taker do so. */
    void bring(Delivery delivery) {
        if (!delivery.batch().isEmpty()) {
            // Whoever they let go is about to give the next.
            Lookout.turnsCame();
        }
        waiting.add(delivery);
        boolean room = size.incrementAndGet() < MOST;
        if (room && (delivery.batch().size() > FEW || lock.isLocked())) {
            wake();
        } else {
            takeWaiting();
        }
    }

    /** Takes all batches that wait, one by one and in their order, together with whoever is at it, too. */
    void takeWaiting() {
        if (lock.isHeldByCurrentThread()) {
            // Somebody whom a batch has let in: what comes next is taken after that batch and not in the middle of it.
            wake();
            return;
        }
        try {
            while (!waiting.isEmpty()) {
                takeNext();
            }
        } finally {
            // Not under the lock: others learn of the end, and may do what they like.
            StatusRuntimeException failure = broken;
            if (failure != null) {
                ending.accept(failure);
            }
        }
    }

    /** Takes the batch that is the next when nobody else takes one. */
    private void takeNext() {
        lock.lock();
        try {
            Delivery next = waiting.poll();
            if (next != null) {
                size.decrementAndGet();
                if (broken == null) {
                    taking.accept(next);
                }
            }
        } catch (StatusRuntimeException e) {
            broken = e;
        } catch (RuntimeException | Error e) {
            broken = Failure.internal("TAKE_FAILED", "this side could not take a batch");
            log.atError().addKeyValue("session", session).setCause(e)
                    .log("session {}: a batch could not be taken", session);
        } finally {
            lock.unlock();
        }
    }

    /** Lets the taker go. */
    void close() {
        closed = true;
        wake();
    }

    private void wake() {
        parker.unparker().unpark();
    }

    private void takeWhenWoken() {
        while (!closed) {
            try {
                parker.park();
            } catch (InterruptedException e) {
                // By somebody whom a batch has let in: no reason for this thread to end, nor to wait.
            }
            takeWaiting();
        }
    }
}
