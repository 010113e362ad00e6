package dev.parkway.service;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How soon a peer that is silently gone is found out, and how long it may come back. */
public final class KeepAliveOptions {

    @Option(names = "--keepalive-time", paramLabel = "TIME", converter = PositiveDurationConverter.class,
            defaultValue = "${env:PARKWAY_KEEPALIVE_TIME:-10s}",
            description = "After so much silence the peer is asked whether it is there; a client asks every 10s "
                    + "at most, whatever is set. Default: 10s.")
    private Duration time = Duration.ofSeconds(10);

    @Option(names = "--keepalive-timeout", paramLabel = "TIME", converter = PositiveDurationConverter.class,
            defaultValue = "${env:PARKWAY_KEEPALIVE_TIMEOUT:-5s}",
            description = "So long it has to answer before it counts as gone. Default: 5s.")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(names = "--linger", paramLabel = "TIME", converter = DurationConverter.class,
            defaultValue = "${env:PARKWAY_LINGER:-30s}",
            description = "So long a session whose stream has broken waits to be resumed before it is lost; 0 for "
                    + "not at all. Default: 30s.")
    private Duration linger = Duration.ofSeconds(30);

    /** Creates the options; picocli does. */
    public KeepAliveOptions() {}

    /** {@return after how much silence the peer is asked} */
    public Duration time() {
        return time;
    }

    /** {@return how long it has to answer} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return how long a session whose stream has broken waits to be resumed} */
    public Duration linger() {
        return linger;
    }

    /** {@return how long it takes at most until a peer that is gone is given up} */
    public Duration total() {
        return time.plus(timeout).plus(linger);
    }
}
