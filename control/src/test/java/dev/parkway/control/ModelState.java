package dev.parkway.control;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One state of the session model: both processes, and every stream between them. It is nothing but bytes, so
 * that it is its own key in a set of millions, and copying it is cheap.
 *
 * <p>What a run has done is part of it where a property asks for it later: how far a thread came stays known
 * when its connection is forgotten and even when its process is dead.
 */
final class ModelState {

    // The client: how far it is, how its session ended, its newest attach, whether that one was greeted.
    static final int PHASE = 0;
    static final int CLIENT_END = 1;
    static final int NEWEST = 2;
    static final int GREETED = 3;
    // The server: whether it has the session, its present attach (0 none), the highest accepted attach, the
    // highest connection seen, how far it is with draining.
    static final int SESSION = 4;
    static final int CURRENT = 5;
    static final int ACCEPTED = 6;
    static final int SEEN = 7;
    static final int DRAIN = 8;
    /** Where the budget of faults begins. */
    static final int BUDGET = 9;

    // Of a side, about its present attach: batches sent and not acknowledged, batches taken and not
    // acknowledged, whether one of those had tokens, the stream that a flusher chose too early.
    static final int UNACKNOWLEDGED = 0;
    static final int OWED = 1;
    static final int OWES = 2;
    static final int CHOSEN = 3;
    private static final int SIDE_BYTES = 4;
    private static final int SIDES = BUDGET + ModelSetup.Fault.COUNT;
    private static final int CONNECTIONS = SIDES + 2 * SIDE_BYTES;

    // Of one side's end of a connection: steps done, how its last wait or its script ended, flags, turns
    // received, what the present attach was told, which unacknowledged batch carries the last (from 1).
    static final int POSITION = 0;
    static final int CAUSE = 1;
    static final int FLAGS = 2;
    static final int RECEIVED = 3;
    static final int FINAL = 4;
    static final int TOLD = 5;
    static final int LAST_IN = 6;
    private static final int CONNECTION_BYTES = 7;

    /** The side has the connection. */
    static final int KNOWN = 1;
    static final int FORGOTTEN = 2;
    static final int ENDED = 4;
    static final int PEERS_LAST_TAKEN = 8;
    static final int LAST_ACKNOWLEDGED = 16;
    static final int TOLD_LAST = 32;

    // Of a stream, which an attach's number names: how each end is, whether the client half-closed, the status.
    static final int CLIENTS_END = 0;
    static final int SERVERS_END = 1;
    static final int HALF_CLOSED = 2;
    static final int STATUS = 3;
    private static final int STREAM_HEAD = 4;

    /** An end that is there. The server's is 0 while the attach is on its way. */
    static final int LIVE = 1;
    static final int DEAD = 2;
    /** The server's, after a newer attach. */
    static final int OLDER = 3;

    private final byte[] bytes;
    private final int connections;
    private final int inFlight;
    private final int attaches;
    /** What went wrong on the way into this state; not part of it. */
    private @Nullable String violation;

    private ModelState(byte[] bytes, int connections, int inFlight, int attaches) {
        this.bytes = bytes;
        this.connections = connections;
        this.inFlight = inFlight;
        this.attaches = attaches;
    }

    /** The state in which everything is 0. */
    static ModelState zero(ModelSetup setup) {
        int n = setup.connections();
        int streamBytes = STREAM_HEAD + 2 * setup.inFlight() * (1 + n);
        return new ModelState(
                new byte[CONNECTIONS + 2 * n * CONNECTION_BYTES + setup.attaches() * streamBytes],
                n, setup.inFlight(), setup.attaches());
    }

    ModelState copy() {
        return new ModelState(bytes.clone(), connections, inFlight, attaches);
    }

    /** The state with these bytes, of the same setup. */
    ModelState at(byte[] other) {
        return new ModelState(other, connections, inFlight, attaches);
    }

    byte[] bytes() {
        return bytes;
    }

    int attaches() {
        return attaches;
    }

    @Nullable
    String violation() {
        return violation;
    }

    /** Notes that a property does not hold; the first one counts. */
    void violated(String what) {
        if (violation == null) {
            violation = what;
        }
    }

    int get(int field) {
        return bytes[field];
    }

    void set(int field, int value) {
        bytes[field] = (byte) value;
    }

    int budget(ModelSetup.Fault fault) {
        return get(BUDGET + fault.index());
    }

    /** Uses up one fault. */
    void spend(ModelSetup.Fault fault) {
        bytes[BUDGET + fault.index()]--;
    }

    /** How many faults may still happen. */
    int faultsLeft() {
        int left = 0;
        for (int field = BUDGET; field < SIDES; field++) {
            left += get(field);
        }
        return left;
    }

    int get(ModelSide side, int field) {
        return bytes[SIDES + side.index() * SIDE_BYTES + field];
    }

    void set(ModelSide side, int field, int value) {
        bytes[SIDES + side.index() * SIDE_BYTES + field] = (byte) value;
    }

    int get(ModelSide side, int connection, int field) {
        return bytes[at(side, connection) + field];
    }

    void set(ModelSide side, int connection, int field, int value) {
        bytes[at(side, connection) + field] = (byte) value;
    }

    boolean is(ModelSide side, int connection, int flag) {
        return (get(side, connection, FLAGS) & flag) != 0;
    }

    void raise(ModelSide side, int connection, int flag) {
        bytes[at(side, connection) + FLAGS] |= (byte) flag;
    }

    void lower(ModelSide side, int connection, int flag) {
        bytes[at(side, connection) + FLAGS] &= (byte) ~flag;
    }

    /** Clears what only a side that still has the connection needs to know. */
    void forget(ModelSide side, int connection) {
        int flags = (get(side, connection, FLAGS) & ENDED) | FORGOTTEN;
        int at = at(side, connection);
        Arrays.fill(bytes, at + FLAGS, at + CONNECTION_BYTES, (byte) 0);
        set(side, connection, FLAGS, flags);
    }

    int getStream(int attach, int field) {
        return bytes[stream(attach) + field];
    }

    void setStream(int attach, int field, int value) {
        bytes[stream(attach) + field] = (byte) value;
    }

    /** How many batches are under way to a side. */
    int underWay(int attach, ModelSide to) {
        int size = 0;
        while (size < inFlight && bytes[queue(attach, to) + size * batchBytes()] != 0) {
            size++;
        }
        return size;
    }

    /** Puts a batch behind those under way to a side. */
    void push(int attach, ModelSide to, byte[] batch) {
        System.arraycopy(batch, 0, bytes, queue(attach, to) + underWay(attach, to) * batchBytes(),
                batch.length);
    }

    /** Takes the first batch under way to a side. */
    byte[] pop(int attach, ModelSide to) {
        int from = queue(attach, to);
        byte[] first = Arrays.copyOfRange(bytes, from, from + batchBytes());
        int end = from + inFlight * batchBytes();
        System.arraycopy(bytes, from + batchBytes(), bytes, from, end - from - batchBytes());
        Arrays.fill(bytes, end - batchBytes(), end, (byte) 0);
        return first;
    }

    /** Loses what is under way to a side, a half-close or a status too. */
    void lose(int attach, ModelSide to) {
        int from = queue(attach, to);
        Arrays.fill(bytes, from, from + inFlight * batchBytes(), (byte) 0);
        setStream(attach, to == ModelSide.SERVER ? HALF_CLOSED : STATUS, 0);
    }

    private int at(ModelSide side, int connection) {
        return CONNECTIONS + (side.index() * connections + connection) * CONNECTION_BYTES;
    }

    private int batchBytes() {
        return 1 + connections;
    }

    private int stream(int attach) {
        return CONNECTIONS + 2 * connections * CONNECTION_BYTES
                + (attach - 1) * (STREAM_HEAD + 2 * inFlight * batchBytes());
    }

    private int queue(int attach, ModelSide to) {
        return stream(attach) + STREAM_HEAD + to.index() * inFlight * batchBytes();
    }
}
