package dev.parkway.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a protocol's scenarios from a text's entries. */
final class ScenarioReader {

    static final String SCENARIO = "scenario";

    private static final String PROFILE = "profile";
    private static final String TITLE = "title";
    private static final String FIGURES = "figures";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final String source;
    private final Protocol protocol;
    private final List<String> keys;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    // Of the scenario that is being read.
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * Creates a reader.
     *
     * @throws IllegalArgumentException if a record could not hold all that happens in the protocol
     */
    ScenarioReader(String source, Protocol protocol) {
        tooLarge(protocol.states().size(), protocol.edges().size(), protocol.tokens().size()
                + protocol.calls().size() + protocol.timers().size()).ifPresent(reason -> {
                    throw new IllegalArgumentException(protocol.name() + " is too large: " + reason);
                });
        this.source = source;
        this.protocol = protocol;
        this.keys = List.of(SCENARIO, PROFILE, TITLE, FIGURES, protocol.role(Side.CLIENT),
                protocol.role(Side.SERVER));
    }

    /** {@return what of a protocol is more than a record has bits for, if anything is} */
    static Optional<String> tooLarge(int states, int edges, int causes) {
        if (states > Protocol.MAX_STATES) {
            return Optional.of(states + " states, but at most " + Protocol.MAX_STATES);
        }
        if (edges > Protocol.MAX_EDGES) {
            return Optional.of(edges + " edges, but at most " + Protocol.MAX_EDGES);
        }
        return causes > Protocol.MAX_CAUSES
                ? Optional.of(causes + " tokens, calls and timers, but at most " + Protocol.MAX_CAUSES)
                : Optional.empty();
    }

    /**
     * Reads scenarios.
     *
     * @param all the entries
     * @param lastLine where to say that there is none
     */
    List<Scenario> read(List<Entry> all, int lastLine) {
        for (Entry entry : all) {
            take(entry);
        }
        finish();
        if (scenarios.isEmpty()) {
            throw refusal(lastLine, "there is no scenario here; one begins with \"scenario: NAME\"");
        }
        return scenarios;
    }

    private void take(Entry entry) {
        String key = entry.key();
        if (!keys.contains(key)) {
            throw refusal(entry.line(), "unknown key " + key + "; known: " + String.join(", ", keys));
        }
        if (key.equals(SCENARIO)) {
            finish();
        } else if (!entries.containsKey(SCENARIO)) {
            throw refusal(entry.line(), "a scenario begins with \"scenario: NAME\", not with " + key);
        }
        if (entries.put(key, entry) != null) {
            throw refusal(entry.line(), key + " is given twice");
        }
    }

    private void finish() {
        Entry header = entries.get(SCENARIO);
        if (header == null) {
            return;
        }
        String name = header.text();
        if (!NAME.matcher(name).matches()) {
            throw refusal(header.line(),
                    "a scenario's name is lower case letters, digits and dashes, not \"" + name + "\"");
        }
        Profile profile = profile();
        Pairing.Placed client = script(header, Side.CLIENT, profile);
        Pairing.Placed server = script(header, Side.SERVER, profile);
        new Pairing(source, header.line()).check(client, server);
        Scenario scenario = new Scenario(protocol, name, profile, text(TITLE), text(FIGURES), client.script(),
                server.script());
        if (!names.add(scenario.toString())) {
            throw refusal(header.line(), "scenario " + scenario + " is there twice");
        }
        scenarios.add(scenario);
        entries.clear();
    }

    private Profile profile() {
        Entry entry = entries.get(PROFILE);
        if (entry == null) {
            return protocol.profiles().getLast();
        }
        try {
            return protocol.profile(entry.text());
        } catch (IllegalArgumentException e) {
            throw refusal(entry.line(), String.valueOf(e.getMessage()));
        }
    }

    private Pairing.Placed script(Entry header, Side side, Profile profile) {
        String role = protocol.role(side);
        Entry entry = entries.get(role);
        if (entry == null || entry.words().isEmpty()) {
            throw refusal(header.line(),
                    "the " + role + "'s script is missing; a side without one is written "
                            + role + ": " + Notation.NO_SCRIPT);
        }
        ScriptReader reader = new ScriptReader(source, protocol, side, profile);
        return new Pairing.Placed(reader.read(entry.words()), reader.awaitLines());
    }

    private String text(String key) {
        Entry entry = entries.get(key);
        return entry == null ? "" : entry.text();
    }

    private ScenarioFormatException refusal(int line, String reason) {
        return new ScenarioFormatException(source, line, reason);
    }
}
