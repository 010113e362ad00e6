package dev.parkway.benchmarks.roundtrip;

/** The end that measures: hands over to the other process, and waits until it has handed back. */
interface Asker extends AutoCloseable {

    void roundTrip() throws Exception;

    @Override
    void close();
}
