package dev.parkway.inspection;

import java.time.Duration;

/**
 * How much a process keeps and shows.
 *
 * @param connections how many connections a journal keeps; the oldest is forgotten for each one more
 * @param watchers how many calls may watch at a time; more are refused with {@code RESOURCE_EXHAUSTED}
 * @param watchBuffer how many transitions may wait for one watcher to take them; it misses any more
 * @param reporters how many clients may report at a time; more are refused with {@code RESOURCE_EXHAUSTED}
 * @param holdBack how long a watch waits for the client's report of what a server's record depends on
 */
public record InspectionLimits(int connections, int watchers, int watchBuffer, int reporters,
        Duration holdBack) {

    /** Connections kept, unless said otherwise. */
    public static final int DEFAULT_CONNECTIONS = 10_000;
    /** Watchers at a time, unless said otherwise. */
    public static final int DEFAULT_WATCHERS = 100;
    /** Transitions that may wait for a watcher, unless said otherwise. */
    public static final int DEFAULT_WATCH_BUFFER = 10_000;
    /** Clients that report at a time, unless said otherwise: more than there are sessions, for some end late. */
    public static final int DEFAULT_REPORTERS = 2_000;
    /** How long a watch waits for a report, unless said otherwise: far longer than a report takes to come. */
    public static final Duration DEFAULT_HOLD_BACK = Duration.ofSeconds(2);

    /** The default limits. */
    public static final InspectionLimits DEFAULT = new InspectionLimits(DEFAULT_CONNECTIONS, DEFAULT_WATCHERS,
            DEFAULT_WATCH_BUFFER, DEFAULT_REPORTERS, DEFAULT_HOLD_BACK);

    /** Checks that every limit allows something. */
    public InspectionLimits {
        requirePositive("connections", connections);
        requirePositive("watchers", watchers);
        requirePositive("watch buffer", watchBuffer);
        requirePositive("reporters", reporters);
        if (holdBack.isNegative()) {
            throw new IllegalArgumentException("hold back must be zero or more, not " + holdBack);
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be 1 or more, not " + value);
        }
    }

    /**
     * {@return the default limits, but for the journal's}
     *
     * @param count how many connections a journal keeps
     */
    public static InspectionLimits keeping(int count) {
        return new InspectionLimits(count, DEFAULT_WATCHERS, DEFAULT_WATCH_BUFFER, DEFAULT_REPORTERS,
                DEFAULT_HOLD_BACK);
    }
}
