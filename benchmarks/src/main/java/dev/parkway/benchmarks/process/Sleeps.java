package dev.parkway.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each thread of some processes has gone to sleep, which is as often as somebody had to wake it.
 *
 * @param threads by the files in which Linux tells it; none where the kernel does not
 */
public record Sleeps(Map<Path, Long> threads) {

    private static final String COUNTED = "voluntary_ctxt_switches:";

    /**
     * Counts what the threads that live now have done since they began.
     *
     * @param pids the processes
     * @return how often each has given its processor up to wait
     * @throws IOException if the kernel tells something unheard of
     */
    public static Sleeps of(long... pids) throws IOException {
        Map<Path, Long> threads = new HashMap<>();
        for (long pid : pids) {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
                for (Path task : tasks) {
                    threads.put(task, ofThread(task));
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                return new Sleeps(Map.of());
            }
        }
        return new Sleeps(threads);
    }

    private static long ofThread(Path task) throws IOException {
        try {
            return Files.readAllLines(task.resolve("status")).stream()
                    .filter(line -> line.startsWith(COUNTED))
                    .mapToLong(line -> Long.parseLong(line.substring(COUNTED.length()).strip())).sum();
        } catch (NoSuchFileException e) {
            // It has ended meanwhile.
            return 0;
        }
    }

    /**
     * Returns how many there were since; those of threads that have ended meanwhile are left out.
     *
     * @param before what was counted then
     * @return how often threads have gone to sleep
     */
    public long since(Sleeps before) {
        return threads.entrySet().stream()
                .mapToLong(each -> each.getValue() - before.threads.getOrDefault(each.getKey(), 0L)).sum();
    }
}
