package dev.parkway.parker.stress;

import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The gate against one that no two threads touch at once. */
final class TurnGateLinearizabilityTest {

    /** One thread gives, one takes, any may end. */
    @Param(name = "turns", gen = IntGen.class, conf = "1:3")
    @Param(name = "more", gen = IntGen.class, conf = "0:1")
    public static final class Gate {
        private final TurnGate gate = new TurnGate();

        // Guarded by the giver's group.
        private int given;

        @Operation(nonParallelGroup = "giver")
        public void give(@Param(name = "turns") int count) {
            given = Math.max(given, count);
            gate.give(count);
        }

        @Operation(nonParallelGroup = "giver")
        public void finish(@Param(name = "more") int more) {
            gate.finish(given + more);
        }

        @Operation
        public void loseSession() {
            gate.end(TurnResult.SESSION_LOST);
        }

        @Operation
        public void drain() {
            gate.end(TurnResult.DRAINED);
        }

        /** An interrupted thread does not wait, so that every operation ends whatever came before. */
        @Operation(nonParallelGroup = "owner")
        public TurnResult take(@Param(name = "turns") int turn) {
            Thread.currentThread().interrupt();
            TurnResult result = gate.await(turn);
            Thread.interrupted();
            return result;
        }
    }

    /** The rules of the gate, one after the other. */
    public static final class Rules {
        private int received;
        private int last = -1;
        private @Nullable TurnResult end;

        public void give(int count) {
            received = Math.max(received, count);
        }

        public void finish(int more) {
            if (last < 0) {
                received += more;
                last = received;
            }
        }

        public void loseSession() {
            end(TurnResult.SESSION_LOST);
        }

        public void drain() {
            end(TurnResult.DRAINED);
        }

        private void end(TurnResult cause) {
            if (end == null) {
                end = cause;
            }
        }

        public TurnResult take(int turn) {
            if (received >= turn) {
                return TurnResult.TURN_TAKEN;
            }
            if (last >= 0) {
                return last == 0 ? TurnResult.REFUSED : TurnResult.PEER_GONE;
            }
            return end == null ? TurnResult.INTERRUPTED : end;
        }
    }

    @Test
    void gate_everyInterleavingTried_isLinearizable() {
        Effort.ofThisBuild().modelChecking().sequentialSpecification(Rules.class).check(Gate.class);
    }

    @Test
    void gate_onRealThreads_isLinearizable() {
        Effort.ofThisBuild().stress().sequentialSpecification(Rules.class).check(Gate.class);
    }
}
