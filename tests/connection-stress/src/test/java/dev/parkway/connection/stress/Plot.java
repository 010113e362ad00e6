package dev.parkway.connection.stress;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.check.CausalOrder;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;

/** A scenario, and for each of its records how many of the other side come before it; made before any play. */
final class Plot {

    final Scenario scenario;
    private final int[] needsOfClient;
    private final int[] needsOfServer;

    private Plot(Scenario scenario) {
        this.scenario = scenario;
        needsOfClient = needs(scenario, Side.CLIENT);
        needsOfServer = needs(scenario, Side.SERVER);
    }

    static Plot of(String name) {
        return new Plot(TcpScenarios.builtIn().get(name, TcpProfile.RFC));
    }

    private static int[] needs(Scenario scenario, Side side) {
        CausalOrder order = CausalOrder.of(scenario);
        return scenario.script(side).transitions().stream().mapToInt(order::needs).toArray();
    }

    int needs(Side side, int ordinal) {
        int[] needs = side == Side.CLIENT ? needsOfClient : needsOfServer;
        // One record more than the script has is that of a wait that ended; the checker knows what it needs.
        return ordinal > needs.length ? 0 : needs[ordinal - 1];
    }
}
