package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.tcp.Side;
import dev.parkway.tcp.Transition;
import io.grpc.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks another process what connections did, and gives the answer in the terms of the tcp module. */
public final class Inspector {

    private final Channel channel;
    private final Duration atMost;

    /**
     * A connection as the process asked has it.
     *
     * @param name its name
     * @param scenario the scenario's name
     * @param profile the scenario's profile
     * @param verdict what the checker there says, in a word
     * @param violations the rules broken, a line each
     * @param transitions both sides' records, in an order that respects happens-before
     */
    public record Recorded(String name, String scenario, String profile, String verdict,
            List<String> violations, List<Transition> transitions) {

        /** Copies the lists. */
        public Recorded {
            violations = List.copyOf(violations);
            transitions = List.copyOf(transitions);
        }

        /**
         * {@return one side's records, in its order}
         *
         * @param side which side
         */
        public List<Transition> of(Side side) {
            return transitions.stream().filter(each -> each.side() == side).toList();
        }
    }

    /**
     * Creates an inspector.
     *
     * @param channel to the process; stays the caller's
     * @param atMost how long an answer may take
     */
    public Inspector(Channel channel, Duration atMost) {
        this.channel = channel;
        this.atMost = atMost;
    }

    /**
     * Asks for a connection.
     *
     * @param name as in {@code 3f2a9c1d/7}
     * @return what is known of it
     * @throws io.grpc.StatusRuntimeException if the process cannot be asked, or does not know it
     *         ({@code NOT_FOUND})
     */
    public Recorded get(String name) {
        GetConnectionResponse answer = InspectionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(atMost.toNanos(), TimeUnit.NANOSECONDS)
                .getConnection(GetConnectionRequest.newBuilder().setName(name).build());
        return recorded(answer);
    }

    /**
     * {@return an answer in the terms of the tcp module}
     *
     * @param answer what {@code GetConnection} gave
     */
    public static Recorded recorded(GetConnectionResponse answer) {
        return new Recorded(answer.getConnection().getName(), answer.getConnection().getScenario(),
                answer.getConnection().getProfile(), answer.getConnection().getVerdict(),
                answer.getViolationsList(),
                answer.getTransitionsList().stream().map(Messages::transition).toList());
    }
}
