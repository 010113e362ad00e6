package dev.parkway.connection;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Random rounds of a test, each from a seed of its own, which is printed if the round fails; then
 * {@code -Dparkway.seed=N} plays that round alone. The profile heavy plays far more of them.
 */
final class Rounds {

    /** One round. */
    @FunctionalInterface
    interface Round {
        void play(Random random) throws Exception;
    }

    private Rounds() {}

    static void play(int quick, int heavy, Round round) throws Exception {
        Long asked = Long.getLong("parkway.seed");
        long first = asked != null ? asked : ThreadLocalRandom.current().nextLong(1L << 40);
        int rounds = Boolean.getBoolean("parkway.heavy") ? heavy : quick;
        for (long seed = first; seed < first + (asked != null ? 1 : rounds); seed++) {
            try {
                round.play(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("replay with -Dparkway.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
