package dev.parkway.benchmarks.lifecycles;

/** The process that serves connections, until its input ends. */
final class Serving {

    private Serving() {}

    /**
     * Serves connections in one way.
     *
     * @param arguments a {@link Way}
     * @throws Exception if it cannot
     */
    public static void main(String... arguments) throws Exception {
        IO.println(Way.valueOf(arguments[0]).serve());
        Questions.answer(line -> "no answer to " + line);
    }
}
