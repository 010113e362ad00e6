package dev.parkway.control;

import dev.parkway.parker.TurnResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the sessions of a process have done so far, counted for whoever looks. No number ever falls. Any thread may
 * read it; the sessions add a batch at a time, so that counting costs a token next to nothing.
 */
public final class Traffic {

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder merged = new LongAdder();
    private final LongAdder restated = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder attached = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final Map<TurnResult, LongAdder> lost = new EnumMap<>(TurnResult.class);

    /** Creates a count of nothing. */
    public Traffic() {
        for (TurnResult cause : TurnResult.values()) {
            lost.put(cause, new LongAdder());
        }
    }

    void sent(int tokens) {
        sent.add(tokens);
    }

    void received(int tokens) {
        received.add(tokens);
    }

    void merged(long turns) {
        merged.add(turns);
    }

    void restated() {
        restated.increment();
    }

    void late() {
        late.increment();
    }

    void attached(long number) {
        (number == AttachRequest.OPENING ? attached : resumed).increment();
    }

    void ended(SessionEnd end) {
        end.cause().map(this::adder).orElse(closed).increment();
    }

    private LongAdder adder(TurnResult cause) {
        return lost.getOrDefault(cause, closed);
    }

    /** {@return how many tokens were sent, those included that a break may have swallowed} */
    public long tokensSent() {
        return sent.sum();
    }

    /** {@return how many tokens came} */
    public long tokensReceived() {
        return received.sum();
    }

    /** {@return how many turns were given that had no token of their own: a later one's count told of them too} */
    public long turnsMerged() {
        return merged.sum();
    }

    /** {@return how many tokens of those sent told a new stream where a connection stood that an older one knew} */
    public long tokensRestated() {
        return restated.sum();
    }

    /** {@return how many tokens came for connections that were over} */
    public long tokensLate() {
        return late.sum();
    }

    /** {@return how many sessions were opened} */
    public long sessionsAttached() {
        return attached.sum();
    }

    /** {@return how many times a session was resumed on a new stream} */
    public long sessionsResumed() {
        return resumed.sum();
    }

    /** {@return how many sessions are open, those included that wait to be resumed} */
    public long sessionsOpen() {
        // Ends first, so that the difference is never below 0.
        long ended = closed.sum() + lost.values().stream().mapToLong(LongAdder::sum).sum();
        return attached.sum() - ended;
    }

    /** {@return how many sessions ended because their client was done} */
    public long sessionsClosed() {
        return closed.sum();
    }

    /**
     * {@return how many sessions ended otherwise}
     *
     * @param cause by which their connections' waits ended
     */
    public long sessionsLost(TurnResult cause) {
        return adder(cause).sum();
    }
}
