package dev.parkway.benchmarks.roundtrip;

/** How a turn gets to the other process. */
enum Way {
    /** A byte over a blocking TCP socket: what is below all others. */
    TCP(false) {
        @Override
        Answerer answer(Threads threads, String broker) throws Exception {
            return TcpWay.answer(threads);
        }

        @Override
        Asker ask(Threads threads, String address) throws Exception {
            return TcpWay.ask(address);
        }
    },
    /** A message on one bidirectional stream of grpc-java, and a thread at either end that waits for it. */
    GRPC(false) {
        @Override
        Answerer answer(Threads threads, String broker) throws Exception {
            return GrpcWay.answer(threads);
        }

        @Override
        Asker ask(Threads threads, String address) {
            return GrpcWay.ask(address);
        }
    },
    /** A turn of ours. */
    PARKWAY(false) {
        @Override
        Answerer answer(Threads threads, String broker) throws Exception {
            return ParkwayWay.answer(threads);
        }

        @Override
        Asker ask(Threads threads, String address) throws Exception {
            return ParkwayWay.ask(address);
        }
    },
    /** Two of Redisson's semaphores on a Redis server. */
    REDISSON(true) {
        @Override
        Answerer answer(Threads threads, String broker) {
            return RedissonWay.answer(threads, broker);
        }

        @Override
        Asker ask(Threads threads, String address) {
            return RedissonWay.ask(address);
        }
    },
    /** Two of Curator's barriers on a ZooKeeper server: its semaphore takes back only from who has taken. */
    CURATOR(true) {
        @Override
        Answerer answer(Threads threads, String broker) throws Exception {
            return CuratorWay.answer(threads, broker);
        }

        @Override
        Asker ask(Threads threads, String address) throws Exception {
            return CuratorWay.ask(address);
        }
    };

    private final boolean brokered;

    Way(boolean brokered) {
        this.brokered = brokered;
    }

    /** Whether there is a server between the two. */
    boolean brokered() {
        return brokered;
    }

    abstract Answerer answer(Threads threads, String broker) throws Exception;

    abstract Asker ask(Threads threads, String address) throws Exception;
}
