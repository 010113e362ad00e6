package dev.parkway.script.picture;

import dev.parkway.script.Cause;
import dev.parkway.script.Edge;
import dev.parkway.script.Protocol;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.CausalOrder;
import java.util.List;
import java.util.Locale;

/** Writes two sides' records as text, a line each, in an order that keeps happens-before. */
public final class HistoryText {

    private static final int CELL = 40;
    private static final double NANOS_PER_SECOND = 1e9;

    private HistoryText() {}

    /**
     * Writes what two sides recorded, the client's records on the left and the server's on the right. Where they
     * have times, each says how long after that side's first record it was made.
     *
     * @param client the client's records
     * @param server the server's records
     * @return a heading and a line for each record
     */
    public static String of(List<Transition> client, List<Transition> server) {
        return of(Side.CLIENT.toString(), Side.SERVER.toString(), client, server);
    }

    /**
     * Writes the same, the two sides by the names that their protocol gives them.
     *
     * @param protocol which names its sides
     * @param client the client's records
     * @param server the server's records
     * @return a heading and a line for each record
     */
    public static String of(Protocol protocol, List<Transition> client, List<Transition> server) {
        return of(protocol.role(Side.CLIENT), protocol.role(Side.SERVER), client, server);
    }

    private static String of(String left, String right, List<Transition> client, List<Transition> server) {
        StringBuilder text = new StringBuilder();
        line(text, left, right);
        for (Transition record : CausalOrder.of(client, server).merged()) {
            boolean ofClient = record.side() == Side.CLIENT;
            String cell = cell(record, (ofClient ? client : server).getFirst());
            line(text, ofClient ? cell : "", ofClient ? "" : cell);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String left, String right) {
        text.append((left + " ".repeat(Math.max(1, CELL - left.length())) + right).stripTrailing())
                .append('\n');
    }

    private static String cell(Transition record, Transition first) {
        Cause cause = record.cause();
        Edge edge = record.edge();
        String why = cause == null ? "" : " (" + Plain.text(cause) + ")";
        String when = record.epochNanos() == 0 ? ""
                : String.format(Locale.ROOT, " +%.3f s",
                        (record.epochNanos() - first.epochNanos()) / NANOS_PER_SECOND);
        return record.to() + why + (edge == null ? "" : " " + edge) + when;
    }
}
