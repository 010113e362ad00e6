package dev.parkway.junit;

import java.util.regex.Pattern;

/** A point of one party, as in {@code writer:written}. */
record Point(String party, String name) {

    /** What a name may be, of a point or of a process; with three of them in a session's terms. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

    static Point parse(String text) {
        return parse(text, "a point in an order is party:name, as in writer:written");
    }

    /** Reads what somebody waits for: a party's point, or that of anybody, which has no party. */
    static Point parseTarget(String text) {
        return isName(text) ? new Point(Parties.ANYBODY, text)
                : parse(text,
                        "a point to wait for is a name, as in written, or party:name, as in writer:written");
    }

    private static Point parse(String text, String wanted) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !isName(text.substring(colon + 1))) {
            throw new IllegalArgumentException(wanted + ", not \"" + text + '"');
        }
        return new Point(text.substring(0, colon), text.substring(colon + 1));
    }

    /** A party's point, as it comes by. */
    static Point of(String party, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a point's name is 1 to 32 letters, digits, '.', '-' and '_', not \"" + name + '"');
        }
        return new Point(party, name);
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether who waits for this point may go on when that one is passed. */
    boolean isPassedBy(Point passed) {
        return party.equals(Parties.ANYBODY) ? name.equals(passed.name) : equals(passed);
    }

    @Override
    public String toString() {
        return party.equals(Parties.ANYBODY) ? name : party + ':' + name;
    }
}
