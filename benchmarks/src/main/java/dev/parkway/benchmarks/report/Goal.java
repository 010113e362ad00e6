package dev.parkway.benchmarks.report;

import static dev.parkway.benchmarks.report.Part.HANDOFF;
import static dev.parkway.benchmarks.report.Part.HOLDING;
import static dev.parkway.benchmarks.report.Part.LIFECYCLES;
import static dev.parkway.benchmarks.report.Part.ROUND_TRIPS;
import static dev.parkway.benchmarks.report.Part.START;
import static dev.parkway.benchmarks.report.Part.TOKEN_THERE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A ratio, or a figure by itself, that is to be at most or at least so much.
 *
 * @param text what it is
 * @param part where it was measured
 * @param mine what is judged
 * @param theirs what it is divided by, the least of them; none for a figure by itself
 * @param direction on which side of the bound it is to be
 * @param bound the bound
 */
record Goal(String text, Part part, Which mine, List<Which> theirs, Direction direction, double bound) {

    /** On which side of the bound it is to be. */
    enum Direction {
        AT_MOST, AT_LEAST
    }

    /**
     * Names a figure.
     *
     * @param subject as in the figure
     * @param setting as in the figure
     * @param measure as in the figure
     */
    record Which(String subject, String setting, String measure) {}

    /**
     * What came out.
     *
     * @param value the ratio
     * @param least the least of the rounds'
     * @param most the most of the rounds'
     */
    record Outcome(double value, double least, double most) {}

    Goal {
        theirs = List.copyOf(theirs);
    }

    /** Those that README's readers ask for first. */
    static List<Goal> all() {
        return List.of(
                handoff("two virtual threads, two carriers: ours / the best of the JDK's",
                        "virtualTwoCarriers", 1,
                        "SEMAPHORE", "SYNCHRONOUS_QUEUE", "EXCHANGER", "LINKED_TRANSFER_QUEUE",
                        "LOCK_SUPPORT"),
                handoff("two virtual threads, one carrier: ours / the best of the JDK's", "virtualOneCarrier",
                        1,
                        "SEMAPHORE", "SYNCHRONOUS_QUEUE", "EXCHANGER", "LINKED_TRANSFER_QUEUE",
                        "LOCK_SUPPORT"),
                handoff("one carrier: ours, which would spin / the same by hand, which does not",
                        "virtualOneCarrier",
                        1.1, "LOCK_SUPPORT"),
                handoff("platform threads: ours / the best that does not spin", "platform", 1, "SEMAPHORE",
                        "LOCK_SUPPORT"),
                handoff("platform threads: ours / Exchanger", "platform", 1.3, "EXCHANGER"),
                ratio("token there: unpark and park / two atomic exchanges", TOKEN_THERE,
                        new Which("unparkThenPark", "one thread", "ns"), Direction.AT_MOST, 1.3,
                        new Which("twoExchanges", "one thread", "ns")),
                ratio("our virtual threads / crossbeam's Parker", HANDOFF,
                        new Which("PARKER", "virtualTwoCarriers", "round trip, ns"), Direction.AT_MOST, 0.1,
                        new Which("CROSSBEAM", "platform", "round trip, ns")),
                trip("ours / bare grpc-java, virtual threads", "VIRTUAL", "GRPC", 1.1),
                trip("ours / bare grpc-java, platform threads", "PLATFORM", "GRPC", 1.1),
                trip("ours / raw TCP, platform threads", "PLATFORM", "TCP", 2.5),
                trip("ours / Redisson on Redis", "PLATFORM", "REDISSON", 0.2),
                trip("ours / Curator on ZooKeeper", "PLATFORM", "CURATOR", 0.2),
                new Goal("connections a second, 1,000 at once", LIFECYCLES, rate("PARKWAY_BARE", "1000"),
                        List.of(),
                        Direction.AT_LEAST, 200_000),
                ratio("100,000 at once / 1,000 at once", LIFECYCLES, rate("PARKWAY_BARE", "100000"),
                        Direction.AT_LEAST,
                        2.0 / 3, rate("PARKWAY_BARE", "1000")),
                ratio("1 at once: ours / a bare stream for each", LIFECYCLES, rate("PARKWAY_BARE", "1"),
                        Direction.AT_LEAST, 1, rate("STREAM", "1")),
                ratio("1,000 at once: records kept and reported / not", LIFECYCLES,
                        rate("PARKWAY_REPORTED", "1000"),
                        Direction.AT_LEAST, 0.5, rate("PARKWAY_BARE", "1000")),
                new Goal("bytes of a held connection at the client, beyond its thread's stack", HOLDING,
                        new Which("PARKWAY", "100000", "client, bytes each"), List.of(), Direction.AT_MOST,
                        1024),
                new Goal("bytes of a held connection at the server, beyond its thread's stack", HOLDING,
                        new Which("PARKWAY", "100000", "server, bytes each"), List.of(), Direction.AT_MOST,
                        1024),
                start("container: from its image / plain java -jar", "CONTAINER", "CONTAINER_PLAIN"),
                start("the image's options, in no container / plain java -jar", "IMAGE_OPTIONS", "PLAIN"),
                start("as ./simulate does / plain java -jar", "SIMULATE", "PLAIN"));
    }

    private static Which rate(String way, String parallel) {
        return new Which(way, parallel, "a second");
    }

    private static Goal handoff(String text, String threads, double bound, String... rivals) {
        return new Goal(text, HANDOFF, new Which("PARKER", threads, "round trip, ns"),
                List.of(rivals).stream().map(each -> new Which(each, threads, "round trip, ns")).toList(),
                Direction.AT_MOST, bound);
    }

    private static Goal trip(String text, String threads, String rival, double bound) {
        return ratio(text, ROUND_TRIPS, new Which("PARKWAY", threads, "p50, us"), Direction.AT_MOST, bound,
                new Which(rival, threads, "p50, us"));
    }

    private static Goal start(String text, String mine, String theirs) {
        return ratio(text, START, new Which(mine, "", "LISTEN after, ms"), Direction.AT_MOST, 0.5,
                new Which(theirs, "", "LISTEN after, ms"));
    }

    private static Goal ratio(String text, Part part, Which mine, Direction direction, double bound,
            Which theirs) {
        return new Goal(text, part, mine, List.of(theirs), direction, bound);
    }

    /** What the results say; empty if they lack a figure that it needs. */
    Optional<Outcome> judge(Map<Part, Results> results) {
        Optional<Figure> own = find(results, mine);
        if (own.isEmpty() || theirs.isEmpty()) {
            return own.map(figure -> new Outcome(figure.median(), figure.least(), figure.most()));
        }
        return theirs.stream().flatMap(which -> find(results, which).stream())
                .min((a, b) -> Double.compare(a.median(), b.median()))
                .map(rival -> between(own.get(), rival));
    }

    private Optional<Figure> find(Map<Part, Results> results, Which which) {
        return Optional.ofNullable(results.get(part))
                .flatMap(each -> each.find(which.subject(), which.setting(), which.measure()));
    }

    /** Round by round, where both were measured in the same rounds; JMH measures one after the other. */
    private Outcome between(Figure own, Figure rival) {
        if (part == TOKEN_THERE || own.values().size() != rival.values().size()) {
            return new Outcome(own.median() / rival.median(), own.least() / rival.most(),
                    own.most() / rival.least());
        }
        Figure ratios = new Figure("", "", "", IntStream.range(0, own.values().size())
                .mapToObj(i -> own.values().get(i) / rival.values().get(i)).toList());
        return new Outcome(ratios.median(), ratios.least(), ratios.most());
    }

    boolean metBy(Outcome outcome) {
        return switch (direction) {
            case AT_MOST -> outcome.value() <= bound;
            case AT_LEAST -> outcome.value() >= bound;
        };
    }
}
