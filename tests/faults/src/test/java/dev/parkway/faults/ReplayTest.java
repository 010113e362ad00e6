package dev.parkway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A seed is all that it takes to see the same faults again. */
final class ReplayTest {

    private static final int CROSSINGS = 1_000;
    private static final int MOST = 50;

    @Test
    void faults_sameSeed_areTheSame() {
        assertThat(drawn(42)).isEqualTo(drawn(42)).isNotEqualTo(drawn(43));
    }

    @Test
    void faults_asManyAsAreAllowed_areFollowedByNone() {
        assertThat(drawn(42)).filteredOn(fault -> !(fault instanceof Fault.None)).hasSize(MOST);
    }

    private static List<Fault> drawn(long seed) {
        RandomFaults faults = new RandomFaults(seed, 5, MOST);
        Crossing[] crossings = Crossing.values();
        return IntStream.range(0, CROSSINGS)
                .mapToObj(number -> faults.at(number, crossings[number % crossings.length])).toList();
    }
}
