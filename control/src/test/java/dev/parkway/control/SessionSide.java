package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One side of a session whose other side is the test, on a {@link FakeStream}. */
final class SessionSide {

    static final int TOKENS_PER_BATCH = 4;
    static final long TURNS = 5;

    final AtomicLong threads = new AtomicLong();
    final TokenSession session = new TokenSession("a1b2c3d4", TURNS, TOKENS_PER_BATCH, Duration.ZERO,
            new Load(threads, new AtomicLong()));
    final FakeStream stream = new FakeStream();
    final Attach attach = Attach.dialled(stream, 1);
    final Attach accepted = Attach.accepted(stream, 1);

    private long lastNumber;

    /** A side whose stream is attached. */
    static SessionSide attached() {
        SessionSide side = new SessionSide();
        var _ = side.session.attach(side.attach);
        return side;
    }

    /** Opens a connection as a client does. */
    ControlConnection connect() {
        lastNumber++;
        ControlConnection connection = new ControlConnection(session, lastNumber, true);
        session.connections().add(connection);
        session.mark(connection);
        return connection;
    }

    /** Lets the side take a batch from its peer. */
    void receive(long acknowledged, UnparkToken... tokens) {
        session.take(attach, Tokens.batch(acknowledged, List.of(tokens)), _ -> null);
    }

    /** Waits for the status with which this side ended its stream. */
    StatusRuntimeException failure() throws Exception {
        return stream.failed.get(30, TimeUnit.SECONDS);
    }

    /** The reason that the status gives to programs. */
    static String reason(Throwable failure) {
        return Failure.info(failure).orElseThrow().getReason();
    }
}
