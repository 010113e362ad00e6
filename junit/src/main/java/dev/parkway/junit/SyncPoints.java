package dev.parkway.junit;

import dev.parkway.points.SyncPoint;
import dev.parkway.points.SyncPointException;
import dev.parkway.points.SyncPointListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.function.Executable;

/**
 * A JUnit extension that drives threads, processes and containers past their {@link SyncPoint}s in an order that the
 * test states.
 *
 * <pre>{@code
 * @RegisterExtension
 * final SyncPoints points = new SyncPoints();
 *
 * @Test
 * void book_twoLookBeforeOneBooks_oneGetsTheSeat() throws Exception {
 *     points.order("alice:looked", "bob:looked", "alice:booking", "bob:booking");
 *     points.start("alice", () -> office.book("12A"));
 *     points.start("bob", () -> office.book("12A"));
 *     points.join();
 *
 *     assertThat(office.bookings("12A")).hasSize(1);
 * }
 * }</pre>
 *
 * <p>A point belongs to a party. That is a thread of this process, by its name; another process, by the name that was
 * given to {@link #environment}; or the test itself, {@value #TEST}. A point orders what comes before it and not what
 * follows: to have alice's write before bob's read, order a point after the one before a point before the other.
 *
 * <p>A test fails, by an error that says who waits for whom where, when a wait at a point lasts longer than the
 * deadline; when parties wait for each other in a circle, or for a thread of {@link #start} that has ended, at once;
 * when a thread of {@link #start} fails; and when the order names a point that nobody has passed in the end. From then
 * on whoever comes by a point gets a {@link SyncPointException}.
 *
 * <p>Tests that use it run one after the other in a process: points are the program's, and there is one of them.
 * An instance in a static field begins anew for each test; a process is started by the test that drives it.
 */
public final class SyncPoints
        implements
            BeforeEachCallback,
            AfterTestExecutionCallback,
            AfterEachCallback,
            TestExecutionExceptionHandler {

    /** How long a thread waits at a point, unless said otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

    /** The party that the test is, for the points that it passes by {@link #reached}. */
    public static final String TEST = "test";

    /** How long threads get to end that were told at the deadline that they may not pass. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private static final String LOOPBACK = "127.0.0.1";

    private final Duration deadline;
    private final String host;
    private final List<PartyThread> threads = new CopyOnWriteArrayList<>();
    // Of the test that runs; none in between.
    private @Nullable Board board;
    private @Nullable SyncPointListener listener;
    private @Nullable PointServer server;

    /** Creates an extension with {@link #DEFAULT_DEADLINE}, for processes on this machine. */
    public SyncPoints() {
        this(DEFAULT_DEADLINE);
    }

    /**
     * Creates an extension for processes on this machine.
     *
     * @param deadline how long a thread waits at a point at most
     */
    public SyncPoints(Duration deadline) {
        this(deadline, LOOPBACK);
    }

    /**
     * Creates an extension for processes elsewhere, such as containers.
     *
     * @param deadline how long a thread waits at a point at most
     * @param host the address of this machine at which they reach the test, such as the gateway of the containers'
     *        network; everybody who reaches it may come by points
     */
    public SyncPoints(Duration deadline, String host) {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline is above zero, not " + deadline);
        }
        this.deadline = deadline;
        this.host = host;
    }

    private Board board() {
        Board present = board;
        if (present == null) {
            throw new IllegalStateException(
                    "no test runs: points belong to one, from its first @BeforeEach on");
        }
        return present;
    }

    /**
     * Says that each of these points is passed before the next. What is not said is free; several calls add up.
     *
     * @param points each as in {@code writer:written}
     * @throws IllegalArgumentException if one is written otherwise, or they come to a circle
     */
    public void order(String... points) {
        board().order(Arrays.stream(points).map(Point::parse).toList());
    }

    /**
     * Says that several threads go by a party's name, as in a service that works on many requests. While one of them
     * waits another may come, so a circle through such a party is told at the deadline and not before. Two that wait
     * at the same time are found out without a word.
     *
     * @param party the name of the process or the threads
     */
    public void concurrent(String party) {
        board().concurrent(party);
    }

    /**
     * Starts a virtual thread of this process.
     *
     * @param party its name, and so its party
     * @param body what it does; whatever it throws fails the test
     * @throws IllegalStateException if one of that name still runs
     */
    public void start(String party, Executable body) {
        Board present = board();
        if (threads.stream().anyMatch(thread -> thread.party().equals(party) && thread.isRunning())) {
            throw new IllegalStateException("a thread " + party + " still runs");
        }
        present.begun(party);
        threads.add(PartyThread.start(party, body, () -> present.ended(party)));
    }

    /**
     * Waits until all threads of {@link #start} have ended. The end of the test does so too.
     *
     * @throws AssertionError if one of them failed, or they take longer than the deadline and a second
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void join() throws InterruptedException {
        Board present = board();
        long deadlineNanos = System.nanoTime() + deadline.plus(ENDING).toNanos();
        for (PartyThread thread : threads) {
            thread.join(deadlineNanos, present::tell);
        }
    }

    /**
     * Returns what a process on this machine needs to know to be driven by this test.
     *
     * @param party what to call the process: 1 to 32 letters, digits, dots, dashes and underscores
     * @return environment variables, as {@link ProcessBuilder} takes them, and Testcontainers
     */
    public Map<String, String> environment(String party) {
        return environment(party, host);
    }

    /**
     * The same for a process that knows this machine by another name, such as {@code host.docker.internal}.
     *
     * @param party what to call the process: 1 to 32 letters, digits, dots, dashes and underscores
     * @param hostFromThere the name or address by which it reaches where the test listens
     * @return environment variables
     */
    public Map<String, String> environment(String party, String hostFromThere) {
        return Map.of("PARKWAY_POINTS", hostFromThere + ":" + listen(), "PARKWAY_PARTY", named(party));
    }

    /**
     * The same as {@link #environment} for a Java command line.
     *
     * @param party what to call the process: 1 to 32 letters, digits, dots, dashes and underscores
     * @return system properties, as in {@code -Dparkway.party=writer}
     */
    public List<String> systemProperties(String party) {
        return List.of("-Dparkway.points=" + host + ":" + listen(), "-Dparkway.party=" + named(party));
    }

    private static String named(String party) {
        if (!Point.NAME.matcher(party).matches()) {
            throw new IllegalArgumentException(
                    "a process is called by 1 to 32 letters, digits, '.', '-' and '_', not \""
                            + party + '"');
        }
        return party;
    }

    private synchronized int listen() {
        if (server == null) {
            try {
                server = new PointServer(board(), new InetSocketAddress(host, 0), PointServer.GRACE);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen at " + host, e);
            }
        }
        return server.port();
    }

    /**
     * Passes a point of the test itself, when the order lets it: lets others go who wait for it.
     *
     * @param name which, as in {@code go} for {@code test:go}: 1 to 32 letters, digits, dots, dashes and underscores
     * @throws IllegalArgumentException if it is called otherwise
     * @throws SyncPointException if it may not be passed any more; it says why
     */
    public void reached(String name) {
        board().come(Visit.reached(TEST, name));
    }

    /**
     * Waits until a point has been passed.
     *
     * @param point that of anybody, as in {@code written}, or of one party, as in {@code writer:written}
     * @throws IllegalArgumentException if it is written otherwise
     * @throws SyncPointException if it is not passed before the deadline, or cannot be
     */
    public void waitFor(String point) {
        board().come(Visit.waitFor(TEST, point));
    }

    /**
     * Waits until a thread is held at a point: it has come by, and the order does not let it pass yet.
     *
     * @param point which, as in {@code writer:written}
     * @throws IllegalArgumentException if it is written otherwise
     * @throws AssertionError if nobody is by the deadline, or it has been passed
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void awaitHeld(String point) throws InterruptedException {
        board().awaitHeld(Point.parse(point));
    }

    /** {@return the points that were passed, in the order in which they were, each as in {@code writer:written}} */
    public List<String> passed() {
        return board().passed().stream().map(Point::toString).toList();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Board fresh = new Board(deadline);
        SyncPointListener points = new LocalPoints(fresh);
        SyncPoint.install(points);
        threads.clear();
        board = fresh;
        listener = points;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        // Whatever the test complains of may come from what went wrong at a point, or in a thread.
        AssertionError why = board().end(false);
        if (why == null || why.equals(failure)) {
            throw withFailuresOfThreads(failure);
        }
        why.addSuppressed(failure);
        throw withFailuresOfThreads(why);
    }

    /** Adds what threads have failed by, but for those who were refused at a point: that is told already. */
    private <T extends Throwable> T withFailuresOfThreads(T failure) {
        threads.stream().flatMap(thread -> thread.failure().stream())
                .filter(other -> !(other instanceof SyncPointException) && !tells(failure, other))
                .forEach(failure::addSuppressed);
        return failure;
    }

    private static boolean tells(Throwable failure, Throwable other) {
        return failure.equals(other) || other.equals(failure.getCause())
                || Arrays.stream(failure.getSuppressed()).anyMatch(each -> tells(each, other));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws InterruptedException {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        AssertionError late = joined();
        AssertionError why = board().end(late == null);
        if (why != null) {
            if (late != null) {
                why.addSuppressed(late);
            }
            throw withFailuresOfThreads(why);
        }
        if (late != null) {
            throw withFailuresOfThreads(late);
        }
    }

    private @Nullable AssertionError joined() throws InterruptedException {
        try {
            join();
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (listener == null) {
            return;
        }
        SyncPoint.uninstall(listener);
        // Whoever was still on its way is refused from here on.
        var _ = board().end(false);
        if (server != null) {
            server.close();
        }
        threads.forEach(PartyThread::interrupt);
        server = null;
        board = null;
        listener = null;
    }
}
