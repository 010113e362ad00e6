package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import dev.parkway.script.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The recent connections of a process, both sides of each as far as this process knows them, in bounded
 * memory: when a connection is one too many, the one that began first is forgotten.
 *
 * <p>It is given to state threads as their observer. To them it costs a little once a connection; at each
 * state it looks whether anybody watches, and does nothing if not.
 */
public final class Journal implements Observer, AutoCloseable {

    private final Entries entries;
    private final Teller teller;
    private final Judge judge;
    private final Entry.Staff staff;

    /**
     * Creates an empty journal.
     *
     * @param limits how much it keeps
     * @param twoMsl how long TIME_WAIT lasts on those sides that run in this process, which they are held to; zero
     *        if it is not to be checked
     */
    public Journal(InspectionLimits limits, Duration twoMsl) {
        // Threads of their own: a virtual one would wait behind as many state threads as are ready to run.
        this(limits, twoMsl, System::nanoTime,
                run -> Thread.ofPlatform().daemon().name("journal").start(run));
    }

    Journal(InspectionLimits limits, Duration twoMsl, LongSupplier nanoTime, Executor starter) {
        entries = new Entries(limits.connections());
        teller = new Teller(entries, nanoTime, limits.holdBack(), starter);
        judge = new Judge(twoMsl, starter);
        staff = new Entry.Staff(teller, judge);
    }

    @Override
    public Observation begin(History history) {
        Entry entry = entry(history.name(), history.scenario());
        if (!entry.add(history)) {
            // Two sessions of one public name: the later one's connection runs, but is not kept.
            return Observation.NONE;
        }
        // The listener's records were not announced, and are the connection's all the same.
        if (history.shared() > 0) {
            entry.changed();
        }
        return entry;
    }

    /** {@return how many connections were forgotten to keep memory bounded} */
    public long forgotten() {
        return entries.forgotten();
    }

    /** {@return how many connections are kept now} */
    public int size() {
        return entries.size();
    }

    /** {@return how many connections got which verdict since this began, by the word for it} */
    public Map<String, Long> judged() {
        VerdictCounts sum = Verdicts.sum(judge.verdicts().byScenario());
        return Map.of("conforms", sum.getConforms(), "incomplete", sum.getIncomplete(), "violates",
                sum.getViolates());
    }

    /**
     * Takes notice that a session is over, so that no report of it will come beyond those under way.
     *
     * @param session its public name
     */
    public void sessionEnded(String session) {
        SessionLog known = entries.session(session);
        if (known != null && known.expectNoReports()) {
            teller.reportsEnded(session);
        }
    }

    /** Ends all watches. What was recorded can still be read. */
    @Override
    public void close() {
        teller.close();
        judge.close();
    }

    void forEach(Consumer<Entry> action) {
        entries.forEach(action);
    }

    /** Returns how the connections were judged that ended or were forgotten since the journal began. */
    Verdicts verdicts() {
        return judge.verdicts();
    }

    @Nullable
    Entry find(ConnectionName name) {
        return entries.find(name);
    }

    /** Returns entries older than a place, newest first, of one session or of all. */
    List<Entry> older(long before, int count, @Nullable String session) {
        List<Entry> found = new ArrayList<>();
        entries.visitOlder(before, entry -> {
            if (session == null || entry.name().session().equals(session)) {
                found.add(entry);
            }
            return found.size() < count;
        });
        return found;
    }

    Teller teller() {
        return teller;
    }

    /** Takes notice of a stream of reports; {@link #closeReports} must follow. */
    SessionLog openReports(String session) {
        SessionLog known = entries.retain(session);
        known.openReports();
        return known;
    }

    /**
     * Takes notice that a stream of reports has ended.
     *
     * @param complete the client has reported all that it has to
     */
    void closeReports(SessionLog session, boolean complete) {
        if (session.closeReports(complete)) {
            teller.reportsEnded(session.name());
        }
        entries.release(session);
    }

    /**
     * Returns the entry that a report belongs to; null if it has been forgotten.
     *
     * @param fromTheStart whether the report begins with the connection's first record
     */
    @Nullable
    Entry reported(SessionLog session, ConnectionName name, Scenario scenario, boolean fromTheStart) {
        Entry entry = entries.find(name);
        // A report of a connection that is not here may be the first news of it, or come too late.
        if (entry != null || !fromTheStart || session.hasForgotten(name.number())) {
            return entry;
        }
        return entry(name, scenario);
    }

    private Entry entry(ConnectionName name, Scenario scenario) {
        Entry entry = entries.find(name);
        return entry != null
                ? entry
                : entries.add(new Entry(name, scenario, entries.retain(name.session()), staff));
    }
}
