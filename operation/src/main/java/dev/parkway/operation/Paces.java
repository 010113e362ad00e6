package dev.parkway.operation;

import dev.parkway.connection.ConnectionName;
import dev.parkway.proto.operation.v1.Mode;
import dev.parkway.proto.operation.v1.Pace;
import dev.parkway.proto.operation.v1.Pacing;
import dev.parkway.script.Side;
import java.time.Duration;
import java.util.Optional;

/** Paces as messages; the one place where either becomes the other. */
final class Paces {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Paces() {}

    /** Reads a pace; nothing if it is none. */
    static Optional<Rate> rate(Pace pace) {
        return switch (pace.getMode()) {
            case MODE_UNSPECIFIED, MODE_RUN -> plain(pace, new Rate.Run());
            case MODE_HOLD -> plain(pace, new Rate.Hold());
            case MODE_DELAY -> delay(pace);
            case UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Optional<Rate> plain(Pace pace, Rate rate) {
        return pace.hasDelay() ? Optional.empty() : Optional.of(rate);
    }

    private static Optional<Rate> delay(Pace pace) {
        long seconds = pace.getDelay().getSeconds();
        // Checked first, so that nothing overflows.
        if (seconds < 0 || seconds > LONGEST.toSeconds()) {
            return Optional.empty();
        }
        Duration delay = Duration.ofSeconds(seconds, pace.getDelay().getNanos());
        return delay.compareTo(SHORTEST) < 0 || delay.compareTo(LONGEST) > 0
                ? Optional.empty() : Optional.of(new Rate.Delay(delay));
    }

    static Pacing pacing(ConnectionName name, Course.Standing standing) {
        Pacing.Builder pacing = Pacing.newBuilder()
                .setConnection(name.toString())
                .setPace(pace(standing.rate()))
                .setOwed(standing.owed());
        standing.held().forEach(side -> pacing.addHeld(side(side)));
        return pacing.build();
    }

    private static Pace pace(Rate rate) {
        return switch (rate) {
            case Rate.Run _ -> Pace.newBuilder().setMode(Mode.MODE_RUN).build();
            case Rate.Hold _ -> Pace.newBuilder().setMode(Mode.MODE_HOLD).build();
            case Rate.Delay delay ->
                Pace.newBuilder().setMode(Mode.MODE_DELAY).setDelay(duration(delay.time()))
                        .build();
        };
    }

    private static com.google.protobuf.Duration duration(Duration time) {
        long nanos = time.toNanos();
        return com.google.protobuf.Duration.newBuilder().setSeconds(nanos / NANOS_PER_SECOND)
                .setNanos((int) (nanos % NANOS_PER_SECOND)).build();
    }

    private static dev.parkway.proto.inspection.v1.Side side(Side side) {
        return side == Side.CLIENT ? dev.parkway.proto.inspection.v1.Side.SIDE_CLIENT
                : dev.parkway.proto.inspection.v1.Side.SIDE_SERVER;
    }
}
