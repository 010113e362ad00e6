package dev.parkway.benchmarks.lifecycles;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** How a connection is opened and closed. */
enum Way {
    /** A connection of ours, nine turns, of which nobody keeps the records once it is over. */
    PARKWAY_BARE(Records.NOT_KEPT, Monitoring.NONE),
    /** The same, and both sides keep the records of the last 10,000. */
    PARKWAY(Records.KEPT, Monitoring.NONE),
    /** The same, and the client hands all its records to the server. */
    PARKWAY_REPORTED(Records.REPORTED, Monitoring.NONE),
    /** A connection of ours that is held open; not a way of its own in a table of many. */
    PARKWAY_HELD(Records.KEPT, Monitoring.NONE) {
        @Override
        Opening open(String address) {
            return new HeldOpening(address);
        }
    },
    /** A connection of ours, counted and timed for Prometheus on both sides. */
    PARKWAY_PROMETHEUS(Records.KEPT, Monitoring.PROMETHEUS),
    /** The same for a collector. */
    PARKWAY_METRICS(Records.KEPT, Monitoring.METRICS),
    /** The same, and one connection in a hundred is traced. */
    PARKWAY_SAMPLED(Records.KEPT, Monitoring.SAMPLED),
    /** The same, and all are traced. */
    PARKWAY_TRACES(Records.KEPT, Monitoring.TRACES),
    /** A bidirectional stream of grpc-java for each connection, nine messages on it, and threads that wait for them. */
    STREAM(Records.NOT_KEPT, Monitoring.NONE) {
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
    KERNEL(Records.NOT_KEPT, Monitoring.NONE) {
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

    private final Records records;
    private final Monitoring monitoring;

    Way(Records records, Monitoring monitoring) {
        this.records = records;
        this.monitoring = monitoring;
    }

    /** Serves it in this process; returns where. */
    String serve() throws IOException {
        return ParkwayServing.start(records, monitoring);
    }

    Opening open(String address) {
        return new ParkwayOpening(address, records, monitoring);
    }

    /** The ways that are compared. */
    static Set<Way> compared() {
        return EnumSet.of(PARKWAY_BARE, PARKWAY, PARKWAY_REPORTED, STREAM, KERNEL);
    }

    /** How many connections at a time it is good for. */
    int mostParallel() {
        return Integer.MAX_VALUE;
    }
}
