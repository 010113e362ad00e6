package dev.parkway.benchmarks.handoff;

import dev.parkway.benchmarks.handoff.HandoffRounds.Setting;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadFactory;

/** Plays so many rounds between two threads as each line of its input says, and tells what a round took. */
final class RallyProcess {

    private RallyProcess() {}

    /**
     * Plays until its input ends.
     *
     * @param arguments a {@link Rival} and a {@link Setting}
     * @throws Exception if it cannot
     */
    public static void main(String... arguments) throws Exception {
        ThreadFactory threads = Setting.valueOf(arguments[1]) == Setting.PLATFORM
                ? Thread.ofPlatform().factory()
                : Thread.ofVirtual().factory();
        Rival rival = Rival.valueOf(arguments[0]);
        IO.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int rounds = Integer.parseInt(line);
            long begunNanos = System.nanoTime();
            rival.newRally().play(threads, rounds);
            IO.println((double) (System.nanoTime() - begunNanos) / rounds);
        }
    }
}
