package dev.parkway.script.picture;

import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.CausalOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes two sides' records as JSON lines, in an order that keeps happens-before. Each has a vector clock: how
 * many records of either side had happened by then, itself among them. One record happened before another if and
 * only if its clock is nowhere above the other's.
 */
public final class HistoryJson {

    private HistoryJson() {}

    /**
     * Writes what two sides recorded.
     *
     * @param connection the connection's name
     * @param client the client's records
     * @param server the server's records
     * @return an object a line for each record
     */
    public static String of(String connection, List<Transition> client, List<Transition> server) {
        CausalOrder order = CausalOrder.of(client, server);
        StringBuilder lines = new StringBuilder();
        for (Transition record : order.merged()) {
            lines.append("{\"connection\":").append(string(connection)).append(",\"side\":")
                    .append(string(record.side()))
                    .append(",\"ordinal\":").append(record.ordinal()).append(",\"from\":")
                    .append(string(record.from()))
                    .append(",\"to\":").append(string(record.to())).append(",\"cause\":")
                    .append(string(record.cause()))
                    .append(",\"edge\":").append(string(record.edge())).append(",\"sent\":")
                    .append(record.sent())
                    .append(",\"received\":").append(record.received()).append(",\"time\":")
                    .append(string(Instant.ofEpochSecond(0, record.epochNanos())))
                    .append(",\"clock\":{\"client\":")
                    .append(order.clock(record, Side.CLIENT)).append(",\"server\":")
                    .append(order.clock(record, Side.SERVER)).append("}}\n");
        }
        return lines.toString();
    }

    private static String string(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toString().toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
