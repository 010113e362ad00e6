package dev.parkway.benchmarks.connections;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Loopback;
import dev.parkway.script.Scenario;

/** How the two sides' tokens get across. */
public enum Crossing {
    /** Straight from gate to gate. */
    IN_PROCESS {
        @Override
        Route open(Scenario scenario, Conditions conditions) {
            return new Loopback(scenario, listener(conditions), conditions)::connect;
        }
    },
    /** Over one control stream on loopback. */
    CONTROL_STREAM {
        @Override
        Route open(Scenario scenario, Conditions conditions) {
            return StreamRoute.open(scenario, conditions);
        }
    };

    abstract Route open(Scenario scenario, Conditions conditions);

    static Listener listener(Conditions conditions) {
        Listener listener = new Listener(conditions.epochNanos(), transition -> {});
        listener.open();
        return listener;
    }
}
