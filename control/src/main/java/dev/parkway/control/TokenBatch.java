package dev.parkway.control;

import java.util.Arrays;

/**
 * A batch of tokens as it travels, with its acknowledgement: what {@code parkway.control.v1} calls UnparkRequest
 * one way and UnparkResponse the other. Immutable. Numbers are unsigned, as on the wire.
 *
 * <p>A token has no object of its own: there are a dozen for each connection, and nobody keeps them.
 */
final class TokenBatch {

    private final long[] connections;
    private final long[] sequences;
    private final boolean[] lasts;
    private final long acknowledged;

    private TokenBatch(long[] connections, long[] sequences, boolean[] lasts, long acknowledged) {
        this.connections = connections;
        this.sequences = sequences;
        this.lasts = lasts;
        this.acknowledged = acknowledged;
    }

    /** How many tokens it has. */
    int size() {
        return connections.length;
    }

    boolean isEmpty() {
        return connections.length == 0;
    }

    /** The connection of a token, which is the one at this place from 0. */
    long connection(int token) {
        return connections[token];
    }

    long sequence(int token) {
        return sequences[token];
    }

    boolean last(int token) {
        return lasts[token];
    }

    /** How many batches the sender has taken on this attach. */
    long acknowledged() {
        return acknowledged;
    }

    /** Gathers tokens for one batch after another. */
    static final class Builder {

        private static final int FIRST_ROOM = 16;

        private long[] connections = new long[FIRST_ROOM];
        private long[] sequences = new long[FIRST_ROOM];
        private boolean[] lasts = new boolean[FIRST_ROOM];
        private int size;

        Builder add(long connection, long sequence, boolean last) {
            if (size == connections.length) {
                int room = 2 * size;
                connections = Arrays.copyOf(connections, room);
                sequences = Arrays.copyOf(sequences, room);
                lasts = Arrays.copyOf(lasts, room);
            }
            connections[size] = connection;
            sequences[size] = sequence;
            lasts[size] = last;
            size++;
            return this;
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
        }

        /** Makes a batch of what was added; the builder keeps it. */
        TokenBatch build(long acknowledged) {
            return new TokenBatch(Arrays.copyOf(connections, size), Arrays.copyOf(sequences, size),
                    Arrays.copyOf(lasts, size), acknowledged);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenBatch batch && acknowledged == batch.acknowledged
                && Arrays.equals(connections, batch.connections) && Arrays.equals(sequences, batch.sequences)
                && Arrays.equals(lasts, batch.lasts);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(connections) + Arrays.hashCode(sequences))
                + Long.hashCode(acknowledged);
    }

    /** Returns what it says, as in {@code acknowledged 3: 7:2 8:5!}; an exclamation mark is the last. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("acknowledged ").append(Long.toUnsignedString(acknowledged));
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? ": " : " ").append(Long.toUnsignedString(connections[i])).append(':')
                    .append(Long.toUnsignedString(sequences[i])).append(lasts[i] ? "!" : "");
        }
        return text.toString();
    }
}
