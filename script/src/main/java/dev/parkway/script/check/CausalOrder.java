package dev.parkway.script.check;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The happens-before relation of two sides' records.
 *
 * <p>A record comes after its own side's earlier ones, and after those of the other side that stood before a
 * token which this side had taken. That the counts of tokens tell, and no clock does: the k-th token that one
 * side gives is the k-th that the other takes.
 */
public final class CausalOrder {

    private final List<Transition> client;
    private final List<Transition> server;

    private CausalOrder(List<Transition> client, List<Transition> server) {
        this.client = List.copyOf(client);
        this.server = List.copyOf(server);
    }

    /**
     * Orders the records of two sides.
     *
     * @param client the client's, in its order
     * @param server the server's, in its order
     * @return their relation
     */
    public static CausalOrder of(List<Transition> client, List<Transition> server) {
        return new CausalOrder(client, server);
    }

    /**
     * Orders the records that a whole run of a scenario makes.
     *
     * @param scenario the scenario
     * @return their relation
     */
    public static CausalOrder of(Scenario scenario) {
        return of(scenario.client().transitions(), scenario.server().transitions());
    }

    /**
     * Says how many records of the other side, its first ones, come before a record.
     *
     * @param record a record of either side
     * @return how many
     */
    public int needs(Transition record) {
        int needed = 0;
        for (Transition other : records(record.side().other())) {
            if (!other.happensBefore(record)) {
                break;
            }
            needed++;
        }
        return needed;
    }

    /**
     * Gives a record's vector clock: how many records of each side, itself among them, have happened by then.
     *
     * @param record a record of either side
     * @param side which side's count
     * @return the count
     */
    public int clock(Transition record, Side side) {
        return side == record.side() ? record.ordinal() : needs(record);
    }

    /**
     * Puts the records into one sequence that keeps the relation. Where that leaves a choice the earlier time goes
     * first, and at the same time the client; what depends on records that are missing comes as if they were there.
     *
     * @return all records of both sides
     */
    public List<Transition> merged() {
        List<Transition> sequence = new ArrayList<>(client.size() + server.size());
        int c = 0;
        int s = 0;
        while (c < client.size() || s < server.size()) {
            boolean clientNext = s == server.size()
                    || (c < client.size() && clientFirst(client.get(c), server.get(s)));
            sequence.add(clientNext ? client.get(c++) : server.get(s++));
        }
        return sequence;
    }

    /** Counts of one side never fall, so what waits for any of the other's records waits for its next. */
    private static boolean clientFirst(Transition ofClient, Transition ofServer) {
        boolean clientWaits = ofServer.happensBefore(ofClient);
        boolean serverWaits = ofClient.happensBefore(ofServer);
        // Both at once cannot be, but may be reported.
        return clientWaits == serverWaits ? ofClient.epochNanos() <= ofServer.epochNanos() : serverWaits;
    }

    /** {@return in how many sequences the records may be seen: the relation's linear extensions} */
    public BigInteger extensions() {
        // Ways to have seen the first c and s records; a record can be the next if what it needs has been seen.
        BigInteger[] ways = new BigInteger[server.size() + 1];
        Arrays.fill(ways, BigInteger.ZERO);
        ways[0] = BigInteger.ONE;
        for (int c = 0; c <= client.size(); c++) {
            for (int s = 0; s <= server.size(); s++) {
                BigInteger here = ways[s];
                if (c > 0 && needs(client.get(c - 1)) > s) {
                    here = BigInteger.ZERO;
                }
                if (s > 0 && needs(server.get(s - 1)) <= c) {
                    here = here.add(ways[s - 1]);
                }
                ways[s] = here;
            }
        }
        return ways[server.size()];
    }

    private List<Transition> records(Side side) {
        return side == Side.CLIENT ? client : server;
    }
}
