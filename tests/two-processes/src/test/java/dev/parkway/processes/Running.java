package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process under test. Every wait is bounded; closing it ends the process and whatever it started. */
final class Running implements AutoCloseable {

    /** More than anything here takes on a machine that has much else to do. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final Process process;
    private final Path portFile;
    private final Lines stdout;
    private final Lines stderr;

    Running(String name, Process process, Path portFile, int linesRead) {
        this.name = name;
        this.process = process;
        this.portFile = portFile;
        stdout = new Lines(name + " stdout", process.getInputStream(), linesRead);
        stderr = new Lines(name + " stderr", process.getErrorStream(), Integer.MAX_VALUE);
    }

    Lines stdout() {
        return stdout;
    }

    /** Standard error, where the log goes. */
    Lines log() {
        return stderr;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the server listens, and returns where. */
    int port() {
        Await.until(this + " writes its port", () -> {
            boolean listens = Files.exists(portFile);
            if (!listens && !process.isAlive()) {
                throw new AssertionError(this + " ended before it listened");
            }
            return listens;
        });
        try {
            return Integer.parseInt(Files.readString(portFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() {
        return exitCodeWithin(PATIENCE);
    }

    int exitCodeWithin(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("still running after " + atMost.toMillis() + " ms: " + this);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + this, e);
        }
    }

    /** The processes that it started and that run now, and those that these started. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** SIGTERM. By the handle: the process object would close the streams too, and its last words be lost. */
    void terminate() {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** SIGSTOP: it is there, and does nothing. */
    void pause() {
        try (Running kill = Launch.command("sh", "-c", "kill -STOP " + pid()).start()) {
            assertThat(kill.exitCode()).as("%s", kill).isZero();
        }
    }

    /** SIGKILL. */
    void kill9() {
        assertThat(process.toHandle().destroyForcibly()).isTrue();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().collect(Collectors.toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until(name + " is gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Returns the newest of its output, for the message of a test that failed. */
    @Override
    public String toString() {
        return name + " " + process + "\n" + stdout + "\n" + stderr;
    }
}
