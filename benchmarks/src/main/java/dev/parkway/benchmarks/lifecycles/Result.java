package dev.parkway.benchmarks.lifecycles;

/**
 * What a share came to.
 *
 * @param connections how many were opened and closed
 * @param nanos how long that took, in nanoseconds, the last one's end included
 * @param unreported of how many connections the server lacks records that it was to have
 */
record Result(long connections, long nanos, long unreported) {

    static Result parse(String line) {
        String[] words = line.split(" ", -1);
        return new Result(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    @Override
    public String toString() {
        return connections + " " + nanos + " " + unreported;
    }
}
