package dev.parkway.parker.stress;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** How much a suite tries: little in every build, much in the profile heavy. */
enum Effort {
    QUICK(30, 400),
    HEAVY(200, 10_000);

    private final int scenarios;
    private final int schedules;

    Effort(int scenarios, int schedules) {
        this.scenarios = scenarios;
        this.schedules = schedules;
    }

    static Effort ofThisBuild() {
        return Boolean.getBoolean("parkway.heavy") ? HEAVY : QUICK;
    }

    int schedules() {
        return schedules;
    }

    /** Returns options that try interleavings one by one, and name the one that fails. */
    ModelCheckingOptions modelChecking() {
        return sized(new ModelCheckingOptions());
    }

    /** Returns options that run on real threads. */
    StressOptions stress() {
        return sized(new StressOptions());
    }

    private <T extends Options<T, ?>> T sized(T options) {
        // Nothing before the threads start: a gate that has ended already has nothing left to race for.
        return options.iterations(scenarios).invocationsPerIteration(schedules).actorsBefore(0).threads(3)
                .actorsPerThread(3).actorsAfter(1);
    }
}
