package dev.parkway.client;

/** No server was ready in time; the message says what was the matter. */
final class NoServerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoServerException(String message) {
        super(message);
    }
}
