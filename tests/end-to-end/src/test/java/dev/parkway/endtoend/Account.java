package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Inspection.Whole;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What became of the connections of a run in which things went wrong. */
final class Account {

    static final String COMPLETED = "completed";

    private static final Duration TWO_MSL = Duration.ofSeconds(1);
    private static final Path FILE = Path.of("target", "outages.md");

    private long connections;
    private long completed;
    private long ended;
    private long turnsLost;
    private long turnsDoubled;
    private long hung;
    private long leftOver;
    private long shortestRoundTripNanos = Long.MAX_VALUE;
    private final Set<String> causes = new TreeSet<>();
    private final List<String> leftOvers = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> unjudged = new ArrayList<>();

    /**
     * Counts a connection.
     *
     * @param sides whose records there have to be; a process that was killed took its own along
     */
    void add(Scenario scenario, Whole connection, Set<Side> sides) {
        connections++;
        List<String> outcomes = sides.stream().map(side -> outcome(connection, side)).toList();
        Verdict verdict = new Checker(scenario, TWO_MSL).check(connection.trace(Side.CLIENT),
                connection.trace(Side.SERVER), connection.sightings());
        if (outcomes.stream().anyMatch(each -> each.isEmpty() || each.equals("deadline passed"))) {
            hung++;
        } else if (outcomes.stream().allMatch(COMPLETED::equals)) {
            completed++;
            shortestOpening(connection);
        } else {
            ended++;
            outcomes.stream().filter(each -> !each.equals(COMPLETED)).forEach(causes::add);
        }
        if (!verdict.violations().isEmpty()) {
            violations.add(connection.glance().name() + " " + verdict);
        }
        if (sides.size() == 2 && outcomes.stream().allMatch(COMPLETED::equals)) {
            compare(connection.records(Side.CLIENT).getLast(), connection.records(Side.SERVER).getLast());
            compare(connection.records(Side.SERVER).getLast(), connection.records(Side.CLIENT).getLast());
            if (verdict.outcome() != Verdict.Outcome.CONFORMS) {
                unjudged.add(connection.glance().name() + " " + verdict);
            }
        }
    }

    private void shortestOpening(Whole connection) {
        List<Transition> client = connection.records(Side.CLIENT);
        long nanos = enteredNanos(client, TcpState.ESTABLISHED) - enteredNanos(client, TcpState.SYN_SENT);
        shortestRoundTripNanos = Math.min(shortestRoundTripNanos, nanos);
    }

    private static long enteredNanos(List<Transition> records, TcpState state) {
        return records.stream().filter(each -> each.to() == state).findFirst().orElseThrow().epochNanos();
    }

    private static String outcome(Whole connection, Side side) {
        return side == Side.CLIENT ? connection.glance().clientOutcome()
                : connection.glance().serverOutcome();
    }

    /** Both have run to the end: all that one has given the other has taken, no more and no less. */
    private void compare(Transition giver, Transition taker) {
        turnsLost += Math.max(0, giver.sent() - taker.received());
        turnsDoubled += Math.max(0, taker.received() - giver.sent());
    }

    /** Counts threads, sessions and connections that are still in a process after all has ended. */
    void addLeftOver(long count, String what) {
        leftOver += count;
        if (count > 0) {
            leftOvers.add(count + " " + what);
        }
    }

    long completed() {
        return completed;
    }

    /** How many connections ended early, with a cause that is named. */
    long ended() {
        return ended;
    }

    /** The shortest time in which a client had its SYN answered. */
    Duration shortestRoundTrip() {
        return Duration.ofNanos(shortestRoundTripNanos);
    }

    /** The causes by which those ended. */
    Set<String> causes() {
        return causes;
    }

    /** Writes a row of the table of docs/outages.md, and then insists on what must never be otherwise. */
    void close(String what, int faults, long resumed) {
        String row = "| %s | %,d | %d | %d | %,d | %,d | %d | %d | %d | %d | %d |%n".formatted(what,
                connections,
                faults, resumed, completed, ended, turnsLost, turnsDoubled, violations.size(), hung,
                leftOver);
        System.out.print(row);
        try {
            Files.writeString(FILE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(violations).as("order violations").isEmpty();
        assertThat(unjudged).as("completed on both sides, and do not conform").isEmpty();
        assertThat(turnsLost).as("turns lost").isZero();
        assertThat(turnsDoubled).as("turns doubled").isZero();
        assertThat(hung).as("waits that hung").isZero();
        assertThat(leftOvers).as("threads, sessions and connections left over").isEmpty();
    }
}
