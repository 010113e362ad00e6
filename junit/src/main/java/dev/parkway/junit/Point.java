package dev.parkway.junit;

import java.util.regex.Pattern;

/** A point of one party, as in {@code writer:written}. */
record Point(String party, String name) {

    /** What a name may be, of a point or of a process; with three of them in a session's terms. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

    static Point parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !NAME.matcher(text.substring(colon + 1)).matches()) {
            throw new IllegalArgumentException(
                    "a point in an order is party:name, as in writer:written, not \"" + text
                            + '"');
        }
        return new Point(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return party + ':' + name;
    }
}
