package dev.parkway.inspection;

import java.time.Duration;

/** What a journal knows of a session, as long as it keeps any of its connections or takes its reports. */
final class SessionLog {

    private final String name;

    // Guarded by this.
    private long highestForgotten;
    private int streams;
    private boolean noReports;

    private volatile Duration clientTwoMsl = Duration.ZERO;

    // Guarded by the journal's map: how many entries and report streams need this.
    private int holders;

    SessionLog(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    SessionLog retained() {
        holders++;
        return this;
    }

    /** Returns whether nobody needs it any more. */
    boolean released() {
        return --holders == 0;
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
