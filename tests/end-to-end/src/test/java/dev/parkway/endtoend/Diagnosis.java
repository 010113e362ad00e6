package dev.parkway.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What a container's Java process was doing when a test failed, kept where the reports are. */
final class Diagnosis {

    private static final Path FOLDER = Path.of("target", "diagnosis");

    private Diagnosis() {}

    /** Keeps its log, its threads, virtual ones included, and its heap, as far as they can be had. */
    static void keep(ServiceContainer container) {
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(container.name() + "-log.txt"), container.err());
        } catch (IOException e) {
            System.out.println("no log of " + container.id() + ": " + e);
        }
        keep(container, "threads.txt", "Thread.dump_to_file", "-overwrite");
        keep(container, "heap.hprof.gz", "GC.heap_dump", "-gz=6", "-overwrite");
    }

    private static void keep(ServiceContainer container, String file, String... question) {
        String[] whole = new String[question.length + 1];
        System.arraycopy(question, 0, whole, 0, question.length);
        whole[question.length] = "/tmp/" + file;
        try {
            String answer = container.jcmd(whole);
            // The container's own memory, which the engine cannot copy from; who runs the engine can.
            Path from = Path.of("/proc", String.valueOf(container.inspect().getState().getPidLong()), "root",
                    "tmp", file);
            Path to = FOLDER.resolve(container.name() + "-" + file);
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            System.out.println("kept " + to + ": " + answer.strip());
            Files.delete(from);
        } catch (IOException | RuntimeException e) {
            // The failure that is looked into is the one to be reported.
            System.out.println("no " + file + " of " + container.id() + ": " + e);
        }
    }
}
