package dev.parkway.points;

/** Who is told of the points that threads come by. Any thread may call it, several at once. */
public interface SyncPointListener {

    /**
     * The calling thread comes by a point, and passes when this returns.
     *
     * @param name which
     * @throws SyncPointException if it is not to pass
     */
    void reached(String name);

    /**
     * The calling thread waits until a point is passed, and goes on when this returns.
     *
     * @param name which, of anybody or of one party
     * @throws SyncPointException if it will not be
     */
    void waitFor(String name);
}
