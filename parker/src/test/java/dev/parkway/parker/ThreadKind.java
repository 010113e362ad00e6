package dev.parkway.parker;

/** The two kinds of thread that may park. */
enum ThreadKind {
    PLATFORM {
        @Override
        Thread.Builder builder() {
            return Thread.ofPlatform().daemon();
        }
    },
    VIRTUAL {
        @Override
        Thread.Builder builder() {
            return Thread.ofVirtual();
        }
    };

    abstract Thread.Builder builder();
}
