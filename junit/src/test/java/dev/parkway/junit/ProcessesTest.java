package dev.parkway.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
final class ProcessesTest {

    @RegisterExtension
    final SyncPoints points = new SyncPoints(Duration.ofSeconds(60));

    @Test
    void order_ofTwoProcessesAndATest_isKept() throws Exception {
        points.order("writer:written", "reader:read", "test:go", "writer:committed", "reader:seen");
        try (Child reader = Child.walk(points.environment("reader"), "read", "seen");
                Child writer = Child.start(Map.of(), points.systemProperties("writer"), "written",
                        "?reader:read", "committed")) {
            points.awaitHeld("writer:committed");
            assertThat(points.passed()).containsExactly("writer:written", "reader:read");
            points.reached("go");

            assertThat(reader.end()).isEqualTo("0: [read, seen]");
            assertThat(writer.end()).isEqualTo("0: [written, ?reader:read, committed]");
        }
        assertThat(points.passed()).containsExactly("writer:written", "reader:read", "test:go",
                "writer:committed", "reader:seen");
    }

    @Test
    void points_noTestDrives_doNothing() throws Exception {
        try (Child alone = Child.walk(Map.of(), "written", "?never")) {
            assertThat(alone.end()).isEqualTo("0: [written, ?never]");
        }
    }

    @Test
    void points_settingsAreHalf_saySo() throws Exception {
        try (Child half = Child.start(Map.of(), List.of("-Dparkway.points=127.0.0.1:1"), "written")) {
            assertThat(half.end()).isEqualTo("1: []");
            assertThat(half.errors()).contains("parkway.party is not");
        }
    }
}
