package dev.parkway.benchmarks.roundtrip;

import java.io.IOException;

/**
 * The end in the other process: a thread that waits and hands back, again and again.
 *
 * @param address where the asker finds it
 */
record Answerer(String address) {

    /** A step of the thread: waits for the other side's turn and gives it one. */
    @FunctionalInterface
    interface Answer {
        void once() throws Exception;
    }

    /** Starts the thread that answers; it ends with its process. */
    static void loop(Threads threads, Answer answer) {
        Thread _ = threads.start("answerer", () -> {
            try {
                while (true) {
                    answer.once();
                }
            } catch (Exception e) {
                throw new IllegalStateException("the other side has gone", e);
            }
        });
    }

    /**
     * Answers in one way until its input ends.
     *
     * @param arguments a {@link Way} and a kind of {@link Threads}
     * @throws Exception if it cannot
     */
    public static void main(String... arguments) throws Exception {
        Answerer answerer = Way.valueOf(arguments[0]).answer(Threads.valueOf(arguments[1]),
                arguments.length > 2 ? arguments[2] : "");
        IO.println(answerer.address);
        awaitEndOfInput();
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever said.
        }
    }
}
