package dev.parkway.control;

import java.time.Duration;

/**
 * How much one process takes from its peers.
 *
 * @param sessions sessions at a time; more are refused with {@code RESOURCE_EXHAUSTED}
 * @param connectionsPerSession connections not yet forgotten at a time; more are refused one by one, and
 *        beyond twice as many the session fails with {@code RESOURCE_EXHAUSTED}
 * @param connections connections not yet forgotten over all sessions; more are refused one by one, and beyond
 *        twice as many their sessions fail, but for each session's share of them, which is sure
 * @param tokensPerBatch tokens in one message, sent or received; more are {@code INVALID_ARGUMENT}
 * @param linger how long a session whose stream has broken waits for its client to come back; zero for not at
 *        all
 */
public record ControlLimits(int sessions, int connectionsPerSession, int connections, int tokensPerBatch,
        Duration linger) {

    /** Sessions at a time, unless said otherwise. */
    public static final int DEFAULT_SESSIONS = 1_000;
    /** Connections a session at a time, unless said otherwise. */
    public static final int DEFAULT_CONNECTIONS_PER_SESSION = 100_000;
    /** Connections over all sessions at a time, unless said otherwise. */
    public static final int DEFAULT_CONNECTIONS = 100_000;
    /** Tokens in one message, unless said otherwise. */
    public static final int DEFAULT_TOKENS_PER_BATCH = 256;
    /**
     * The message size in bytes for which servers and channels should be built: a full batch of the largest
     * tokens fits, at up to 26 bytes each.
     */
    public static final int MAX_MESSAGE_BYTES = 8 * 1024;

    /** The default limits. */
    public static final ControlLimits DEFAULT = new ControlLimits(
            DEFAULT_SESSIONS, DEFAULT_CONNECTIONS_PER_SESSION, DEFAULT_TOKENS_PER_BATCH);

    /** Checks that every limit allows something, and that a full batch fits into a message. */
    public ControlLimits {
        requireWithin("sessions", sessions, Integer.MAX_VALUE);
        requireWithin("connections per session", connectionsPerSession, Integer.MAX_VALUE / 2);
        requireWithin("connections over all sessions", connections, Integer.MAX_VALUE / 2);
        requireWithin("tokens per batch", tokensPerBatch, DEFAULT_TOKENS_PER_BATCH);
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger must be zero or more, not " + linger);
        }
    }

    /**
     * Makes limits with the default linger, and with the default for all sessions' connections.
     *
     * @param sessions sessions at a time
     * @param connectionsPerSession connections not yet forgotten at a time
     * @param tokensPerBatch tokens in one message
     */
    public ControlLimits(int sessions, int connectionsPerSession, int tokensPerBatch) {
        this(sessions, connectionsPerSession, DEFAULT_CONNECTIONS, tokensPerBatch,
                SessionTimeouts.DEFAULT_LINGER);
    }

    private static void requireWithin(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(what + " must be from 1 to " + max + ", not " + value);
        }
    }
}
