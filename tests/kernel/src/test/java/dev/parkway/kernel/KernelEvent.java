package dev.parkway.kernel;

import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpState;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A socket changed its state: one event of the tracepoint {@code sock:inet_sock_set_state}. */
record KernelEvent(Side side, TcpState from, TcpState to) {

    /** Which events are one side's: those of the sockets that it bound. */
    record Bound(Side side, String address, int port) {}

    // The peer's address and port are not looked at: older kernels do not know them yet at SYN_RECV.
    private static final Pattern EVENT = Pattern.compile("inet_sock_set_state: .* sport=(\\d+) "
            + ".* saddr=([0-9.]+) .* oldstate=(\\w+) newstate=(\\w+)");
    private static final Pattern ENTRIES = Pattern
            .compile("# entries-in-buffer/entries-written: (\\d+)/(\\d+)\\s.*");

    /** Reads a trace: the events of both sides in the order in which the kernel counted them. */
    static List<KernelEvent> read(List<String> trace, List<Bound> sides) {
        for (String line : trace) {
            Matcher entries = ENTRIES.matcher(line);
            if (entries.matches() && !entries.group(1).equals(entries.group(2))) {
                throw new AssertionError("the kernel lost events: " + line);
            }
        }
        return trace.stream().map(line -> read(line, sides)).flatMap(Optional::stream).toList();
    }

    private static Optional<KernelEvent> read(String line, List<Bound> sides) {
        Matcher event = EVENT.matcher(line);
        if (!event.find()) {
            return Optional.empty();
        }
        return sides.stream()
                .filter(bound -> bound.port() == Integer.parseInt(event.group(1))
                        && bound.address().equals(event.group(2)))
                .map(bound -> new KernelEvent(bound.side(), LinuxState.traced(event.group(3)),
                        LinuxState.traced(event.group(4))))
                .findFirst();
    }

    boolean is(Transition transition) {
        return side == transition.side() && from == transition.from() && to == transition.to();
    }

    @Override
    public String toString() {
        return side + " " + from + " -> " + to;
    }
}
