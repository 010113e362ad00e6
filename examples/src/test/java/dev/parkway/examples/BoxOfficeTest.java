package dev.parkway.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parkway.junit.SyncPoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The test of a box office that finds the race: it fails each time where there is one, and never where there is none. */
@Timeout(120)
final class BoxOfficeTest {

    // The processes may come far apart.
    @RegisterExtension
    final SyncPoints points = new SyncPoints(Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private void twoProcesses_oneSeat_oneGetsIt(String how) throws Exception {
        points.order("alice:looked", "bob:looked", "alice:booking", "bob:booking");
        String seat = folder.resolve("12A").toString();
        try (Program alice = Program.start(points.environment("alice"), BoxOffice.class, how, seat, "Alice");
                Program bob = Program.start(points.environment("bob"), BoxOffice.class, how, seat, "Bob")) {
            List<String> said = new ArrayList<>(alice.lines());
            said.addAll(bob.lines());

            assertThat(said).filteredOn(line -> line.endsWith(" has the seat")).hasSize(1);
        }
    }

    private void twoThreads_oneSeat_oneGetsIt(BoxOffice office) throws Exception {
        points.order("alice:looked", "bob:looked", "alice:booking", "bob:booking");
        List<String> haveIt = Collections.synchronizedList(new ArrayList<>());
        for (String name : List.of("alice", "bob")) {
            points.start(name, () -> {
                if (office.book(folder.resolve("12A"), name)) {
                    haveIt.add(name);
                }
            });
        }
        points.join();

        assertThat(haveIt).hasSize(1);
    }

    @RepeatedTest(2)
    void carelessly_ofTwoProcesses_failsEachTime() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> twoProcesses_oneSeat_oneGetsIt(
                "carelessly"))
                .withMessageContaining("Alice has the seat").withMessageContaining("Bob has the seat");
    }

    @RepeatedTest(2)
    void carefully_ofTwoProcesses_passesEachTime() throws Exception {
        twoProcesses_oneSeat_oneGetsIt("carefully");
    }

    @RepeatedTest(100)
    void carelessly_ofTwoThreads_failsEachTime() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> twoThreads_oneSeat_oneGetsIt(
                BoxOffice::carelessly))
                .withMessageContaining("alice").withMessageContaining("bob");
    }

    @RepeatedTest(100)
    void carefully_ofTwoThreads_passesEachTime() throws Exception {
        twoThreads_oneSeat_oneGetsIt(BoxOffice::carefully);
    }
}
