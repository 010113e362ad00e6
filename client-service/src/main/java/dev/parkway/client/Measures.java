package dev.parkway.client;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.connection.TurnTimer;
import dev.parkway.parker.TurnResult;
import dev.parkway.script.Side;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** How long the turns and the connections of a run take, for its summary. */
final class Measures implements Observer {

    /** Two digits are what a person reads. */
    private static final int DIGITS = 2;

    private final Recorder turns = new Recorder(DIGITS);
    private final Recorder connections = new Recorder(DIGITS);

    @Override
    public Observation begin(History history) {
        return history.side() == Side.CLIENT ? new Lasting() : Observation.NONE;
    }

    private final class Lasting implements Observation {

        private final long begunNanos = System.nanoTime();

        @Override
        public void entered(int ordinal) {}

        @Override
        public void ended() {
            connections.recordValue(System.nanoTime() - begunNanos);
        }
    }

    /** Returns a timer; of a connection with both sides here it is the client's that counts. */
    TurnTimer time(History history) {
        return history.side() == Side.CLIENT ? new Turns() : TurnTimer.NONE;
    }

    private final class Turns implements TurnTimer {

        private boolean asked;
        private long givenNanos;

        @Override
        public void given() {
            asked = true;
            givenNanos = System.nanoTime();
        }

        @Override
        public void waited(TurnResult result) {
            if (asked && result == TurnResult.TURN_TAKEN) {
                asked = false;
                turns.recordValue(System.nanoTime() - givenNanos);
            }
        }
    }

    /** Returns the times from a turn given to the next that was taken, since this was asked last. */
    Histogram turns() {
        return turns.getIntervalHistogram();
    }

    /** Returns the times from a connection's start to its end, since this was asked last. */
    Histogram connections() {
        return connections.getIntervalHistogram();
    }
}
