package dev.parkway.script;

/** Says that no scenario has the name and profile asked for, and which ones there are. */
public final class UnknownScenarioException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownScenarioException(String message) {
        super(message);
    }
}
