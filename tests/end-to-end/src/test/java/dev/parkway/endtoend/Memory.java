package dev.parkway.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How much memory of its own a container's process has, and how much it may have. A Java process gives little back.
 *
 * @param used what is resident and no file's, in bytes
 * @param limit the container's, in bytes
 */
record Memory(long used, long limit) {

    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;

    static Memory of(ServiceContainer container) {
        var inspected = container.inspect();
        Path status = Path.of("/proc", String.valueOf(inspected.getState().getPidLong()), "status");
        try {
            long used = Files.readAllLines(status).stream().filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
            return new Memory(used * KIB, Objects.requireNonNull(inspected.getHostConfig().getMemory()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns it as in {@code 140 of 160 MiB}. */
    @Override
    public String toString() {
        return used / MIB + " of " + limit / MIB + " MiB";
    }
}
