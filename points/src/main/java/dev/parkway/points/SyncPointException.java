package dev.parkway.points;

/** Says that a test will not let a thread pass a point any more: the test has failed or ended. */
public final class SyncPointException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Creates an exception.
     *
     * @param message who waited for what, and why it will not come
     */
    public SyncPointException(String message) {
        super(message);
    }

    /**
     * Creates an exception.
     *
     * @param message who waited for what, and why it will not come
     * @param cause what went wrong
     */
    public SyncPointException(String message, Throwable cause) {
        super(message, cause);
    }
}
