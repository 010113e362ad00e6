package dev.parkway.client;

import dev.parkway.control.ClientSession;
import dev.parkway.parker.TurnResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a run, each at a place of its own. A connection begins where the fewest are. Where one takes no more,
 * for its server has gone or drains, the others have what is to begin; and if the run opens anew what was lost, that place
 * gets another session, which is any server's.
 */
final class Sessions implements Tally.Opener {

    /** What a place asks of the run. */
    interface Host {

        /** Opens a session; throws the gRPC status that says why not, or {@link NoServerException}. */
        SessionRun open() throws InterruptedException;

        /** Finishes one that is retired. */
        void finish(SessionRun run, boolean replaced) throws InterruptedException;
    }

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Host host;
    private final Tally tally;
    private final boolean replacing;
    private final int parallel;
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final AtomicInteger filled = new AtomicInteger();
    /** Places whose first session is still to come. */
    private final AtomicInteger coming = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    // Every session that is not finished, those that are retired included.
    private final List<SessionRun> unfinished = new CopyOnWriteArrayList<>();
    private volatile boolean closing;
    private volatile boolean stopping;
    private final AtomicInteger failed = new AtomicInteger();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    /**
     * Prepares to open sessions.
     *
     * @param host of them
     * @param tally of their connections
     * @param replacing whether to open anew what was lost
     * @param parallel how many connections there are at a time, over all sessions
     */
    Sessions(Host host, Tally tally, boolean replacing, int parallel) {
        this.host = host;
        this.tally = tally;
        this.replacing = replacing;
        this.parallel = parallel;
    }

    /** Opens so many; they come as they come, and connections begin with the first. */
    void open(int count) {
        filled.set(count);
        coming.set(count);
        for (int i = 0; i < count; i++) {
            places.add(new Place(i));
        }
        places.forEach(Place::start);
    }

    @Override
    public boolean begin() {
        int first = turn.getAndIncrement();
        // Mostly they are alike, and then it is the one whose turn it is.
        int best = first;
        for (int i = 1; i < places.size(); i++) {
            if (place(first + i).running() < place(best).running()) {
                best = first + i;
            }
        }
        for (int i = 0; i < places.size(); i++) {
            if (place(best + i).begin()) {
                return true;
            }
        }
        return false;
    }

    private Place place(int turn) {
        return places.get(Math.floorMod(turn, places.size()));
    }

    @Override
    public boolean takes() {
        return places.stream().anyMatch(Place::takes);
    }

    /** How many connections a place may have now: the first one that is there is not to have those of all. */
    private long most() {
        return coming.get() > 0 ? Math.ceilDiv(parallel, places.size()) : Long.MAX_VALUE;
    }

    /** Why the last place got no session, if in the end none could get one. */
    Optional<RuntimeException> failure() {
        return failed.get() == places.size() ? failure : Optional.empty();
    }

    /** Finishes all of them, once no connection is to begin any more. */
    void finish() throws InterruptedException {
        closing = true;
        for (Place place : places) {
            place.close();
        }
        for (Place place : places) {
            place.join();
        }
    }

    /** Ends all of them at once; what has not ended is lost. Any thread. */
    void stop() {
        stopping = true;
        closing = true;
        unfinished.forEach(each -> each.session().close());
        places.forEach(Place::close);
    }

    /** Where one session is at a time, and those before it are finished. */
    private final class Place {

        private final Thread thread;
        private final List<Thread> finishing = new CopyOnWriteArrayList<>();
        private volatile Optional<SessionRun> present = Optional.empty();
        // Guarded by this: who ends the run does not wait for a server that nobody needs.
        private boolean opening;
        // The place's own thread's.
        private boolean came;

        Place(int number) {
            thread = Thread.ofVirtual().name("place " + number).unstarted(this::serve);
        }

        void start() {
            thread.start();
        }

        boolean begin() {
            Optional<SessionRun> run = present;
            return run.isPresent() && run.get().begin(most());
        }

        /** How many connections it has now; so many that it comes last if none can begin here. */
        long running() {
            return present.filter(SessionRun::takes).map(SessionRun::running).orElse(Long.MAX_VALUE);
        }

        boolean takes() {
            return present.map(run -> run.takes() && run.running() < most()).orElse(false);
        }

        private void serve() {
            try {
                boolean again = true;
                while (again) {
                    again = serveOne();
                }
            } catch (InterruptedException e) {
                // Nobody needs the session that was to be opened.
            } catch (RuntimeException e) {
                log.debug("a session could not be opened", e);
                failure = Optional.of(e);
                failed.incrementAndGet();
                // If it was the last place, the run says so as its own end.
                int left = filled.get() - 1;
                if (left > 0) {
                    log.warn("a session could not be opened, {} are left: {}", left, e.getMessage());
                }
            } finally {
                hasCome();
                if (filled.decrementAndGet() == 0) {
                    tally.beginNoMore();
                }
            }
        }

        private boolean serveOne() throws InterruptedException {
            long before = tally.completed();
            SessionRun run = open();
            present = Optional.of(run);
            if (closing) {
                run.retire();
            }
            hasCome();
            run.awaitRetired();
            present = Optional.empty();
            boolean again = replacing && !closing && isWorthwhile(run.session(), before);
            Thread finisher = Thread.ofVirtual().name("finish " + run.session())
                    .unstarted(() -> finish(run, again));
            finishing.add(finisher);
            finisher.start();
            return again;
        }

        /** Has connections begin here; and elsewhere, if this was the last one to be waited for. */
        private void hasCome() {
            // First with no more than its share, as the others have.
            tally.fill();
            if (!came) {
                came = true;
                coming.decrementAndGet();
                tally.fill();
            }
        }

        private SessionRun open() throws InterruptedException {
            setOpening(true);
            try {
                SessionRun run = host.open();
                run.whenOneHasEnded(this::hasRoom);
                unfinished.add(run);
                if (stopping) {
                    run.session().close();
                }
                return run;
            } finally {
                setOpening(false);
            }
        }

        /** One that was full may take one more, which the tally has asked for when it was not over yet. */
        private void hasRoom() {
            if (coming.get() > 0) {
                tally.fill();
            }
        }

        private synchronized void setOpening(boolean now) throws InterruptedException {
            if (now && closing) {
                throw new InterruptedException("no session is needed any more");
            }
            opening = now;
            if (!now) {
                // Came too late, if it came: there is a session now, and it is to be finished.
                boolean _ = Thread.interrupted();
            }
        }

        private void finish(SessionRun run, boolean replaced) {
            try {
                host.finish(run, replaced);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                unfinished.remove(run);
                finishing.remove(Thread.currentThread());
            }
        }

        synchronized void close() {
            present.ifPresent(SessionRun::retire);
            if (opening) {
                thread.interrupt();
            }
        }

        void join() throws InterruptedException {
            thread.join();
            for (Thread each : finishing) {
                each.join();
            }
        }
    }

    /** Another session is of no use if this one was lost before anything got further, or somebody else has it. */
    private boolean isWorthwhile(ClientSession session, long completedBefore) {
        if (!session.ended().isDone()) {
            // Its server drains, and says so to all that would open one.
            return true;
        }
        return tally.completed() > completedBefore
                && !session.ended().join().cause().equals(Optional.of(TurnResult.TAKEN_OVER));
    }
}
