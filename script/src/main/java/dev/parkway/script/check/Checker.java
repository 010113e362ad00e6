package dev.parkway.script.check;

import dev.parkway.script.Durations;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Says of a connection's records whether anything happened that must not.
 *
 * <p>Each side by itself must do what the protocol and its script allow. The two together must fit: nobody has taken
 * a token that was not given. Every order in which the two sides' records are seen is right, as long as it is
 * one that the counts of tokens allow; clocks play no part, but for the time that a side lets a timer run,
 * TCP's 2MSL say, by that side's own.
 *
 * <p>Any thread may use a checker; it keeps nothing.
 */
public final class Checker {

    private final Scenario scenario;
    private final Map<Side, Durations> durations;

    /**
     * Creates a checker for a scenario.
     *
     * @param scenario the scenario that the connections run
     * @param timer how long every timer that either side lets run out has to run, TCP's 2MSL say; zero if the records
     *        have no times
     */
    public Checker(Scenario scenario, Duration timer) {
        this(scenario, timer, timer);
    }

    /**
     * Creates a checker for a scenario whose two sides were told different things.
     *
     * @param scenario the scenario that the connections run
     * @param client how long every timer of the client has to run; zero if that is not known, or its records have no
     *        times: it is not checked then
     * @param server the same of the server's
     */
    public Checker(Scenario scenario, Duration client, Duration server) {
        this(scenario, Durations.all(client), Durations.all(server));
    }

    /**
     * Creates a checker for a scenario of a protocol with several timers.
     *
     * @param scenario the scenario that the connections run
     * @param client how long each timer of the client has to run; zero where that is not checked
     * @param server the same of the server's
     */
    public Checker(Scenario scenario, Durations client, Durations server) {
        this.scenario = scenario;
        this.durations = Map.of(Side.CLIENT, client, Side.SERVER, server);
    }

    /**
     * Judges a connection by its two sides' records.
     *
     * @param client the client's
     * @param server the server's
     * @return the verdict
     */
    public Verdict check(Trace client, Trace server) {
        return new PairCheck(scenario, durations, client, server).verdict();
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
        PairCheck check = new PairCheck(scenario, durations, client, server);
        check.checkSequence(sequence);
        return check.verdict();
    }
}
