package dev.parkway.connection;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several observers as one. */
final class Observers implements Observer {

    private final List<Observer> observers;

    Observers(List<Observer> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public Observation begin(History history) {
        Observation[] observations = new Observation[observers.size()];
        int looking = 0;
        for (int i = 0; i < observations.length; i++) {
            Observation observation = begin(observers.get(i), history);
            // Most do not look at most connections, and are then not asked at every state.
            if (!Observation.NONE.equals(observation)) {
                observations[looking++] = observation;
            }
        }
        return switch (looking) {
            case 0 -> Observation.NONE;
            case 1 -> observations[0];
            default -> new Several(Arrays.copyOf(observations, looking));
        };
    }

    /** One that throws as it begins does so at each state instead, when the others are told all the same. */
    private static Observation begin(Observer observer, History history) {
        try {
            return observer.begin(history);
        } catch (RuntimeException e) {
            return ordinal -> {
                throw e;
            };
        }
    }

    /** Tells all, though one may throw: a broken transcript is no reason to keep no records. */
    private static final class Several implements Observation {

        private final Observation[] observations;

        Several(Observation[] observations) {
            this.observations = observations;
        }

        @Override
        public void entered(int ordinal) {
            RuntimeException failure = null;
            for (Observation observation : observations) {
                try {
                    observation.entered(ordinal);
                } catch (RuntimeException e) {
                    failure = joined(failure, e);
                }
            }
            throwIf(failure);
        }

        @Override
        public void ended() {
            RuntimeException failure = null;
            for (Observation observation : observations) {
                try {
                    observation.ended();
                } catch (RuntimeException e) {
                    failure = joined(failure, e);
                }
            }
            throwIf(failure);
        }

        private static RuntimeException joined(@Nullable RuntimeException first, RuntimeException next) {
            if (first == null) {
                return next;
            }
            if (!first.equals(next)) {
                first.addSuppressed(next);
            }
            return first;
        }

        private static void throwIf(@Nullable RuntimeException failure) {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
