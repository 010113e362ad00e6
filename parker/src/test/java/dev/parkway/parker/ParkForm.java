package dev.parkway.parker;

import java.time.Duration;

/** Every form of park that waits until there is a token. */
enum ParkForm {
    UNTIMED {
        @Override
        UnparkReason park(Parker parker) throws InterruptedException {
            parker.park();
            return UnparkReason.UNPARKED;
        }
    },
    ONE_DAY {
        @Override
        UnparkReason park(Parker parker) throws InterruptedException {
            return parker.park(Duration.ofDays(1));
        }
    },
    LONGEST_DURATION {
        @Override
        UnparkReason park(Parker parker) throws InterruptedException {
            return parker.park(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        }
    },
    FARTHEST_DEADLINE {
        @Override
        UnparkReason park(Parker parker) throws InterruptedException {
            // A day less than the limit, for the time that goes by before it is looked at.
            return parker.parkUntil(System.nanoTime() + (Long.MAX_VALUE - Duration.ofDays(1).toNanos()));
        }
    };

    abstract UnparkReason park(Parker parker) throws InterruptedException;
}
