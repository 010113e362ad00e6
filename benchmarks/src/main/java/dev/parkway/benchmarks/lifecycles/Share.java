package dev.parkway.benchmarks.lifecycles;

/**
 * A part of a round.
 *
 * @param parallel how many connections at a time
 * @param millis how long new ones are begun, in milliseconds
 */
record Share(int parallel, long millis) {

    static Share parse(String line) {
        String[] words = line.split(" ", -1);
        return new Share(Integer.parseInt(words[0]), Long.parseLong(words[1]));
    }

    @Override
    public String toString() {
        return parallel + " " + millis;
    }
}
