package dev.parkway.tcp.picture;

/** Makes words that came over the wire harmless: a cause may be any text that a peer reported. */
final class Plain {

    private Plain() {}

    /** {@return the words with everything but printable ASCII replaced, so that a terminal takes no command} */
    static String text(Object words) {
        return words.toString().replaceAll("[^ -~]", "?");
    }

    /** {@return the words, with nothing in them that Mermaid or Graphviz would read as syntax} */
    static String label(Object words) {
        return words.toString().replaceAll("[^A-Za-z0-9 +,./_()-]", " ");
    }
}
