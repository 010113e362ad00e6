package dev.parkway.tcp.check;

import dev.parkway.script.Side;
import dev.parkway.script.check.Sighting;
import dev.parkway.tcp.TcpState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the services print, as in {@code [Client 7] SYN_SENT}, as sightings of connections. */
public final class Transcript {

    private static final Pattern LINE = Pattern.compile("\\[(Client|Server)(?: (\\d+))?] ([A-Z_0-9]+)");
    private static final String ONLY_ONE = "1";

    private Transcript() {}

    /**
     * Tells a transcript's connections apart. Lines of another form are passed over.
     *
     * @param lines the lines in the order in which they were printed
     * @return for each connection's number ({@code 1} if the lines name none) what was seen of it; the number is
     *         the connection's name as well
     * @throws IllegalArgumentException if a line names a state that does not exist
     */
    public static Map<String, List<Sighting>> read(List<String> lines) {
        Map<String, List<Sighting>> seen = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                String connection = matcher.group(2) == null ? ONLY_ONE : matcher.group(2);
                Side side = matcher.group(1).equals("Client") ? Side.CLIENT : Side.SERVER;
                List<Sighting> sightings = seen.computeIfAbsent(connection, _ -> new ArrayList<>());
                int before = (int) sightings.stream().filter(each -> each.side() == side).count();
                sightings.add(new Sighting(connection, side, before + 1, TcpState.valueOf(matcher.group(3))));
            }
        }
        return seen;
    }
}
