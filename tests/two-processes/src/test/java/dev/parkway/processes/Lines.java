package dev.parkway.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The lines that a process writes, as they come. */
final class Lines {

    private final String name;
    // Guarded by this.
    private final List<String> lines = new ArrayList<>();
    // Guarded by this.
    private boolean ended;

    /** Reads a stream to its end, or closes it after so many lines, as {@code head} does. */
    Lines(String name, InputStream stream, int atMost) {
        this.name = name;
        Thread _ = Thread.ofPlatform().daemon().name(name).start(() -> read(stream, atMost));
    }

    private void read(InputStream stream, int atMost) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line;
            for (int i = 0; i < atMost && (line = reader.readLine()) != null; i++) {
                add(line);
            }
        } catch (IOException e) {
            add("(" + e + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized List<String> soFar() {
        return List.copyOf(lines);
    }

    /** Waits for a line that contains the text, and returns it. */
    String await(String part) {
        return await(part, line -> line.contains(part));
    }

    synchronized String await(String what, Predicate<String> wanted) {
        long deadlineNanos = deadlineNanos();
        int seen = 0;
        do {
            for (; seen < lines.size(); seen++) {
                if (wanted.test(lines.get(seen))) {
                    return lines.get(seen);
                }
            }
        } while (awaitMoreThan(seen, deadlineNanos));
        throw new AssertionError("no line with " + what + " in " + this);
    }

    /** Waits for the end and returns all lines. */
    synchronized List<String> all() {
        boolean _ = awaitMoreThan(Integer.MAX_VALUE, deadlineNanos());
        if (!ended) {
            throw new AssertionError("no end of " + this);
        }
        return List.copyOf(lines);
    }

    /** Waits for the end and returns the lines that contain the text. */
    List<String> allWith(String part) {
        return all().stream().filter(line -> line.contains(part)).toList();
    }

    private static long deadlineNanos() {
        return System.nanoTime() + Running.PATIENCE.toNanos();
    }

    /** Returns false if there are no more lines to come, or not in time. */
    private synchronized boolean awaitMoreThan(int seen, long deadlineNanos) {
        try {
            while (lines.size() <= seen && !ended) {
                long leftNanos = deadlineNanos - System.nanoTime();
                if (leftNanos <= 0) {
                    return false;
                }
                // Up: a wait of no time would be one for ever.
                wait(Duration.ofNanos(leftNanos).toMillis() + 1);
            }
            return lines.size() > seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the newest lines, for the message of a test that failed. */
    @Override
    public synchronized String toString() {
        int shown = Math.min(lines.size(), 40);
        return name + " (" + lines.size() + " lines" + (ended ? ", ended" : "") + "):\n"
                + lines.stream().skip(lines.size() - shown).collect(Collectors.joining("\n"));
    }
}
