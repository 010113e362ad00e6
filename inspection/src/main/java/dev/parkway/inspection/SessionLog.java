package dev.parkway.inspection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What a journal knows of a session, as long as it keeps any of its connections or takes its reports. */
final class SessionLog {

    private final String name;

    // Guarded by this.
    private long highestForgotten;
    private int streams;
    private boolean noReports;

    private volatile Duration clientTwoMsl = Duration.ZERO;

    /** How many entries and report streams need this; it is over when that has come to 0, and never comes back. */
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Creates one that is retained by its creator. */
    SessionLog(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Retains it for one more; false if it is over. */
    boolean retain() {
        int before = holders.get();
        while (before > 0 && !holders.compareAndSet(before, before + 1)) {
            before = holders.get();
        }
        return before > 0;
    }

    /** Returns whether nobody needs it any more. */
    boolean release() {
        return holders.decrementAndGet() == 0;
    }

    synchronized void forgot(long number) {
        highestForgotten = Math.max(highestForgotten, number);
    }

    /** Says whether a connection that the journal does not have was there once. The oldest go first. */
    synchronized boolean hasForgotten(long number) {
        return number <= highestForgotten;
    }

    /** Returns how long the client's TIME_WAIT is to last; zero if it has not said. */
    Duration clientTwoMsl() {
        return clientTwoMsl;
    }

    void clientTwoMsl(Duration said) {
        clientTwoMsl = said;
    }

    synchronized void openReports() {
        streams++;
        noReports = false;
    }

    /** Returns whether no report will come any more. */
    synchronized boolean closeReports(boolean complete) {
        streams--;
        noReports |= complete && streams == 0;
        return noReports;
    }

    /** Takes notice that no report will come unless a stream is open; false if one is. */
    synchronized boolean expectNoReports() {
        noReports |= streams == 0;
        return noReports;
    }

    /** Says whether reports of the client's side may still come. */
    synchronized boolean mayReport() {
        return !noReports;
    }
}
