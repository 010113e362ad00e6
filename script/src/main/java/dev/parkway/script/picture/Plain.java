package dev.parkway.script.picture;

import dev.parkway.script.Protocol;
import dev.parkway.script.Side;
import java.util.Locale;

/** Makes words that came over the wire harmless: a cause may be any text that a peer reported. */
public final class Plain {

    private Plain() {}

    /**
     * {@return the words with everything but printable ASCII replaced, so that a terminal takes no command}
     *
     * @param words anything
     */
    public static String text(Object words) {
        return words.toString().replaceAll("[^ -~]", "?");
    }

    /**
     * {@return a side's role with a capital, as pictures have it above its lifeline}
     *
     * @param protocol which names its sides
     * @param side which of them
     */
    static String heading(Protocol protocol, Side side) {
        String role = text(protocol.role(side));
        return role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
    }

    /** {@return the words, with nothing in them that Mermaid or Graphviz would read as syntax} */
    static String label(Object words) {
        return words.toString().replaceAll("[^A-Za-z0-9 +,./_()-]", " ");
    }
}
