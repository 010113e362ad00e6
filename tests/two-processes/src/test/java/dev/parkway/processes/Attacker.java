package dev.parkway.processes;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Does the same thing again and again, with no more of the machine than a share of one core. */
final class Attacker implements AutoCloseable {

    /** Something that a server has to put up with; once, or a small heap of it. */
    @FunctionalInterface
    interface Blow {
        void strike();
    }

    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final double cores;
    private final Thread thread;
    private volatile boolean over;
    // Written by the thread.
    private volatile long blows;

    private Attacker(double cores, Blow blow) {
        this.cores = cores;
        thread = Thread.ofPlatform().daemon().name("attacker").start(() -> attack(blow));
    }

    /** Begins; everything that this process does meanwhile counts towards its share. */
    static Attacker begin(double cores, Blow blow) {
        return new Attacker(cores, blow);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    private void attack(Blow blow) {
        long beginNanos = System.nanoTime();
        long beginCpuNanos = SYSTEM.getProcessCpuTime();
        while (!over) {
            blow.strike();
            blows++;
            long aheadNanos = Math.round((SYSTEM.getProcessCpuTime() - beginCpuNanos) / cores)
                    - (System.nanoTime() - beginNanos);
            if (aheadNanos > 0) {
                LockSupport.parkNanos(aheadNanos);
            }
        }
    }

    /** Ends the attack; says how often it struck. */
    long end() {
        over = true;
        try {
            thread.join(Duration.ofMillis(Running.PATIENCE.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return blows;
    }

    @Override
    public void close() {
        long _ = end();
    }
}
