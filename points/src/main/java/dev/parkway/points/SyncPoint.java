package dev.parkway.points;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named line in a program, at which a test may hold the thread that comes by until others have passed theirs.
 *
 * <pre>{@code
 * Optional<Seat> free = seats.findFree();
 * SyncPoint.reached("looked");
 * free.ifPresent(seats::book);
 * }</pre>
 *
 * <p>A test by {@code parkway-junit} states in which order points are passed; then a race that needs two threads or
 * processes to meet at the wrong moment happens every time. In any other run a point does nothing. The check for that is
 * a constant to the compiler of the virtual machine, so that a point which it has compiled is no instruction at all.
 *
 * <p>A process that is not the test's own is driven if it is started with these settings, each as a system property
 * or an environment variable, and has {@code parkway-control} on its class path. The test knows their values.
 * <ul>
 * <li>{@code parkway.points}, {@code PARKWAY_POINTS}: the test's host and port;
 * <li>{@code parkway.party}, {@code PARKWAY_PARTY}: what the test calls this process.
 * </ul>
 *
 * <p>Whatever a thread did before it passed a point comes before anything that another does after a point which the
 * test orders after it.
 */
public final class SyncPoint {

    /** What a point's name may be. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

    private static final Object LOCK = new Object();
    private static final MutableCallSite SITE = new MutableCallSite(MethodType.methodType(
            SyncPointListener.class));
    // Through a field that is final, the compiler takes what the site holds for a constant.
    private static final MethodHandle LISTENER = SITE.dynamicInvoker();

    static {
        listen(Driven.process());
    }

    private SyncPoint() {}

    /**
     * Comes by a point. The thread parks while the test holds it: until all points that the test orders before this
     * one have been passed. Then it passes, for good: later times pass at once.
     *
     * @param name which point: 1 to 32 letters, digits, dots, dashes and underscores, as in {@code written}
     * @throws IllegalArgumentException if a test drives this process and the point is called otherwise
     * @throws SyncPointException if the test will not let it pass; it says why
     */
    public static void reached(String name) {
        SyncPointListener listener = listener();
        if (listener != null) {
            listener.reached(checked(name));
        }
    }

    /**
     * Waits until another thread or process has passed a point, for programs that say themselves what they wait for.
     * The test may say nothing of that point: a driven program waits all the same.
     *
     * @param name which point: that of anybody, as in {@code written}, or of one party, as in {@code writer:written}
     * @throws IllegalArgumentException if a test drives this process and the point is written otherwise
     * @throws SyncPointException if it is not passed before the test's deadline, or cannot be
     */
    public static void waitFor(String name) {
        SyncPointListener listener = listener();
        if (listener != null) {
            int colon = name.lastIndexOf(':');
            if (colon == 0) {
                throw new IllegalArgumentException(
                        "a point of one party is party:name, as in writer:written, not \"" + name + '"');
            }
            checked(name.substring(colon + 1));
            listener.waitFor(name);
        }
    }

    /**
     * Has the points of this process tell a listener, until that is undone. For those who build what drives points;
     * tests have {@code parkway-junit}.
     *
     * @param listener who is told, on the thread that comes by, which goes on when the listener returns
     * @throws IllegalStateException if there is a listener already
     */
    public static void install(SyncPointListener listener) {
        synchronized (LOCK) {
            SyncPointListener other = listener();
            if (other != null) {
                throw new IllegalStateException("the points of this process are driven already, by " + other
                        + "; tests that drive them run one after the other");
            }
            listen(listener);
        }
    }

    /**
     * Undoes {@link #install}. A thread that is with the listener comes back when the listener lets it.
     *
     * @param listener who is told no more; nothing happens if it was not told before
     */
    public static void uninstall(SyncPointListener listener) {
        synchronized (LOCK) {
            if (Objects.equals(listener(), listener)) {
                listen(null);
            }
        }
    }

    private static void listen(@Nullable SyncPointListener listener) {
        SITE.setTarget(MethodHandles.constant(SyncPointListener.class, listener));
        MutableCallSite.syncAll(new MutableCallSite[]{SITE});
    }

    private static @Nullable SyncPointListener listener() {
        try {
            return (SyncPointListener) LISTENER.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError("a constant throws nothing", e);
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a point's name is 1 to 32 letters, digits, '.', '-' and '_', not \""
                            + name + '"');
        }
        return name;
    }
}
