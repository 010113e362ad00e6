package dev.parkway.script;

/** One of the two ends of a connection. */
public enum Side {
    /** The end that opened the control session. */
    CLIENT("client"),
    /** The end that accepted it. */
    SERVER("server");

    private final String text;

    Side(String text) {
        this.text = text;
    }

    /** {@return the opposite end} */
    public Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /** Returns {@code client} or {@code server}. */
    @Override
    public String toString() {
        return text;
    }
}
