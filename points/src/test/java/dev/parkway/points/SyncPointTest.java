package dev.parkway.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SyncPointTest {

    /** Notes what it is told. */
    private static final class Notes implements SyncPointListener {

        final List<String> told = new ArrayList<>();

        @Override
        public void reached(String name) {
            told.add(name);
        }

        @Override
        public void waitFor(String name) {
            told.add("?" + name);
        }
    }

    private final Notes notes = new Notes();

    @AfterEach
    void uninstall() {
        SyncPoint.uninstall(notes);
    }

    @Test
    void listener_whileItIsInstalled_isTold() {
        SyncPoint.reached("before");
        SyncPoint.install(notes);
        SyncPoint.reached("written");
        SyncPoint.waitFor("read");
        SyncPoint.waitFor("reader:read");
        SyncPoint.uninstall(new Notes());
        SyncPoint.reached("still");
        SyncPoint.uninstall(notes);
        SyncPoint.reached("after");

        assertThat(notes.told).containsExactly("written", "?read", "?reader:read", "still");
    }

    @Test
    void listener_second_isRefused() {
        SyncPoint.install(notes);

        assertThatIllegalStateException().isThrownBy(() -> SyncPoint.install(new Notes()));
    }

    @Test
    void name_wrong_isRefusedWhenSomebodyListens() {
        SyncPoint.reached("no name");
        SyncPoint.install(notes);

        for (String wrong : List.of("", "two words", "a:b", "x".repeat(33), "-x")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> SyncPoint.reached(wrong))
                    .withMessageContaining("\"" + wrong + "\"");
        }
        for (String wrong : List.of("peer:", ":x", "two words", "")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> SyncPoint.waitFor(wrong));
        }
        assertThat(notes.told).isEmpty();
    }

    @Test
    void points_nobodyDrives_needNothingButThemselves() throws Exception {
        assertThat(run()).isEqualTo("0: done");
    }

    @Test
    void points_drivenWithoutControl_sayWhatIsMissing() throws Exception {
        assertThat(run("-Dparkway.points=127.0.0.1:1", "-Dparkway.party=writer")).startsWith("1: ")
                .contains("parkway-control must be on the class path");
    }

    /** Runs a program with points in a process that has no other class of ours than these. */
    private static String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", String.join(File.pathSeparator, "target/classes", "target/test-classes"),
                        Alone.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + output.strip();
    }
}
