package dev.parkway.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the head of a text that has a protocol of its own: its names, then its table of edges. */
final class ProtocolReader {

    private static final Pattern PROTOCOL = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z-]{0,15}");
    /** As much as fits into a box of a picture, or on an arrow. */
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,12}");
    private static final Pattern LABEL = Pattern.compile("[A-Z0-9][A-Z0-9_+.-]{0,12}");
    private static final String TURN = "turn";
    private static final List<String> USUAL_ROLES = List.of(Side.CLIENT.toString(), Side.SERVER.toString());
    private static final Set<String> TAKEN_ROLES = Set.of("scenario", "profile", "title", "figures");

    private enum Key {
        PROTOCOL, ROLES, STATE, TOKEN, CALL, TIMER, EDGE;

        static final String ALL = List.of(values()).stream().map(Key::toString)
                .collect(Collectors.joining(", "));

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String source;
    private String name = "";
    private List<String> roles = USUAL_ROLES;
    private final List<OwnProtocol.OwnState> states = new ArrayList<>();
    private final List<OwnProtocol.OwnToken> tokens = new ArrayList<>();
    private final List<OwnProtocol.OwnCall> calls = new ArrayList<>();
    private final List<OwnProtocol.OwnTimer> timers = new ArrayList<>();
    private List<OwnProtocol.OwnEdge> edges = List.of();
    private final StringBuilder canonical = new StringBuilder();

    /** Every name, so that none means two things, and its line. */
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, OwnProtocol.OwnState> stateNames = new LinkedHashMap<>();
    private final Map<String, Cause> causeNames = new LinkedHashMap<>();

    ProtocolReader(String source) {
        this.source = source;
    }

    void read(List<Entry> head) {
        if (head.isEmpty() || key(head.getFirst()) != Key.PROTOCOL) {
            throw refusal(head.isEmpty() ? 1 : head.getFirst().line(),
                    "a protocol begins with \"protocol: NAME\"");
        }
        // Names first, wherever they stand: an edge may come before its state.
        List<Entry> table = new ArrayList<>();
        for (Entry entry : head) {
            canonical.append(entry.key()).append(": ").append(entry.text()).append('\n');
            switch (key(entry)) {
                case PROTOCOL -> readName(entry);
                case ROLES -> readRoles(entry);
                case STATE -> declare(entry, NAME, word -> stateNames.put(word, state(word, entry)));
                case TOKEN -> declare(entry, LABEL, word -> causeNames.put(word, token(word, entry)));
                case CALL -> declare(entry, NAME, word -> causeNames.put(word, call(word)));
                case TIMER -> declare(entry, NAME, word -> causeNames.put(word, timer(word)));
                case EDGE -> table.add(entry);
            }
        }
        tokens.add(new OwnProtocol.OwnToken(TURN, tokens.size(), "turn, no message", true));
        int line = head.getFirst().line();
        if (states.isEmpty()) {
            throw refusal(line, "protocol " + name + " has no state");
        }
        Optional<String> tooLarge = ScenarioReader.tooLarge(states.size(), table.size(), causeNames.size());
        if (tooLarge.isPresent()) {
            throw refusal(line, tooLarge.get());
        }
        edges = new EdgeReader(source, stateNames, causeNames).read(table);
        checkUse(line);
    }

    private Key key(Entry entry) {
        for (Key key : Key.values()) {
            if (key.toString().equals(entry.key())) {
                return key;
            }
        }
        throw refusal(entry.line(),
                "unknown key " + entry.key() + "; known before the first scenario: " + Key.ALL);
    }

    private void readName(Entry entry) {
        if (!name.isEmpty()) {
            throw refusal(entry.line(), entry.key() + " is given twice");
        }
        name = entry.text();
        if (!PROTOCOL.matcher(name).matches()) {
            throw refusal(entry.line(),
                    "a protocol's name is lower case letters, digits and dashes, not \"" + name + "\"");
        }
    }

    private void readRoles(Entry entry) {
        if (!roles.equals(USUAL_ROLES)) {
            throw refusal(entry.line(), entry.key() + " is given twice");
        }
        List<String> words = entry.words().stream().map(Word::text).toList();
        boolean named = words.size() == 2 && !words.get(0).equals(words.get(1))
                && words.stream()
                        .allMatch(word -> ROLE.matcher(word).matches() && !TAKEN_ROLES.contains(word));
        if (!named) {
            throw refusal(entry.line(),
                    "roles are two names in lower case, the one who opens first, and none of "
                            + TAKEN_ROLES.stream().sorted().toList() + ", not \"" + entry.text() + "\"");
        }
        roles = words;
    }

    private void declare(Entry entry, Pattern pattern, Consumer<String> declaration) {
        String word = entry.words().isEmpty() ? "" : entry.words().getFirst().text();
        if (!pattern.matcher(word).matches()) {
            throw refusal(entry.line(), "a " + entry.key() + " is named by 1 to 13 capitals, digits and _"
                    + (pattern.equals(LABEL) ? ", +, . or -" : "") + ", not \"" + word + "\"");
        }
        if (word.equals(Cause.CRASH.word())) {
            throw refusal(entry.line(), word + " has a meaning already: the side's state is lost");
        }
        Integer before = lines.put(word, entry.line());
        if (before != null) {
            throw refusal(entry.line(), word + " is there already, on line " + before);
        }
        declaration.accept(word);
    }

    private OwnProtocol.OwnState state(String word, Entry entry) {
        OwnProtocol.OwnState state = new OwnProtocol.OwnState(word, states.size(), meaning(entry));
        states.add(state);
        return state;
    }

    private Cause token(String word, Entry entry) {
        OwnProtocol.OwnToken token = new OwnProtocol.OwnToken(word, tokens.size(), meaning(entry), false);
        tokens.add(token);
        return token.received();
    }

    private Cause call(String word) {
        OwnProtocol.OwnCall call = new OwnProtocol.OwnCall(word, calls.size());
        calls.add(call);
        return call;
    }

    private Cause timer(String word) {
        OwnProtocol.OwnTimer timer = new OwnProtocol.OwnTimer(word, timers.size());
        timers.add(timer);
        return timer;
    }

    private static String meaning(Entry entry) {
        return entry.words().stream().skip(1).map(Word::text).collect(Collectors.joining(" "));
    }

    /** What is there must be of use, or a name was mistaken for another. */
    private void checkUse(int line) {
        Set<State> entered = new LinkedHashSet<>();
        Set<Cause> used = new LinkedHashSet<>();
        for (Edge edge : edges) {
            entered.add(edge.to());
            used.addAll(edge.causes());
        }
        for (OwnProtocol.OwnState state : states.subList(1, states.size())) {
            if (!entered.contains(state)) {
                throw refusal(lines.getOrDefault(state.name(), line), "no edge enters state " + state);
            }
        }
        for (Map.Entry<String, Cause> cause : causeNames.entrySet()) {
            if (!(cause.getValue() instanceof Cause.Received) && !used.contains(cause.getValue())) {
                throw refusal(lines.getOrDefault(cause.getKey(), line),
                        "no edge is walked by " + cause.getKey());
            }
        }
        for (OwnProtocol.OwnState state : states) {
            if (edges.stream().noneMatch(edge -> edge.ending() && edge.from().contains(state))) {
                throw refusal(lines.getOrDefault(state.name(), line), "no edge leads out of state " + state
                        + " for a wait that fails; one is written: edge: NAME " + state + " -> STATE by "
                        + EdgeReader.ENDED);
            }
        }
    }

    String name() {
        return name;
    }

    String clientRole() {
        return roles.get(0);
    }

    String serverRole() {
        return roles.get(1);
    }

    List<OwnProtocol.OwnState> states() {
        return states;
    }

    List<OwnProtocol.OwnToken> tokens() {
        return tokens;
    }

    List<OwnProtocol.OwnCall> calls() {
        return calls;
    }

    List<OwnProtocol.OwnTimer> timers() {
        return timers;
    }

    List<OwnProtocol.OwnEdge> edges() {
        return edges;
    }

    String canonical() {
        return canonical.toString();
    }

    private ScenarioFormatException refusal(int line, String reason) {
        return new ScenarioFormatException(source, line, reason);
    }
}
