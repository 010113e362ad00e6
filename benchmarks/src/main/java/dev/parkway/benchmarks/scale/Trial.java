package dev.parkway.benchmarks.scale;

import java.util.List;

/**
 * One run, and what it cost.
 *
 * @param role {@code fit} if the model is made from it, {@code check} if it is held against it
 * @param servers how many servers there were
 * @param connections how many connections ran from CLOSED to CLOSED; 0 if they were held
 * @param turns how many turns they took, over all of them and both sides
 * @param held how many connections were held ESTABLISHED; 0 if they ran
 * @param nanos how long it took, in nanoseconds
 * @param serverCpuNanos the processor time of all servers
 * @param clientCpuNanos the processor time of the client
 * @param serverBytes what is alive in all servers' heaps for what is held; 0 if nothing is
 */
record Trial(String role, int servers, long connections, long turns, long held, long nanos,
        long serverCpuNanos,
        long clientCpuNanos, long serverBytes) {

    static final String FIT = "fit";
    static final String CHECK = "check";
    static final String HEADER = "role,servers,connections,turns,held,nanos,server_cpu_nanos,client_cpu_nanos,"
            + "server_bytes";

    static Trial parse(String line) {
        List<String> words = List.of(line.split(",", -1));
        long[] counts = words.stream().skip(1).mapToLong(Long::parseLong).toArray();
        return new Trial(words.getFirst(), (int) counts[0], counts[1], counts[2], counts[3], counts[4],
                counts[5], counts[6], counts[7]);
    }

    @Override
    public String toString() {
        return role + "," + servers + "," + connections + "," + turns + "," + held + "," + nanos + ","
                + serverCpuNanos + "," + clientCpuNanos + "," + serverBytes;
    }
}
