package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;
import java.util.List;
import java.util.stream.IntStream;

/** Tokens as the wire has them. */
final class Tokens {

    private Tokens() {}

    static UnparkToken turn(long connection, long sequence) {
        return UnparkToken.newBuilder().setConnection(connection).setSequence(sequence).build();
    }

    static UnparkToken last(long connection, long sequence) {
        return turn(connection, sequence).toBuilder().setLast(true).build();
    }

    /** A batch as the session takes it. */
    static TokenBatch batch(long acknowledged, List<UnparkToken> tokens) {
        TokenBatch.Builder batch = new TokenBatch.Builder();
        tokens.forEach(token -> batch.add(token.getConnection(), token.getSequence(), token.getLast()));
        return batch.build(acknowledged);
    }

    /** The tokens of a batch as the session sends it. */
    static List<UnparkToken> of(TokenBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> batch.last(i) ? last(batch.connection(i), batch.sequence(i))
                        : turn(batch.connection(i), batch.sequence(i)))
                .toList();
    }
}
