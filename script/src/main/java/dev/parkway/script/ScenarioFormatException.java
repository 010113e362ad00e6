package dev.parkway.script;

/** Says where and why the text of a scenario, or of a protocol, was refused. */
public final class ScenarioFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** A file may consist of one word, and a refusal names the word. */
    private static final int MAX_REASON = 1_000;

    private final String source;
    private final int line;
    private final String reason;

    ScenarioFormatException(String source, int line, String reason) {
        super(source + ":" + line + ": " + shortened(reason));
        this.source = source;
        this.line = line;
        this.reason = shortened(reason);
    }

    private static String shortened(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
    }

    /** {@return what was read: a file's name, or the like} */
    public String source() {
        return source;
    }

    /** {@return the line, from 1} */
    public int line() {
        return line;
    }

    /** {@return what is wrong there} */
    public String reason() {
        return reason;
    }
}
