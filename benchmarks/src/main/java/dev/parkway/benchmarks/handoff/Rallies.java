package dev.parkway.benchmarks.handoff;

import dev.parkway.parker.Parker;
import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;

/** The rallies that need nothing but what a class offers. */
final class Rallies {

    private static final Object BALL = new Object();

    private Rallies() {}

    static final class Parkers extends Rally {
        private final Parker there = new Parker();
        private final Parker back = new Parker();

        @Override
        void serve() throws InterruptedException {
            there.unparker().unpark();
            back.park();
        }

        @Override
        void answer() throws InterruptedException {
            there.park();
            back.unparker().unpark();
        }
    }

    static final class TurnGates extends Rally {
        private final TurnGate there = new TurnGate();
        private final TurnGate back = new TurnGate();

        // Each is one thread's own.
        private long served;
        private long answered;

        @Override
        void serve() {
            served++;
            there.give(served);
            take(back, served);
        }

        @Override
        void answer() {
            answered++;
            take(there, answered);
            back.give(answered);
        }

        private static void take(TurnGate gate, long turn) {
            TurnResult result = gate.await(turn);
            if (result != TurnResult.TURN_TAKEN) {
                throw new IllegalStateException("turn " + turn + ": " + result);
            }
        }
    }

    static final class Semaphores extends Rally {
        private final Semaphore there = new Semaphore(0);
        private final Semaphore back = new Semaphore(0);

        @Override
        void serve() throws InterruptedException {
            there.release();
            back.acquire();
        }

        @Override
        void answer() throws InterruptedException {
            there.acquire();
            back.release();
        }
    }

    static final class Exchangers extends Rally {
        private final Exchanger<Object> table = new Exchanger<>();

        @Override
        void serve() throws InterruptedException {
            // There and back: after the second one the other has had its turn.
            table.exchange(BALL);
            table.exchange(BALL);
        }

        @Override
        void answer() throws InterruptedException {
            table.exchange(BALL);
            table.exchange(BALL);
        }
    }

    static final class SynchronousQueues extends Queues {
        SynchronousQueues() {
            super(new SynchronousQueue<>(), new SynchronousQueue<>());
        }
    }

    static final class TransferQueues extends Queues {
        TransferQueues() {
            super(new LinkedTransferQueue<>(), new LinkedTransferQueue<>());
        }
    }

    abstract static class Queues extends Rally {
        private final BlockingQueue<Object> there;
        private final BlockingQueue<Object> back;

        Queues(BlockingQueue<Object> there, BlockingQueue<Object> back) {
            this.there = there;
            this.back = back;
        }

        @Override
        void serve() throws InterruptedException {
            there.put(BALL);
            back.take();
        }

        @Override
        void answer() throws InterruptedException {
            there.take();
            back.put(BALL);
        }
    }
}
