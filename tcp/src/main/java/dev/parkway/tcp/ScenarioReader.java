package dev.parkway.tcp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads scenarios from text: keys and values a line each, a value going on in lines that are indented. */
final class ScenarioReader {

    static final int MAX_BYTES = 256 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private enum Key {
        SCENARIO, PROFILE, TITLE, FIGURES, CLIENT, SERVER
    }

    /** A value and the line on which it begins. */
    private record Entry(int line, List<ScriptReader.Word> words) {

        String text() {
            return String.join(" ", words.stream().map(ScriptReader.Word::text).toList());
        }
    }

    private final String source;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Key, Entry> entries = new EnumMap<>(Key.class);
    private @Nullable Entry last;

    private ScenarioReader(String source) {
        this.source = source;
    }

    static List<Scenario> read(String source, byte[] bytes) {
        ScenarioReader reader = new ScenarioReader(source);
        String text = reader.decode(bytes);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            reader.line(number, line);
        }
        reader.finish();
        if (reader.scenarios.isEmpty()) {
            throw reader.refusal(number, "there is no scenario here; one begins with \"scenario: NAME\"");
        }
        return reader.scenarios;
    }

    private String decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw refusal(1, "larger than " + MAX_BYTES + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        out.flip();
        String text = out.toString();
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
            } else if (Character.isISOControl(c) && c != '\t' && c != '\r') {
                throw refusal(line, "not text: control character " + (int) c);
            }
        }
        if (result.isError()) {
            throw refusal(line, "not text: not UTF-8");
        }
        return text;
    }

    private void line(int number, String raw) {
        int comment = raw.indexOf('#');
        String line = comment < 0 ? raw : raw.substring(0, comment);
        if (line.isBlank()) {
            return;
        }
        Entry entry = last;
        if (Character.isWhitespace(line.charAt(0))) {
            if (entry == null) {
                throw refusal(number, "an indented line goes on with the one before, but there is none");
            }
        } else {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw refusal(number, "expected \"key: value\"");
            }
            entry = begin(number, line.substring(0, colon).strip());
            line = line.substring(colon + 1);
        }
        // The mark of a token that causes no move may stand close to it.
        for (String word : line.replace("?(", "? (").strip().split("\\s+", -1)) {
            if (!word.isEmpty()) {
                entry.words().add(new ScriptReader.Word(word, number));
            }
        }
    }

    private Entry begin(int number, String name) {
        Key key = null;
        for (Key each : Key.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                key = each;
            }
        }
        if (key == null) {
            throw refusal(number,
                    "unknown key " + name + "; known: scenario, profile, title, figures, client, server");
        }
        if (key == Key.SCENARIO) {
            finish();
        } else if (!entries.containsKey(Key.SCENARIO)) {
            throw refusal(number, "a scenario begins with \"scenario: NAME\", not with " + name);
        }
        Entry entry = new Entry(number, new ArrayList<>());
        if (entries.put(key, entry) != null) {
            throw refusal(number, name + " is given twice");
        }
        last = entry;
        return entry;
    }

    private void finish() {
        Entry header = entries.get(Key.SCENARIO);
        if (header == null) {
            return;
        }
        String name = header.text();
        if (!NAME.matcher(name).matches()) {
            throw refusal(header.line(),
                    "a scenario's name is lower case letters, digits and dashes, not \"" + name + "\"");
        }
        Profile profile = profile();
        Pairing.Placed client = script(header, Key.CLIENT, Side.CLIENT, profile);
        Pairing.Placed server = script(header, Key.SERVER, Side.SERVER, profile);
        new Pairing(source, header.line()).check(client, server);
        Scenario scenario = new Scenario(name, profile, text(Key.TITLE), text(Key.FIGURES), client.script(),
                server.script());
        if (!names.add(scenario.toString())) {
            throw refusal(header.line(), "scenario " + scenario + " is there twice");
        }
        scenarios.add(scenario);
        entries.clear();
        last = null;
    }

    private Profile profile() {
        Entry entry = entries.get(Key.PROFILE);
        if (entry == null) {
            return Profile.RFC;
        }
        try {
            return Profile.of(entry.text());
        } catch (IllegalArgumentException e) {
            throw refusal(entry.line(), e.getMessage());
        }
    }

    private Pairing.Placed script(Entry header, Key key, Side side, Profile profile) {
        Entry entry = entries.get(key);
        if (entry == null || entry.words().isEmpty()) {
            throw refusal(header.line(),
                    "the " + side + "'s script is missing; a side without one is written "
                            + side + ": " + Notation.NO_SCRIPT);
        }
        ScriptReader reader = new ScriptReader(source, side, profile);
        return new Pairing.Placed(reader.read(entry.words()), reader.awaitLines());
    }

    private String text(Key key) {
        Entry entry = entries.get(key);
        return entry == null ? "" : entry.text();
    }

    private ScenarioFormatException refusal(int line, @Nullable String reason) {
        return new ScenarioFormatException(source, line, String.valueOf(reason));
    }
}
