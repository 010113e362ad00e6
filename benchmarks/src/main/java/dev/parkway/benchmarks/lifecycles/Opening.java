package dev.parkway.benchmarks.lifecycles;

/** The process that opens connections, a share for each line of its input. */
@FunctionalInterface
interface Opening {

    /** Runs connections for a share of a round, to their ends. */
    Result run(Share share) throws Exception;

    /** Answers a line of the input: with what a share came to, unless it is something else that is asked. */
    default Object answer(String question) throws Exception {
        return run(Share.parse(question));
    }

    /**
     * Opens connections in one way until its input ends.
     *
     * @param arguments a {@link Way}, and where it is served
     * @throws Exception if it cannot
     */
    static void main(String... arguments) throws Exception {
        Opening opening = Way.valueOf(arguments[0]).open(arguments[1]);
        IO.println("ready");
        Questions.answer(opening::answer);
    }
}
