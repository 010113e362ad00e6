package dev.parkway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.script.Side;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CourseTest {

    private static final Duration DELAY = Duration.ofMillis(1);

    /** Whoever has held a connection, and seen that it stands, sees no move of it that nobody asked for. */
    @Test
    void rate_heldAsADelayRunsOut_whoStandsStays() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Course course = new Course(new ConnectionName("local", 1), 1, new Rate.Delay(DELAY));
            Thread side = Thread.ofPlatform().start(() -> course.hold(Side.CLIENT));
            while (course.standing().held().isEmpty() && side.isAlive()) {
                Thread.onSpinWait();
            }
            // Some of these are as it runs out.
            long untilNanos = System.nanoTime() + DELAY.toNanos() + (round % 20 - 10) * 10_000L;
            while (untilNanos - System.nanoTime() > 0) {
                Thread.onSpinWait();
            }

            course.rate(new Rate.Hold());

            if (!course.standing().held().isEmpty()) {
                assertThat(side.join(DELAY.multipliedBy(3))).as("round %d moved", round).isFalse();
            }
            course.rate(new Rate.Run());
            side.join();
        }
    }
}
