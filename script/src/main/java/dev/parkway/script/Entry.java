package dev.parkway.script;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of a text, the line on which it stands, and its value as words. A value goes on in lines that are indented.
 *
 * @param key the key, never empty
 * @param line its line, from 1
 * @param words the value
 */
record Entry(String key, int line, List<Word> words) {

    static final int MAX_BYTES = 256 * 1024;

    /** {@return the value, its words one blank apart} */
    String text() {
        return String.join(" ", words.stream().map(Word::text).toList());
    }

    /** Reads a text's entries, in their order. */
    static List<Entry> read(String source, byte[] bytes) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : decode(source, bytes).split("\n", -1)) {
            number++;
            read(source, number, line, entries);
        }
        return entries;
    }

    /** {@return the number of a text's last line} */
    static int lines(byte[] bytes) {
        int lines = 1;
        for (byte each : bytes) {
            lines += each == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static void read(String source, int number, String raw, List<Entry> entries) {
        int comment = raw.indexOf('#');
        String line = comment < 0 ? raw : raw.substring(0, comment);
        if (line.isBlank()) {
            return;
        }
        if (Character.isWhitespace(line.charAt(0))) {
            if (entries.isEmpty()) {
                throw new ScenarioFormatException(source, number,
                        "an indented line goes on with the one before, but there is none");
            }
        } else {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new ScenarioFormatException(source, number, "expected \"key: value\"");
            }
            entries.add(new Entry(line.substring(0, colon).strip(), number, new ArrayList<>()));
            line = line.substring(colon + 1);
        }
        List<Word> words = entries.getLast().words();
        // The mark of a token that causes no move may stand close to it.
        for (String word : line.replace("?(", "? (").strip().split("\\s+", -1)) {
            if (!word.isEmpty()) {
                words.add(new Word(word, number));
            }
        }
    }

    private static String decode(String source, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new ScenarioFormatException(source, 1, "larger than " + MAX_BYTES + " bytes");
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
                throw new ScenarioFormatException(source, line, "not text: control character " + (int) c);
            }
        }
        if (result.isError()) {
            throw new ScenarioFormatException(source, line, "not text: not UTF-8");
        }
        return text;
    }
}
