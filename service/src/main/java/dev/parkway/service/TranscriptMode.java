package dev.parkway.service;

/** Whether connections' states are printed on standard output. */
public enum TranscriptMode {
    /** Up to {@value #AUTO_LIMIT} connections they are. */
    auto,
    /** They are, however many there are. */
    on,
    /** They are not. */
    off;

    /** The most connections that are printed unless one insists. */
    public static final int AUTO_LIMIT = 1_000;

    /**
     * Decides.
     *
     * @param connections how many there will be, 0 if that is not known
     * @return whether they are printed
     */
    public boolean prints(long connections) {
        return switch (this) {
            case auto -> connections <= AUTO_LIMIT;
            case on -> true;
            case off -> false;
        };
    }
}
