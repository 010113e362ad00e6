package dev.parkway.benchmarks.lifecycles;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import dev.parkway.connection.TurnTimer;
import dev.parkway.control.ClientSession;
import dev.parkway.control.Traffic;
import dev.parkway.inspection.InspectionLimits;
import dev.parkway.inspection.Journal;
import dev.parkway.script.Script;
import dev.parkway.tcp.TcpState;
import dev.parkway.telemetry.Telemetry;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** The client's sides, held ESTABLISHED as {@code --hold} does it. */
final class HeldOpening implements Opening {

    /** Asks how long closing took, in nanoseconds, when the last one is closed. */
    static final String CLOSED = "closed";

    private static final String OPEN = "open ";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Script SCRIPT = ParkwayServing.SCENARIO.client();
    private static final int ESTABLISHED = ordinal(TcpState.ESTABLISHED);
    private static final int FIN_WAIT_1 = ordinal(TcpState.FIN_WAIT_1);
    private static final int LAST = SCRIPT.states();

    private final String address;
    private final ManagedChannel channel;
    private final Journal journal = new Journal(InspectionLimits.DEFAULT, Duration.ZERO);

    private final AtomicLong firstCloseNanos = new AtomicLong();
    private final AtomicLong completed = new AtomicLong();
    private final Observation counting = new Held();
    private int held;
    private CountDownLatch established = new CountDownLatch(0);
    private CountDownLatch ended = new CountDownLatch(0);

    HeldOpening(String address) {
        this.address = address;
        channel = ParkwayOpening.channel(address, Telemetry.NONE);
    }

    /** Asks to open so many and to hold each for so long; the answer is how long opening took, in nanoseconds. */
    static String open(int connections, long holdSeconds) {
        return OPEN + connections + " " + holdSeconds;
    }

    @Override
    public Result run(Share share) throws InterruptedException {
        return new ParkwayOpening(address, Records.KEPT, Monitoring.NONE).run(share);
    }

    @Override
    public Object answer(String question) throws Exception {
        if (question.startsWith(OPEN)) {
            String[] words = question.substring(OPEN.length()).split(" ", -1);
            return openAll(Integer.parseInt(words[0]), Duration.ofSeconds(Long.parseLong(words[1])));
        }
        return question.equals(CLOSED) ? closeAll() : Opening.super.answer(question);
    }

    private long openAll(int connections, Duration hold) throws InterruptedException {
        long begunNanos = System.nanoTime();
        established = new CountDownLatch(connections);
        ended = new CountDownLatch(connections);
        held = connections;
        ClientSession session = ParkwayOpening.open(channel, Duration.ZERO, new Traffic());
        Conditions conditions = new Conditions(Duration.ZERO, new EpochClock(),
                Observer.all(List.of(journal, _ -> counting)), Pace.none(), hold, TurnTimer.Maker.NONE);
        for (int i = 0; i < connections; i++) {
            ParkwayOpening.connect(session, conditions);
        }
        established.await();
        long tookNanos = System.nanoTime() - begunNanos;
        if (firstCloseNanos.get() != 0) {
            throw new IllegalStateException("some closed before all were open, after " + tookNanos + " ns");
        }
        Thread _ = Thread.ofVirtual().start(() -> finish(session));
        return tookNanos;
    }

    private static void finish(ClientSession session) {
        try {
            var _ = session.finish(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long closeAll() throws InterruptedException {
        ended.await();
        if (completed.get() != held) {
            throw new IllegalStateException(held - completed.get() + " of " + held + " ended early");
        }
        return System.nanoTime() - firstCloseNanos.get();
    }

    /** Counts how far connections have come; one for all, since what each of them holds is to be the client's own. */
    private final class Held implements Observation {

        @Override
        public void entered(int ordinal) {
            if (ordinal == ESTABLISHED) {
                established.countDown();
            } else if (ordinal == FIN_WAIT_1) {
                boolean _ = firstCloseNanos.compareAndSet(0, System.nanoTime());
            } else if (ordinal == LAST) {
                completed.incrementAndGet();
            }
        }

        @Override
        public void ended() {
            ended.countDown();
        }
    }

    private static int ordinal(TcpState state) {
        return SCRIPT.transitions().stream().filter(record -> record.to() == state).findFirst().orElseThrow()
                .ordinal();
    }
}
