package dev.parkway.client;

import dev.parkway.connection.Observer;
import dev.parkway.connection.TurnTimer;
import dev.parkway.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who looks at a run from outside: monitoring, and a person who is to get a summary. */
record Watching(Telemetry telemetry, Optional<Measures> measures) {

    List<Observer> observers() {
        List<Observer> observers = new ArrayList<>(telemetry.observers());
        measures.ifPresent(observers::add);
        return observers;
    }

    TurnTimer.Maker timers() {
        List<TurnTimer.Maker> makers = new ArrayList<>(List.of(telemetry.timers()));
        measures.ifPresent(each -> makers.add(each::time));
        return TurnTimer.all(makers);
    }
}
