package dev.parkway.faults;

import dev.parkway.faults.Fault.Notice;
import java.time.Duration;
import java.util.Random;

/** Faults drawn from a seed, as many as are allowed. The same crossings meet the same faults. */
final class RandomFaults implements Faults {

    private static final int LONGEST_HOLD_MILLIS = 8;
    /** Of ten streams, so many are cut again soon after they have begun. */
    private static final int SHORT_LIVED = 3;

    private final Random random;
    private final int between;
    private int left;
    private long due;

    /** So many crossings lie between two faults on average, those apart that come in a row. */
    RandomFaults(long seed, int between, int most) {
        random = new Random(seed);
        this.between = between;
        left = most;
        due = next(0);
    }

    private long next(long now) {
        return now + 1 + (random.nextInt(10) < SHORT_LIVED ? random.nextInt(3) : random.nextInt(2 * between));
    }

    @Override
    public Fault at(long number, Crossing crossing) {
        if (left == 0) {
            return Fault.none();
        }
        Fault fault = switch (crossing) {
            case ATTACH -> onAttach(random.nextInt(20));
            case REQUEST, RESPONSE -> number < due ? Fault.none() : onBatch(random.nextInt(5));
            case HALF_CLOSE, STATUS -> random.nextInt(3) == 0 ? cut() : Fault.none();
        };
        if (!(fault instanceof Fault.None)) {
            left--;
            due = next(number);
        }
        return fault;
    }

    private Fault onAttach(int draw) {
        return switch (draw) {
            case 0, 1 -> new Fault.Duplicate(random.nextBoolean());
            case 2, 3 -> new Fault.Delay(random.nextBoolean());
            case 4, 5 -> cut();
            default -> Fault.none();
        };
    }

    private Fault onBatch(int draw) {
        return draw == 0 ? new Fault.Hold(Duration.ofMillis(random.nextInt(LONGEST_HOLD_MILLIS))) : cut();
    }

    private Fault cut() {
        Notice[] notices = Notice.values();
        return new Fault.Cut(random.nextBoolean(), notices[random.nextInt(notices.length)]);
    }
}
