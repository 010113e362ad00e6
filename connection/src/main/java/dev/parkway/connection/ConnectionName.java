package dev.parkway.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection is called everywhere, as in {@code 3f2a9c1d/7}.
 *
 * @param session the public name of its control session: 8 hex digits, or {@link #LOCAL_SESSION}
 * @param number its number within the session, from 1
 */
public record ConnectionName(String session, long number) {

    /** The session of connections that have both sides in one process and no control session. */
    public static final String LOCAL_SESSION = "local";

    private static final int SESSION_LENGTH = 8;
    private static final Pattern NAME = Pattern.compile("([^/]{1,8})/([1-9][0-9]{0,18})");
    private static final int SHOWN = 64;

    /**
     * Names a connection.
     *
     * @throws IllegalArgumentException if the session is not a session's public name or the number is below 1
     */
    public ConnectionName {
        if (!isSession(session) || number < 1) {
            throw malformed(session + "/" + number);
        }
    }

    /**
     * Reads a name. Each connection has one spelling only.
     *
     * @param text as {@link #toString} gives it
     * @return the name
     * @throws IllegalArgumentException if it is anything else; it says what is wanted
     */
    public static ConnectionName parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            throw malformed(text);
        }
        long number;
        try {
            number = Long.parseLong(matcher.group(2));
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
        return new ConnectionName(matcher.group(1), number);
    }

    /**
     * Says whether a text can be a session's public name.
     *
     * @param text any text
     * @return true if a connection may have it as its session
     */
    public static boolean isSession(String text) {
        if (text.equals(LOCAL_SESSION)) {
            return true;
        }
        if (text.length() != SESSION_LENGTH) {
            return false;
        }
        // By hand: it is asked for each connection, and a matcher would be garbage.
        for (int i = 0; i < SESSION_LENGTH; i++) {
            char each = text.charAt(i);
            if ((each < '0' || each > '9') && (each < 'a' || each > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return new IllegalArgumentException("not a connection's name: \"" + shown
                + "\"; wanted is session/number, as in 3f2a9c1d/7 or " + LOCAL_SESSION + "/7");
    }

    @Override
    public String toString() {
        return session + "/" + number;
    }
}
