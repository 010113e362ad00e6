package dev.parkway.examples.commit;

import dev.parkway.script.Protocol;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records as lines of text, so that a process can tell another what it did. */
final class Records {

    private static final String NOTHING = "-";

    private Records() {}

    static String write(List<Transition> records) {
        return records.stream().map(Records::line).collect(Collectors.joining());
    }

    private static String line(Transition record) {
        return String.join("\t", record.side().name(), String.valueOf(record.ordinal()), text(record.from()),
                record.to().name(), text(record.cause()), text(record.edge()), String.valueOf(record.sent()),
                String.valueOf(record.received()), String.valueOf(record.epochNanos())) + "\n";
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, NOTHING);
    }

    static List<Transition> read(Protocol protocol, List<String> lines) {
        return lines.stream().map(line -> read(protocol, line.split("\t", -1))).toList();
    }

    private static Transition read(Protocol protocol, String[] words) {
        return new Transition(Side.valueOf(words[0]), Integer.parseInt(words[1]),
                protocol.state(words[2]).orElse(null), protocol.state(words[3]).orElseThrow(),
                words[4].equals(NOTHING) ? null : protocol.cause(words[4]),
                protocol.edge(words[5]).orElse(null), Integer.parseInt(words[6]), Integer.parseInt(words[7]),
                Long.parseLong(words[8]));
    }
}
