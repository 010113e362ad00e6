package dev.parkway.benchmarks.lifecycles;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** How a connection is opened and closed. */
enum Way {
    /** A connection of ours, nine turns; both sides keep the records of the last 10,000. */
    PARKWAY {
        @Override
        String serve() throws IOException {
            return ParkwayServing.start();
        }

        @Override
        Opening open(String address) {
            return new ParkwayOpening(address, false);
        }
    },
    /** The same, and the client hands all its records to the server. */
    PARKWAY_REPORTED {
        @Override
        String serve() throws IOException {
            return ParkwayServing.start();
        }

        @Override
        Opening open(String address) {
            return new ParkwayOpening(address, true);
        }
    },
    /** A connection of ours that is held open; not a way of its own in a table of many. */
    PARKWAY_HELD {
        @Override
        String serve() throws IOException {
            return ParkwayServing.start();
        }

        @Override
        Opening open(String address) {
            return new HeldOpening(address);
        }
    },
    /** A bidirectional stream of grpc-java for each connection, nine messages on it, and threads that wait for them. */
    STREAM {
        @Override
        String serve() throws IOException {
            return StreamWay.serve();
        }

        @Override
        Opening open(String address) {
            return StreamWay.open(address);
        }
    },
    /** The kernel's own TCP: connect, and close on both sides, by virtual threads. */
    KERNEL {
        @Override
        String serve() throws IOException {
            return KernelWay.serve();
        }

        @Override
        Opening open(String address) {
            return new KernelWay(Integer.parseInt(address));
        }

        @Override
        int mostParallel() {
            return KernelWay.MOST_PARALLEL;
        }
    };

    /** Serves it in this process; returns where. */
    abstract String serve() throws IOException;

    abstract Opening open(String address);

    /** The ways that are compared. */
    static Set<Way> compared() {
        return EnumSet.complementOf(EnumSet.of(PARKWAY_HELD));
    }

    /** How many connections at a time it is good for. */
    int mostParallel() {
        return Integer.MAX_VALUE;
    }
}
