package dev.parkway.tcp;

/** Says where and why a scenario's text was refused. */
public final class ScenarioFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final int line;
    private final String reason;

    ScenarioFormatException(String source, int line, String reason) {
        super(source + ":" + line + ": " + reason);
        this.source = source;
        this.line = line;
        this.reason = reason;
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
