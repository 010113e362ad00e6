package dev.parkway.parker;

import java.time.Duration;

/** Every form of park whose time is over before it begins. */
enum PollForm {
    ZERO {
        @Override
        UnparkReason poll(Parker parker) throws InterruptedException {
            return parker.park(Duration.ZERO);
        }
    },
    NEGATIVE {
        @Override
        UnparkReason poll(Parker parker) throws InterruptedException {
            return parker.park(Duration.ofNanos(-1));
        }
    },
    MOST_NEGATIVE {
        @Override
        UnparkReason poll(Parker parker) throws InterruptedException {
            return parker.park(Duration.ofSeconds(Long.MIN_VALUE));
        }
    },
    DEADLINE_NOW {
        @Override
        UnparkReason poll(Parker parker) throws InterruptedException {
            return parker.parkUntil(System.nanoTime());
        }
    },
    DEADLINE_LONG_PAST {
        @Override
        UnparkReason poll(Parker parker) throws InterruptedException {
            return parker.parkUntil(System.nanoTime() - Duration.ofDays(36_500).toNanos());
        }
    };

    abstract UnparkReason poll(Parker parker) throws InterruptedException;
}
