package dev.parkway.parker.stress;

import dev.parkway.parker.TurnGate;
import dev.parkway.parker.TurnResult;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The gate against one that no two threads touch at once. */
final class TurnGateLinearizabilityTest {

    // Two are enough to see which came first.
    private static final List<TurnResult> CAUSES = List.of(TurnResult.SESSION_LOST, TurnResult.DRAINED);

    /** One thread gives, one takes, any may end. */
    @Param(name = "turns", gen = IntGen.class, conf = "1:3")
    @Param(name = "cause", gen = IntGen.class, conf = "0:1")
    public static final class Gate {
        private final TurnGate gate = new TurnGate();

        // Guarded by the giver's group.
        private int given;

        @Operation(nonParallelGroup = "giver")
        public void give(@Param(name = "turns") int count) {
            given = Math.max(given, count);
            gate.give(count);
        }

        /** With no new turn: a finish that brings one gives it first, which is two steps and may be seen. */
        @Operation(nonParallelGroup = "giver")
        public void finish() {
            gate.finish(given);
        }

        @Operation
        public void end(@Param(name = "cause") int cause) {
            gate.end(CAUSES.get(cause));
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

        public void finish() {
            if (last < 0) {
                last = received;
            }
        }

        public void end(int cause) {
            if (end == null) {
                end = CAUSES.get(cause);
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
