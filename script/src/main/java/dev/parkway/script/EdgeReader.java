package dev.parkway.script;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a table of edges, an entry each: {@code NAME FROM, FROM -> TO by CAUSE, CAUSE after EDGE: what happens}. */
final class EdgeReader {

    /** Stands for a wait that ends otherwise than by its turn. */
    static final String ENDED = "(ended)";

    private static final String EVERY_STATE = "*";
    /** Enough to name everything; what is longer would only take its time. */
    private static final int MAX_CHARACTERS = 4_000;
    private static final Pattern EDGE = Pattern
            .compile("([A-Za-z][A-Za-z0-9]{0,7}) ([^>]+) -> (\\S+) by ([^:]+?)"
                    + "(?: after ([^:]+?))?(?: ?: (.*))?");

    private final String source;
    private final Map<String, OwnProtocol.OwnState> states;
    private final Map<String, Cause> causes;
    private final Map<String, OwnProtocol.OwnEdge> edges = new LinkedHashMap<>();

    EdgeReader(String source, Map<String, OwnProtocol.OwnState> states, Map<String, Cause> causes) {
        this.source = source;
        this.states = states;
        this.causes = causes;
    }

    List<OwnProtocol.OwnEdge> read(List<Entry> table) {
        for (Entry entry : table) {
            OwnProtocol.OwnEdge edge = edge(entry);
            if (edges.containsKey(edge.name())) {
                throw refusal(entry, "edge " + edge + " is there twice");
            }
            edges.values().forEach(other -> checkApart(entry, other, edge));
            edges.put(edge.name(), edge);
        }
        List<OwnProtocol.OwnEdge> all = List.copyOf(edges.values());
        for (int i = 0; i < all.size(); i++) {
            for (String name : all.get(i).after()) {
                if (!edges.containsKey(name)) {
                    throw refusal(table.get(i), "unknown edge " + name + "; known: " + edges.keySet());
                }
            }
        }
        return all;
    }

    private OwnProtocol.OwnEdge edge(Entry entry) {
        String written = entry.text();
        if (written.length() > MAX_CHARACTERS) {
            throw refusal(entry, "an edge has more than " + MAX_CHARACTERS + " characters");
        }
        Matcher matcher = EDGE.matcher(written);
        if (!matcher.matches()) {
            throw refusal(entry,
                    "an edge is written: NAME FROM, FROM -> TO by CAUSE, CAUSE after EDGE: text, the last"
                            + " two if need be; not \"" + written + "\"");
        }
        Set<State> from = new LinkedHashSet<>();
        for (String state : list(matcher.group(2))) {
            from.addAll(state.equals(EVERY_STATE) ? states.values() : List.of(state(entry, state)));
        }
        Set<Cause> by = new LinkedHashSet<>();
        boolean ending = false;
        for (String cause : list(matcher.group(4))) {
            if (cause.equals(ENDED)) {
                ending = true;
            } else {
                by.add(cause(entry, cause));
            }
        }
        String after = matcher.group(5);
        String text = matcher.group(6);
        return new OwnProtocol.OwnEdge(matcher.group(1), edges.size(), Set.copyOf(from),
                state(entry, matcher.group(3)), Set.copyOf(by), ending,
                after == null ? Set.of() : new LinkedHashSet<>(list(after)), text(matcher.group(4), text));
    }

    private static String text(String causes, String given) {
        return given == null ? causes : causes + " / " + given;
    }

    private static List<String> list(String words) {
        return List.of(words.strip().split("\\s*,\\s*", -1));
    }

    private State state(Entry entry, String name) {
        OwnProtocol.OwnState state = states.get(name);
        if (state == null) {
            throw refusal(entry, "unknown state " + name + "; known: " + states.keySet());
        }
        return state;
    }

    private Cause cause(Entry entry, String name) {
        Cause cause = causes.get(name);
        if (cause == null) {
            throw refusal(entry, "unknown cause " + name + "; known: " + causes.keySet() + " and " + ENDED);
        }
        return cause;
    }

    /** What a side does must be clear: no two edges lead from one state to another by the same cause. */
    private void checkApart(Entry entry, OwnProtocol.OwnEdge first, OwnProtocol.OwnEdge second) {
        Set<State> from = new LinkedHashSet<>(first.from());
        from.retainAll(second.from());
        if (from.isEmpty()) {
            return;
        }
        State state = from.iterator().next();
        if (first.ending() && second.ending()) {
            throw refusal(entry,
                    "a wait that fails leads out of state " + state.name() + " by both " + first + " and "
                            + second);
        }
        Set<Cause> shared = new LinkedHashSet<>(first.causes());
        shared.retainAll(second.causes());
        Set<String> after = new LinkedHashSet<>(first.after());
        after.retainAll(second.after());
        boolean apart = !first.after().isEmpty() && !second.after().isEmpty() && after.isEmpty();
        if (first.to().equals(second.to()) && !shared.isEmpty() && !apart) {
            throw refusal(entry, "both " + first + " and " + second + " lead " + state.name() + " -> "
                    + first.to().name() + " by "
                    + shared.stream().map(Cause::toString).collect(Collectors.joining(", ")));
        }
    }

    private ScenarioFormatException refusal(Entry entry, String reason) {
        return new ScenarioFormatException(source, entry.line(), reason);
    }
}
