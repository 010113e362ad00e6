package dev.parkway.faults;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The threads of this process that belong to sessions and connections. Virtual ones show in dumps alone. */
final class Threads {

    private static final Pattern OURS = Pattern
            .compile("\"name\": \"((?:flusher-|taker-|client |server )[^\"]*)\"");

    private Threads() {}

    static List<String> ours() {
        try {
            Path folder = Files.createTempDirectory("parkway-faults");
            Path dump = folder.resolve("threads.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
                return OURS.matcher(Files.readString(dump)).results().map(each -> each.group(1)).toList();
            } finally {
                Files.deleteIfExists(dump);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
