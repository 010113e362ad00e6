package dev.parkway.connection;

import java.util.List;

/**
 * Someone who is told what connections do: a transcript, a journal, a reporter.
 *
 * <p>Called on the state threads, of which there may be very many at once: it must be quick, must not block
 * and must allow any number of callers. The token that announces a record is given only after all observers
 * have been told of it.
 */
@FunctionalInterface
public interface Observer {

    /**
     * Takes notice of a connection whose state thread starts.
     *
     * @param history its history, which may hold the listener's records already; those are not announced
     * @return who is told of its records
     */
    Observation begin(History history);

    /** {@return an observer that does not look} */
    static Observer none() {
        return history -> Observation.NONE;
    }

    /**
     * Returns an observer that tells several.
     *
     * @param observers whom, in this order; one that throws does not keep the others from being told
     * @return all of them as one
     */
    static Observer all(List<Observer> observers) {
        return switch (observers.size()) {
            case 0 -> none();
            case 1 -> observers.getFirst();
            default -> new Observers(observers);
        };
    }
}
