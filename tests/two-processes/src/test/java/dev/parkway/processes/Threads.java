package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the JDK's own tool sees of another process's threads, virtual ones included. */
final class Threads {

    private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]*)\"");

    private Threads() {}

    /** The names of all threads of a process. */
    static List<String> of(long pid) {
        try {
            Path folder = Files.createTempDirectory("parkway-threads");
            Path dump = folder.resolve("dump.json");
            try (Running jcmd = Launch.command(Launch.JAVA_HOME.resolve("bin/jcmd").toString(),
                    Long.toString(pid), "Thread.dump_to_file", "-format=json", dump.toString()).start()) {
                assertThat(jcmd.exitCode()).as("%s", jcmd).isZero();
                return NAME.matcher(Files.readString(dump)).results().map(each -> each.group(1)).toList();
            } finally {
                Files.deleteIfExists(dump);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
