package dev.parkway.benchmarks.roundtrip;

/** What kind of thread waits. */
enum Threads {
    PLATFORM {
        @Override
        Thread start(String name, Runnable task) {
            return Thread.ofPlatform().daemon().name(name).start(task);
        }
    },
    VIRTUAL {
        @Override
        Thread start(String name, Runnable task) {
            return Thread.ofVirtual().name(name).start(task);
        }
    };

    abstract Thread start(String name, Runnable task);
}
