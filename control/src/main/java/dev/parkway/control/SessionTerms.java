package dev.parkway.control;

import java.time.Duration;

/**
 * What both sides of a session agree on before the first token. It travels once, as metadata of the attach.
 *
 * @param scenario what the two sides step through, by name
 * @param profile the variant of it
 * @param digest says what exactly they step through, as hex digits, so that two files of the same name are not
 *        mistaken for each other; empty if it is not compared
 * @param waitDeadline how long a wait for one turn may last on either side; zero for ever
 * @param plannedConnections how many connections the client means to open, 0 if it does not know; a hint
 */
public record SessionTerms(
        String scenario, String profile, String digest, Duration waitDeadline, long plannedConnections) {

    /** How long a wait for one turn may last, unless said otherwise. */
    public static final Duration DEFAULT_WAIT_DEADLINE = Duration.ofSeconds(60);

    /** The terms of those who agree on no more than to step hand in hand. */
    public static final SessionTerms DEFAULT = new SessionTerms("turns", "default", DEFAULT_WAIT_DEADLINE, 0);

    /** Checks that the numbers are not negative. */
    public SessionTerms {
        if (waitDeadline.isNegative()) {
            throw new IllegalArgumentException("a wait deadline is zero (none) or more, not " + waitDeadline);
        }
        if (plannedConnections < 0) {
            throw new IllegalArgumentException(
                    "planned connections are 0 (not known) or more, not " + plannedConnections);
        }
    }

    /**
     * Makes terms whose scenario goes by its name alone.
     *
     * @param scenario what the two sides step through, by name
     * @param profile the variant of it
     * @param waitDeadline how long a wait for one turn may last on either side; zero for ever
     * @param plannedConnections how many connections the client means to open, 0 if it does not know
     */
    public SessionTerms(String scenario, String profile, Duration waitDeadline, long plannedConnections) {
        this(scenario, profile, "", waitDeadline, plannedConnections);
    }
}
