package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A connection in the journal: the histories of its two sides, as far as this process has them. */
final class Entry extends MarkStack.Mark implements Observation {

    /** Who works at a journal's connections: one reference in each of a million. */
    record Staff(Teller teller, Judge judge) {}

    private final ConnectionName name;
    private final Scenario scenario;
    private final SessionLog session;
    private final Staff staff;
    // Too much news waits to be told already: this connection's is not, but counted.
    private final boolean untold;

    // Each set once; guarded by this for writing.
    private volatile @Nullable History client;
    private volatile @Nullable History server;
    private volatile boolean clientReported;

    // Set once, when it is judged; guarded by this for writing.
    private volatile @Nullable Verdict verdict;
    private volatile long serial = -1;
    private volatile boolean forgotten;

    // How far watchers have been told; touched by the teller's thread alone.
    @Nullable
    Telling telling;

    Entry(ConnectionName name, Scenario scenario, SessionLog session, Staff staff) {
        this.name = name;
        this.scenario = scenario;
        this.session = session;
        this.staff = staff;
        this.untold = staff.teller().isCrowded();
    }

    ConnectionName name() {
        return name;
    }

    Scenario scenario() {
        return scenario;
    }

    SessionLog session() {
        return session;
    }

    @Nullable
    History client() {
        return client;
    }

    @Nullable
    History server() {
        return server;
    }

    /** Returns its place in the order in which connections came into the journal. */
    long serial() {
        return serial;
    }

    void serial(long place) {
        serial = place;
    }

    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
        changed();
        if (verdict == null) {
            staff.judge().submit(this);
        }
    }

    /** Takes the history of a side that runs in this process; false if there is one already. */
    synchronized boolean add(History history) {
        if (history.side() == Side.CLIENT) {
            if (client != null) {
                return false;
            }
            client = history;
        } else {
            if (server != null) {
                return false;
            }
            server = history;
        }
        return true;
    }

    /** Returns the history that reports of the client's side go to; null if that side runs in this process. */
    synchronized @Nullable History reportedClient() {
        if (client == null) {
            client = new History(name, scenario, Side.CLIENT);
            clientReported = true;
        }
        return clientReported ? client : null;
    }

    /** Says whether no record of the client's side will come any more, beyond those that are read after this. */
    boolean isClientOver() {
        History history = client;
        if (history != null && (history.outcome().isPresent() || !clientReported)) {
            return history.outcome().isPresent();
        }
        return !session.mayReport();
    }

    /** Returns when the connection's own first record was made, the client's if there is one. */
    OptionalLong startedNanos() {
        History ours = client;
        if (ours == null || ours.size() == 0) {
            ours = server;
        }
        return ours == null || ours.size() <= ours.shared()
                ? OptionalLong.empty() : OptionalLong.of(ours.epochNanos(ours.shared() + 1));
    }

    /** Returns what is to be said of it now: its judgement, or as long as there is none, what is here of it so far. */
    Verdict verdict() {
        Verdict known = verdict;
        return known == null ? check() : known;
    }

    /** Judges it by what is here of it, for good; nothing if that has been done. */
    synchronized Optional<Verdict> conclude() {
        if (verdict != null) {
            return Optional.empty();
        }
        History ours = client;
        History theirs = server;
        Precedents precedents = staff.judge().precedents();
        Optional<Verdict> precedent = precedents.find(scenario, ours, clientTwoMsl(), theirs,
                staff.judge().twoMsl());
        // It is kept for every connection. Endings stand in the records.
        Verdict kept = precedent
                .orElseGet(() -> precedents.check(scenario, ours, theirs, this::check).withoutEndings());
        verdict = kept;
        return Optional.of(kept);
    }

    private Verdict check() {
        return new Checker(scenario, clientTwoMsl(), staff.judge().twoMsl()).check(trace(Side.CLIENT, client),
                trace(Side.SERVER, server));
    }

    private Duration clientTwoMsl() {
        return clientReported ? session.clientTwoMsl() : staff.judge().twoMsl();
    }

    private Trace trace(Side side, @Nullable History history) {
        return new Trace(name.toString(), side, history == null ? List.of() : history.transitions());
    }

    @Override
    public void entered(int ordinal) {
        if (untold && staff.teller().isActive()) {
            staff.teller().skip();
        } else {
            changed();
        }
    }

    @Override
    public void ended() {
        reported();
    }

    /** Takes notice of records, the last ones maybe, that are there now. */
    void reported() {
        changed();
        if (verdict == null && isOver(Side.CLIENT, client) && isOver(Side.SERVER, server)) {
            staff.judge().submit(this);
        }
    }

    /** Says whether a side has said how it ended; one that has nothing to do need not be there. */
    private boolean isOver(Side side, @Nullable History history) {
        return history == null ? scenario.script(side).steps().isEmpty() : history.outcome().isPresent();
    }

    /** Has watchers told what is new, if there are any. */
    void changed() {
        if (!untold && staff.teller().isActive()) {
            staff.teller().mark(this);
        }
    }
}
