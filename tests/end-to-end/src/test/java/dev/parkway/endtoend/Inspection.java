package dev.parkway.endtoend;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Sighting;
import dev.parkway.script.check.Trace;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process's inspection, asked by a tool that has only reflection to know it by. */
final class Inspection implements AutoCloseable {

    static final String SERVICE = "parkway.inspection.v1.InspectionService";

    private static final String LIST = SERVICE + "/ListConnections";
    private static final String SUMMARY = SERVICE + "/GetSummary";
    private static final String GET = SERVICE + "/GetConnection";
    private static final String WATCH = SERVICE + "/WatchTransitions";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** A connection at a glance; what is not known is empty. */
    record Glance(String name, String session, long number, String scenario, String profile,
            Optional<TcpState> client, Optional<TcpState> server, String clientOutcome,
            String serverOutcome) {

        boolean ended() {
            return !clientOutcome.isEmpty() && !serverOutcome.isEmpty();
        }
    }

    /** A transition and the name of its connection. */
    record Seen(String connection, Transition transition) {

        Sighting sighting() {
            return Sighting.of(connection, transition);
        }
    }

    /** A connection with its transitions, in the order in which they were given. */
    record Whole(Glance glance, List<Seen> transitions) {

        Trace trace(Side side) {
            return new Trace(glance.name(), side, records(side));
        }

        List<Transition> records(Side side) {
            return transitions.stream().map(Seen::transition).filter(each -> each.side() == side).toList();
        }

        List<Sighting> sightings() {
            return transitions.stream().map(Seen::sighting).toList();
        }
    }

    private final ReflectionClient tool;

    Inspection(ReflectionClient tool) {
        this.tool = tool;
    }

    /** Lists all connections, of one session or of all, newest first, in pages of so many. */
    List<Glance> list(int pageSize, String session) {
        List<Glance> all = new ArrayList<>();
        String token = "";
        do {
            DynamicMessage page = tool.call(LIST,
                    "{\"pageSize\": %d, \"pageToken\": \"%s\", \"session\": \"%s\"}"
                            .formatted(pageSize, token, session));
            List<Message> connections = Fields.messages(page, "connections");
            if (connections.size() > pageSize) {
                throw new AssertionError(connections.size() + " on a page of " + pageSize);
            }
            connections.forEach(each -> all.add(glance(each)));
            token = Fields.text(page, "next_page_token");
        } while (!token.isEmpty());
        return all;
    }

    /** How many connections have come to an end on both sides, and were judged, since the process began. */
    long judged() {
        Message counts = Fields.message(tool.call(SUMMARY, "{}"), "judged_verdicts").orElseThrow();
        return Fields.number(counts, "conforms") + Fields.number(counts, "incomplete")
                + Fields.number(counts, "violates");
    }

    Whole get(String name) {
        DynamicMessage answer = tool.call(GET, "{\"name\": \"" + name + "\"}");
        return new Whole(glance(Fields.message(answer, "connection").orElseThrow()),
                Fields.messages(answer, "transitions").stream().map(Inspection::seen).toList());
    }

    /** Starts to watch a whole process, and returns once the watch has begun. */
    Watch watch() {
        return Watch.begin(observer -> tool.watch(WATCH, "{}", observer));
    }

    private static Glance glance(Message connection) {
        return new Glance(Fields.text(connection, "name"), Fields.text(connection, "session"),
                Fields.number(connection, "number"), Fields.text(connection, "scenario"),
                Fields.text(connection, "profile"), state(connection, "client_state"),
                state(connection, "server_state"), Fields.text(connection, "client_outcome"),
                Fields.text(connection, "server_outcome"));
    }

    static Seen seen(Message message) {
        String cause = Fields.text(message, "cause");
        String edge = Fields.text(message, "edge");
        Message time = Fields.message(message, "time").orElseThrow();
        return new Seen(Fields.text(message, "connection"),
                new Transition(Side.valueOf(Fields.constant(message, "side").replace("SIDE_", "")),
                        (int) Fields.number(message, "ordinal"), stateOrNull(message, "from"),
                        state(message, "to").orElseThrow(),
                        cause.isEmpty() ? null : Tcp.PROTOCOL.cause(cause),
                        edge.isEmpty() ? null : TcpEdge.valueOf(edge), (int) Fields.number(message, "sent"),
                        (int) Fields.number(message, "received"),
                        Fields.number(time, "seconds") * NANOS_PER_SECOND + Fields.number(time, "nanos")));
    }

    private static Optional<TcpState> state(Message message, String field) {
        return Optional.ofNullable(stateOrNull(message, field));
    }

    private static @Nullable TcpState stateOrNull(Message message, String field) {
        String name = Fields.constant(message, field);
        return name.equals("STATE_UNSPECIFIED") ? null : TcpState.valueOf(name.replace("STATE_", ""));
    }

    @Override
    public void close() {
        tool.close();
    }
}
