package dev.parkway.connection;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Protocol;
import dev.parkway.script.Scenario;
import dev.parkway.script.Script;
import dev.parkway.script.Side;
import dev.parkway.script.State;
import dev.parkway.script.Transition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One side's record of one connection: what really happened, in order, and how it ended.
 *
 * <p>One thread at a time appends: the side's state thread, or whoever takes the records of a side that runs
 * elsewhere. Any thread reads at any time, and sees a prefix of the records whose every record is whole.
 *
 * <p>A record is two longs, for there may be a million connections: the time, and the rest packed. Appending
 * allocates nothing as long as there are no more records than the script has states; only a wait that fails
 * after the last state makes one more.
 */
public final class History {

    /** The outcome of a side whose script ran to its end. */
    public static final String COMPLETED = "completed";

    /** The greatest count of tokens that a record can hold. */
    public static final int MAX_COUNT = (1 << 20) - 1;

    // From the low end: sent 20 bits, received 20, state entered 6, edge 8 (0 for none), cause 10.
    private static final int RECEIVED = 20;
    private static final int TO = 40;
    private static final int EDGE = 46;
    private static final int CAUSE = 54;

    private static final VarHandle SIZE;

    static {
        try {
            SIZE = MethodHandles.lookup().findVarHandle(History.class, "size", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ConnectionName name;
    private final Scenario scenario;
    private final Side side;
    private final byte shared;

    // Time and the rest, turn by turn. What it holds is written by the one who appends, before size, and read after
    // size. Volatile: a reader may come by a longer array than its size asks for, and must find the records in it.
    private volatile long[] records;

    // Written by the one who appends, through SIZE.
    @SuppressWarnings("UnusedVariable")
    private int size;

    private volatile @Nullable String outcome;

    /**
     * Creates a history without records.
     *
     * @param name the connection
     * @param scenario what its two sides do
     * @param side which of them this is
     */
    public History(ConnectionName name, Scenario scenario, Side side) {
        this(name, scenario, side, 0);
    }

    /** Creates a server side's history that begins with records that others share with it, the listener's. */
    History(ConnectionName name, Scenario scenario, List<Transition> opening) {
        this(name, scenario, Side.SERVER, opening.size());
        for (Transition record : opening) {
            append(record.to(), record.cause(), record.edge(), record.sent(), record.received(),
                    record.epochNanos());
        }
    }

    private History(ConnectionName name, Scenario scenario, Side side, int shared) {
        this.name = name;
        this.scenario = scenario;
        this.side = side;
        this.shared = (byte) shared;
        records = new long[2 * scenario.script(side).states()];
    }

    /** {@return the connection} */
    public ConnectionName name() {
        return name;
    }

    /** {@return what the connection's two sides do} */
    public Scenario scenario() {
        return scenario;
    }

    /** {@return which side's history this is} */
    public Side side() {
        return side;
    }

    /** {@return what this side does} */
    public Script script() {
        return scenario.script(side);
    }

    /** {@return how many records were made before the connection began: the listener's two, or none} */
    public int shared() {
        return shared;
    }

    /** {@return how many records there are so far} */
    public int size() {
        return (int) SIZE.getAcquire(this);
    }

    /**
     * Returns one record.
     *
     * @param ordinal which one, from 1
     * @return the record
     * @throws IndexOutOfBoundsException if it has not been made
     */
    public Transition transition(int ordinal) {
        long packed = packed(ordinal);
        State from = ordinal == 1 ? null : to(packed(ordinal - 1));
        return new Transition(side, ordinal, from, to(packed),
                Causes.of(scenario.protocol(), (int) (packed >>> CAUSE)),
                edge(packed), (int) packed & MAX_COUNT,
                (int) (packed >>> RECEIVED) & MAX_COUNT, epochNanos(ordinal));
    }

    /** {@return the records so far} */
    public List<Transition> transitions() {
        return IntStream.rangeClosed(1, size()).mapToObj(this::transition).toList();
    }

    /** {@return the state of the last record, if there is one} */
    public Optional<State> state() {
        int last = size();
        return last == 0 ? Optional.empty() : Optional.of(to(packed(last)));
    }

    /**
     * {@return how many tokens this side had taken when it made a record}
     *
     * @param ordinal which record, from 1
     */
    public int received(int ordinal) {
        return (int) (packed(ordinal) >>> RECEIVED) & MAX_COUNT;
    }

    /**
     * {@return when a record was made, in nanoseconds since 1970 by this side's clock}
     *
     * @param ordinal which record, from 1
     */
    public long epochNanos(int ordinal) {
        return made(ordinal)[2 * ordinal - 2];
    }

    /**
     * Compares all but the times.
     *
     * @param other a history of the same side of the same scenario
     * @return whether both have the same records and ended in the same way
     */
    public boolean sameButForTime(History other) {
        int count = size();
        if (other.size() != count || !Objects.equals(outcome, other.outcome)) {
            return false;
        }
        long[] own = records;
        long[] others = other.records;
        for (int i = 0; i < count; i++) {
            if (own[2 * i + 1] != others[2 * i + 1]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns how long a state was kept that was left along an edge, by this side's clock.
     *
     * @param edge which edge
     * @return the shortest of such times; as long as can be said if the edge was not walked
     */
    public Duration shortest(Edge edge) {
        long shortestNanos = Long.MAX_VALUE;
        for (int ordinal = 2; ordinal <= size(); ordinal++) {
            if (edge.equals(edge(packed(ordinal)))) {
                shortestNanos = Math.min(shortestNanos, epochNanos(ordinal) - epochNanos(ordinal - 1));
            }
        }
        return Duration.ofNanos(shortestNanos);
    }

    /** {@return how this side ended: {@link #COMPLETED} or the end of a wait; nothing while it runs} */
    public Optional<String> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** {@return whether this side's script has run to its end} */
    public boolean completed() {
        return COMPLETED.equals(outcome);
    }

    /**
     * Adds a record. Only one thread at a time does, and none after {@link #end}.
     *
     * @param to the state entered
     * @param cause why; null for the first record only
     * @param edge along which edge; null for the first record and for a crash
     * @param sent how many tokens this side had given, at most {@link #MAX_COUNT}
     * @param received how many tokens this side had taken, at most {@link #MAX_COUNT}
     * @param epochNanos when, in nanoseconds since 1970
     * @throws IllegalArgumentException if a count is out of range, the cause is not a known one, or the state is
     *         another protocol's
     */
    public void append(State to, @Nullable Cause cause, @Nullable Edge edge, int sent, int received,
            long epochNanos) {
        if ((sent | received) >>> RECEIVED != 0) {
            throw new IllegalArgumentException(
                    "sent " + sent + ", received " + received + ": not in 0 to " + MAX_COUNT);
        }
        Protocol protocol = scenario.protocol();
        if (to.ordinal() >= protocol.states().size() || !protocol.states().get(to.ordinal()).equals(to)) {
            throw new IllegalArgumentException("not a state of " + protocol.name() + ": " + to);
        }
        long packed = (long) Causes.code(protocol, cause) << CAUSE
                | (edge == null ? 0L : edge.ordinal() + 1L) << EDGE
                | (long) to.ordinal() << TO | (long) received << RECEIVED | sent;
        int count = (int) SIZE.get(this);
        long[] made = records;
        if (made.length < 2 * count + 2) {
            made = Arrays.copyOf(made, 2 * count + 2);
            records = made;
        }
        made[2 * count] = epochNanos;
        made[2 * count + 1] = packed;
        SIZE.setRelease(this, count + 1);
    }

    /**
     * Says how this side ended. Once, by the one who appends.
     *
     * @param how {@link #COMPLETED} or the end of a wait
     * @throws IllegalArgumentException if it is neither; it names those that there are
     */
    public void end(String how) {
        // A name for each outcome is kept, not one for each connection, whoever reported it.
        outcome = Causes.outcome(how);
    }

    private long packed(int ordinal) {
        return made(ordinal)[2 * ordinal - 1];
    }

    /** Returns an array that holds a record. To ask for the size makes the record visible to this thread. */
    private long[] made(int ordinal) {
        int count = size();
        if (ordinal < 1 || ordinal > count) {
            throw new IndexOutOfBoundsException("record " + ordinal + " of " + count);
        }
        return records;
    }

    private @Nullable Edge edge(long packed) {
        int edge = (int) (packed >>> EDGE) & 0xff;
        return edge == 0 ? null : scenario.protocol().edges().get(edge - 1);
    }

    private State to(long packed) {
        return scenario.protocol().states().get((int) (packed >>> TO) & 0x3f);
    }

    /** Returns connection, side and last state, as in {@code 3f2a9c1d/7 client ESTABLISHED}. */
    @Override
    public String toString() {
        return name + " " + side + state().map(state -> " " + state).orElse("");
    }
}
