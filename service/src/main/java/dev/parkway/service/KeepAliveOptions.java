package dev.parkway.service;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How soon a peer that is silently gone is found out. */
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

    /** {@return how long it takes at most to find out} */
    public Duration total() {
        return time.plus(timeout);
    }
}
