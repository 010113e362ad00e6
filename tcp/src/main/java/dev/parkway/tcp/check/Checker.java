package dev.parkway.tcp.check;

import dev.parkway.tcp.Scenario;
import dev.parkway.tcp.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Says of a connection's records whether anything happened that must not.
 *
 * <p>Each side by itself must do what RFC 9293 and its script allow. The two together must fit: nobody has taken
 * a token that was not given. Every order in which the two sides' records are seen is right, as long as it is
 * one that the counts of tokens allow; clocks play no part, but for the length of a side's TIME_WAIT, by that
 * side's own.
 *
 * <p>Any thread may use a checker; it keeps nothing.
 */
public final class Checker {

    private final Scenario scenario;
    private final Map<Side, Duration> twoMsl;

    /**
     * Creates a checker for a scenario.
     *
     * @param scenario the scenario that the connections run
     * @param twoMsl how long either side's TIME_WAIT has to last; zero if the records have no times
     */
    public Checker(Scenario scenario, Duration twoMsl) {
        this(scenario, twoMsl, twoMsl);
    }

    /**
     * Creates a checker for a scenario whose two sides were told different things.
     *
     * @param scenario the scenario that the connections run
     * @param clientTwoMsl how long the client's TIME_WAIT has to last; zero if that is not known, or its records
     *        have no times: it is not checked then
     * @param serverTwoMsl the same of the server's
     */
    public Checker(Scenario scenario, Duration clientTwoMsl, Duration serverTwoMsl) {
        this.scenario = scenario;
        this.twoMsl = Map.of(Side.CLIENT, clientTwoMsl, Side.SERVER, serverTwoMsl);
    }

    /**
     * Judges a connection by its two sides' records.
     *
     * @param client the client's
     * @param server the server's
     * @return the verdict
     */
    public Verdict check(Trace client, Trace server) {
        return new PairCheck(scenario, twoMsl, client, server).verdict();
    }

    /**
     * Judges a connection by its two sides' records and by what an onlooker saw of both of them.
     *
     * @param client the client's
     * @param server the server's
     * @param sequence what was seen, in that order
     * @return the verdict; incomplete if not all records were seen
     */
    public Verdict check(Trace client, Trace server, List<Sighting> sequence) {
        PairCheck check = new PairCheck(scenario, twoMsl, client, server);
        check.checkSequence(sequence);
        return check.verdict();
    }
}
