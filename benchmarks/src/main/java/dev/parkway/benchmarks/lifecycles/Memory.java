package dev.parkway.benchmarks.lifecycles;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is alive in a heap.
 *
 * @param bytes all of it, in bytes
 * @param stackBytes the share of virtual threads' stacks, in bytes
 */
record Memory(long bytes, long stackBytes) {

    static final String QUESTION = "memory";

    private static final String STACK = "jdk.internal.vm.StackChunk";

    /** Collects this process's garbage and counts what is left, as {@code jcmd GC.class_histogram} does. */
    static Memory now() {
        String histogram = histogram();
        long bytes = 0;
        long stackBytes = 0;
        for (String line : histogram.lines().toList()) {
            String[] words = line.strip().split(" +", -1);
            if (words.length >= 4 && words[0].endsWith(":")) {
                long size = Long.parseLong(words[2]);
                bytes += size;
                stackBytes += words[3].equals(STACK) ? size : 0;
            }
        }
        return new Memory(bytes, stackBytes);
    }

    /** Returns the classes' shares, the greatest first. */
    static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[]{new String[0]}, new String[]{String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("no histogram to be had", e);
        }
    }

    static Memory parse(String line) {
        String[] words = line.split(" ", -1);
        return new Memory(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    Memory minus(Memory other) {
        return new Memory(bytes - other.bytes, stackBytes - other.stackBytes);
    }

    @Override
    public String toString() {
        return bytes + " " + stackBytes;
    }
}
