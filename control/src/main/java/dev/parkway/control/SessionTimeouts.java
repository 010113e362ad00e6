package dev.parkway.control;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * How long a client is patient with its server.
 *
 * @param open how long to wait for a server to open the session, connecting included
 * @param linger how long to try to resume a session whose stream has broken; zero gives up at once
 * @param longestPause what the pauses between tries to attach may grow to, at least 1 ms; the first is no longer
 *        than 75 ms
 */
public record SessionTimeouts(Duration open, Duration linger, Duration longestPause) {

    /** How long to wait for a server to open the session, unless said otherwise. */
    public static final Duration DEFAULT_OPEN = Duration.ofSeconds(30);

    /** How long to try to resume, and how long a server keeps a session, unless said otherwise. */
    public static final Duration DEFAULT_LINGER = Duration.ofSeconds(30);

    /** What the pauses between tries to attach grow to, unless said otherwise. */
    public static final Duration DEFAULT_LONGEST_PAUSE = Duration.ofSeconds(2);

    /** The default times. */
    public static final SessionTimeouts DEFAULT = new SessionTimeouts(DEFAULT_OPEN);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /** Checks that no time is negative, and that there is a pause. */
    public SessionTimeouts {
        if (open.isNegative() || linger.isNegative()) {
            throw new IllegalArgumentException("timeouts are zero or more, not " + open + " and " + linger);
        }
        if (longestPause.toMillis() < 1) {
            throw new IllegalArgumentException("the longest pause is 1 ms or more, not " + longestPause);
        }
    }

    /**
     * Makes timeouts with the default {@code longestPause}.
     *
     * @param open how long to wait for a server to open the session, connecting included
     * @param linger how long to try to resume a session whose stream has broken; zero gives up at once
     */
    public SessionTimeouts(Duration open, Duration linger) {
        this(open, linger, DEFAULT_LONGEST_PAUSE);
    }

    /**
     * Makes timeouts with the default {@code linger}.
     *
     * @param open how long to wait for a server to open the session, connecting included
     */
    public SessionTimeouts(Duration open) {
        this(open, DEFAULT_LINGER);
    }

    /** Pauses before the first, second, ... try: each with a jitter, so that clients do not come in step. */
    IntervalFunction backOff() {
        Duration first = FIRST_PAUSE.compareTo(longestPause) < 0 ? FIRST_PAUSE : longestPause;
        return IntervalFunction.ofExponentialRandomBackoff(first, 1.6, 0.5, longestPause);
    }
}
