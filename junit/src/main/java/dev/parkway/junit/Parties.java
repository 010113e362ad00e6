package dev.parkway.junit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of those who come by points. Guarded by the {@link Board}'s lock. */
final class Parties {

    /** The party of a point that anybody may pass. */
    static final String ANYBODY = "";

    private final Map<String, String> last = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> concurrent = new HashSet<>();

    void passed(String party, String name) {
        last.put(party, name);
    }

    void begun(String party) {
        ended.remove(party);
    }

    void ended(String party) {
        ended.add(party);
    }

    void concurrent(String party) {
        concurrent.add(party);
    }

    boolean hasEnded(String party) {
        return ended.contains(party);
    }

    /** Whether a party that waits comes by no other point meanwhile. */
    boolean isOneThread(String party) {
        return !party.equals(ANYBODY) && !concurrent.contains(party);
    }

    /** What those have done last who are to pass these points. */
    String story(List<Point> points) {
        StringBuilder story = new StringBuilder();
        points.stream().map(Point::party).distinct().filter(party -> !party.equals(ANYBODY))
                .forEach(party -> story.append("; ").append(party).append(ended.contains(party)
                        ? " has ended"
                        : last.containsKey(party) ? " was last at " + last.get(party)
                                : " has not passed any point"));
        return story.toString();
    }
}
