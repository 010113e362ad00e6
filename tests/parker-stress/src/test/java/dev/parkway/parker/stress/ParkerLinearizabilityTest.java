package dev.parkway.parker.stress;

import dev.parkway.parker.Parker;
import dev.parkway.parker.UnparkReason;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** The token against one that no two threads touch at once. */
final class ParkerLinearizabilityTest {

    /** Any thread unparks, one polls. */
    public static final class Polled {
        private final Parker parker = new Parker();

        @Operation
        public void unpark() {
            parker.unparker().unpark();
        }

        @Operation(nonParallelGroup = "owner")
        public boolean poll() throws InterruptedException {
            return parker.park(Duration.ZERO) == UnparkReason.UNPARKED;
        }
    }

    /** What a parker is when only one thread looks. */
    public static final class Token {
        private boolean there;

        public void unpark() {
            there = true;
        }

        public boolean poll() {
            boolean taken = there;
            there = false;
            return taken;
        }
    }

    @Test
    void unparkAndPoll_everyInterleavingTried_areLinearizable() {
        Effort.ofThisBuild().modelChecking().sequentialSpecification(Token.class).check(Polled.class);
    }

    @Test
    void unparkAndPoll_onRealThreads_areLinearizable() {
        Effort.ofThisBuild().stress().sequentialSpecification(Token.class).check(Polled.class);
    }
}
