package dev.parkway.page;

import dev.parkway.script.Scenarios;
import io.grpc.Channel;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a page shows, and where.
 *
 * @param place where it listens
 * @param names what browsers may call it by besides {@code localhost} and addresses in digits
 * @param channel to the process whose inspection it shows, and whose operations it offers; stays the caller's
 * @param operations whether that process serves operations
 * @param scenarios what connections may do there
 */
public record PagePlan(InetSocketAddress place, List<String> names, Channel channel, boolean operations,
        Scenarios scenarios) {

    /** Copies the names. */
    public PagePlan {
        names = List.copyOf(names);
    }
}
