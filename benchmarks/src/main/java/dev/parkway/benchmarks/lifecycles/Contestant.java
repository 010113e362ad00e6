package dev.parkway.benchmarks.lifecycles;

import dev.parkway.benchmarks.process.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The two processes of a way. */
record Contestant(Way way, Child server, Child client) {

    /** Starts both, with options for their JVMs. */
    static Contestant start(Way way, List<String> options) throws IOException {
        // Each gets half of the cores for its virtual threads: two schedulers that both want all of them spend a
        // good part of the time on waking each other's carriers.
        int carriers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        List<String> jvm = new ArrayList<>(
                List.of("-Djdk.virtualThreadScheduler.parallelism=" + carriers, "-XX:+UseParallelGC"));
        jvm.addAll(options);
        Child server = Child.java(jvm, Serving.class, way.name());
        return new Contestant(way, server, Child.java(jvm, Opening.class, way.name(), server.firstLine()));
    }

    Result play(Share share) throws IOException {
        return Result.parse(client.ask(share.toString()));
    }

    void close() throws IOException {
        client.close();
        server.close();
    }
}
