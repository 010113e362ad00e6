package dev.parkway.benchmarks.connections;

/** Two sides that can be connected again and again. */
interface Route extends AutoCloseable {

    /** No sides. */
    Route NONE = () -> {};

    void connect();

    @Override
    default void close() {}
}
