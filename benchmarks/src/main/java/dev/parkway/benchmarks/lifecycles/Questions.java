package dev.parkway.benchmarks.lifecycles;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** Answers lines of this process's input, until it ends. */
final class Questions {

    /** How many bytes all threads have allocated so far. */
    static final String ALLOCATED = "allocated";

    /** Answers what not every process knows. */
    @FunctionalInterface
    interface Other {
        Object answer(String question) throws Exception;
    }

    private Questions() {}

    static void answer(Other other) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            IO.println(switch (line) {
                case Memory.QUESTION -> Memory.now();
                case ALLOCATED -> allocated();
                default -> other.answer(line);
            });
        }
        System.exit(0);
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getTotalThreadAllocatedBytes();
    }
}
