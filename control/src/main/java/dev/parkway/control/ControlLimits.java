package dev.parkway.control;

/**
 * How much one process takes from its peers.
 *
 * @param sessions sessions at a time; more are refused with {@code RESOURCE_EXHAUSTED}
 * @param connectionsPerSession connections not yet forgotten at a time; more are refused one by one, and
 *        beyond twice as many the session fails with {@code RESOURCE_EXHAUSTED}
 * @param tokensPerBatch tokens in one message, sent or received; more are {@code INVALID_ARGUMENT}
 */
public record ControlLimits(int sessions, int connectionsPerSession, int tokensPerBatch) {

    /** Sessions at a time, unless said otherwise. */
    public static final int DEFAULT_SESSIONS = 1_000;
    /** Connections a session at a time, unless said otherwise. */
    public static final int DEFAULT_CONNECTIONS_PER_SESSION = 100_000;
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
        requireWithin("tokens per batch", tokensPerBatch, DEFAULT_TOKENS_PER_BATCH);
    }

    private static void requireWithin(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(what + " must be from 1 to " + max + ", not " + value);
        }
    }
}
