package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import dev.parkway.proto.inspection.v1.ListConnectionsResponse;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import io.grpc.Channel;
import io.grpc.Context;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks another process what connections did, and gives the answer in the terms of scripts. */
public final class Inspector {

    private static final int LARGEST_PAGE = 1_000;
    /** Far above what such a page takes; a channel for tokens allows less. */
    private static final int PAGE_BYTES = 1024 * 1024;

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
     * Asks what the checker says of a session's connections, as far as the process keeps them.
     *
     * @param session its public name
     * @return how many connections have which verdict, by the word for it
     * @throws io.grpc.StatusRuntimeException if the process cannot be asked
     */
    public Map<String, Long> verdicts(String session) {
        Map<String, Long> verdicts = new TreeMap<>();
        String token = "";
        do {
            ListConnectionsResponse page = stub().withMaxInboundMessageSize(PAGE_BYTES)
                    .listConnections(ListConnectionsRequest.newBuilder()
                            .setSession(session).setPageSize(LARGEST_PAGE).setPageToken(token).build());
            page.getConnectionsList().forEach(each -> verdicts.merge(each.getVerdict(), 1L, Long::sum));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return verdicts;
    }

    /**
     * Watches transitions as they happen, until the process ends or the caller's thread is interrupted.
     *
     * @param connection only this one, as in {@code 3f2a9c1d/7}; empty for all
     * @param session only those of the session of this public name; empty for all
     * @param seen is told of each; says whether to go on
     * @throws io.grpc.StatusRuntimeException if the process cannot be asked, or ends
     */
    public void watch(String connection, String session, Predicate<Watched> seen) {
        Context.CancellableContext call = Context.current().withCancellation();
        call.run(() -> {
            Iterator<WatchTransitionsResponse> all = InspectionServiceGrpc.newBlockingStub(channel)
                    .watchTransitions(WatchTransitionsRequest.newBuilder().setConnection(connection)
                            .setSession(session).build());
            boolean more = true;
            while (more && all.hasNext()) {
                WatchTransitionsResponse next = all.next();
                more = seen.test(new Watched(next.getTransition().getConnection(),
                        next.hasTransition() ? Optional.of(Messages.transition(next.getTransition()))
                                : Optional.empty(),
                        next.getMissed()));
            }
        });
        call.cancel(null);
    }

    /**
     * What a watch is told.
     *
     * @param connection whose transition; empty without one
     * @param transition what happened; nothing at the beginning, from which on all is told
     * @param missed how many transitions the watch has missed so far
     */
    public record Watched(String connection, Optional<Transition> transition, long missed) {}

    /**
     * Asks for all connections that the process keeps or has judged, counted.
     *
     * @return the counts
     * @throws io.grpc.StatusRuntimeException if the process cannot be asked
     */
    public Counted counted() {
        GetSummaryResponse answer = stub().getSummary(GetSummaryRequest.getDefaultInstance());
        VerdictCounts judged = answer.getJudgedVerdicts();
        return new Counted(answer.getKept(), answer.getForgotten(), judged.getConforms(),
                judged.getIncomplete(), judged.getViolates());
    }

    /**
     * How many connections there are and were.
     *
     * @param kept that are kept now
     * @param forgotten that were forgotten to keep memory bounded
     * @param conforms that were judged to conform
     * @param incomplete that were judged with records missing
     * @param violates that were judged to violate something
     */
    public record Counted(long kept, long forgotten, long conforms, long incomplete, long violates) {

        /** Of no connections. */
        public static final Counted NONE = new Counted(0, 0, 0, 0, 0);

        /**
         * {@return the counts of both together}
         *
         * @param other those of another process
         */
        public Counted plus(Counted other) {
            return new Counted(kept + other.kept, forgotten + other.forgotten, conforms + other.conforms,
                    incomplete + other.incomplete, violates + other.violates);
        }
    }

    private InspectionServiceGrpc.InspectionServiceBlockingStub stub() {
        return InspectionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(atMost.toNanos(), TimeUnit.NANOSECONDS);
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
        GetConnectionResponse answer = stub()
                .getConnection(GetConnectionRequest.newBuilder().setName(name).build());
        return recorded(answer);
    }

    /**
     * {@return an answer in the terms of scripts}
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
