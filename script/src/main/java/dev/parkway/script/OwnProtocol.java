package dev.parkway.script;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A protocol of one's own, and scenarios that walk it, read from a text.
 *
 * <pre>
 * protocol: two-phase-commit
 * roles: coordinator participant
 * state: INIT has not begun
 * ...
 * token: PREPARE asks for a vote
 * call: BEGIN
 * timer: PATIENCE
 * edge: C1 INIT -&gt; WAITING by BEGIN: ask the participant
 * edge: F1 * -&gt; FAILED by (ended)
 *
 * scenario: commit
 * coordinator: INIT WAITING PREPARE! ...
 * participant: INIT PREPARE? ...
 * </pre>
 */
public final class OwnProtocol implements Protocol {

    private final String name;
    private final Map<Side, String> roles;
    private final List<OwnState> states;
    private final List<OwnToken> tokens;
    private final List<OwnCall> calls;
    private final List<OwnTimer> timers;
    private final List<OwnEdge> edges;
    private final String canonical;
    private final Scenarios scenarios;

    private OwnProtocol(ProtocolReader reader, String source, List<Entry> rest, int lastLine) {
        name = reader.name();
        roles = new EnumMap<>(Map.of(Side.CLIENT, reader.clientRole(), Side.SERVER, reader.serverRole()));
        states = List.copyOf(reader.states());
        tokens = List.copyOf(reader.tokens());
        calls = List.copyOf(reader.calls());
        timers = List.copyOf(reader.timers());
        edges = List.copyOf(reader.edges());
        canonical = reader.canonical();
        scenarios = new Scenarios(new ScenarioReader(source, this).read(rest, lastLine));
    }

    /**
     * Reads a protocol and its scenarios.
     *
     * @param source what to call the text in a refusal, such as the file's name
     * @param utf8 the text, in UTF-8
     * @return the protocol, with at least one scenario
     * @throws ScenarioFormatException if the text is refused: line and reason
     */
    public static OwnProtocol parse(String source, byte[] utf8) {
        List<Entry> entries = Entry.read(source, utf8);
        int head = 0;
        while (head < entries.size() && !entries.get(head).key().equals(ScenarioReader.SCENARIO)) {
            head++;
        }
        ProtocolReader reader = new ProtocolReader(source);
        reader.read(entries.subList(0, head));
        return new OwnProtocol(reader, source, entries.subList(head, entries.size()), Entry.lines(utf8));
    }

    /** {@return the scenarios that the text has} */
    public Scenarios scenarios() {
        return scenarios;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String role(Side side) {
        return roles.getOrDefault(side, side.toString());
    }

    @Override
    public List<? extends State> states() {
        return states;
    }

    @Override
    public List<? extends Token> tokens() {
        return tokens;
    }

    @Override
    public List<? extends Cause.Call> calls() {
        return calls;
    }

    @Override
    public List<? extends Cause.Timer> timers() {
        return timers;
    }

    @Override
    public List<? extends Edge> edges() {
        return edges;
    }

    @Override
    public List<? extends Profile> profiles() {
        return List.of(OwnProfile.values());
    }

    /** Two processes may have files of the same name: the tables count. */
    @Override
    public String canonical() {
        return canonical;
    }

    /** Returns its name. */
    @Override
    public String toString() {
        return name;
    }

    /** A state of such a protocol. */
    record OwnState(String name, int ordinal, String meaning) implements State {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A token of such a protocol. */
    record OwnToken(String label, int ordinal, String meaning, boolean turn) implements Token {
        @Override
        public String toString() {
            return label;
        }
    }

    /** A call of such a protocol. */
    record OwnCall(String name, int ordinal) implements Cause.Call {
        @Override
        public String word() {
            return "(" + name + ")";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A timer of such a protocol. */
    record OwnTimer(String name, int ordinal) implements Cause.Timer {
        @Override
        public String word() {
            return name;
        }

        @Override
        public boolean passes() {
            return true;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * An edge of such a protocol.
     *
     * @param after by which edges the state that it leaves must have been entered; none if that does not matter
     */
    record OwnEdge(String name, int ordinal, Set<State> from, State to, Set<Cause> causes, boolean ending,
            Set<String> after, String text) implements Edge {

        @Override
        public Optional<String> objection(Cause cause, @Nullable Edge entered) {
            if (after.isEmpty() || (entered != null && after.contains(entered.name()))) {
                return Optional.empty();
            }
            return Optional.of("unless its state was entered by "
                    + after.stream().sorted(Comparator.naturalOrder()).collect(Collectors.joining(" or ")));
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
