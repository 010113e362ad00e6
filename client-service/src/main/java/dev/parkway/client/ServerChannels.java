package dev.parkway.client;

import dev.parkway.control.Servers;
import dev.parkway.service.Certificates;
import dev.parkway.telemetry.Telemetry;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's channels: one to the name, by which sessions are opened, and one to each server that has some of them,
 * shared by these and closed with the last. Any thread.
 */
final class ServerChannels implements Servers, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServerChannels.class);

    /** How often to ask again who bears the name, and to try again who could not be reached; half of it jitters. */
    private static final Duration REFRESH = Duration.ofSeconds(2);
    /** A server that was reached by its name is reached by its address as quickly, or not at all. */
    private static final Duration REACH = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    /** What a peer says is not to choose a name resolver of gRPC's. */
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[\\w.-]+):[0-9]{1,5}");

    private final ClientOptions options;
    private final Certificates certificates;
    private final Telemetry telemetry;
    private final ManagedChannel any;
    private final Thread following;
    // Guarded by itself.
    private final Map<String, Shared> byAddress = new HashMap<>();

    /** A channel, and how many sessions there are that it is for. */
    private static final class Shared {

        final CompletableFuture<Boolean> reached = new CompletableFuture<>();
        final ManagedChannel channel;
        int sessions;

        Shared(ManagedChannel channel) {
            this.channel = channel;
            look();
        }

        private void look() {
            ConnectivityState state = channel.getState(true);
            if (state == ConnectivityState.READY) {
                reached.complete(true);
            } else if (!reached.isDone() && state != ConnectivityState.SHUTDOWN) {
                channel.notifyWhenStateChanged(state, this::look);
            }
        }

        /** Waits for it at most so long; from then on the answer is the same. */
        boolean isReached(Duration atMost) throws InterruptedException {
            try {
                return reached.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                reached.complete(false);
                return reached.join();
            } catch (ExecutionException e) {
                throw new IllegalStateException("it never fails", e);
            }
        }
    }

    /**
     * Makes the channel to the name.
     *
     * @throws IllegalArgumentException if {@code --server} is no target
     */
    ServerChannels(ClientOptions options, Certificates certificates, Telemetry telemetry) {
        this.options = options;
        this.certificates = certificates;
        this.telemetry = telemetry;
        any = ServerChannel.toAll(options, certificates, telemetry);
        following = Thread.ofVirtual().name("names").start(this::follow);
    }

    /** gRPC asks again only where a connection has failed, and so would never hear of a server that is new. */
    private void follow() {
        try {
            while (!any.isShutdown()) {
                long millis = REFRESH.toMillis();
                TimeUnit.MILLISECONDS.sleep(
                        millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2));
                any.resetConnectBackoff();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    @Override
    public ManagedChannel any() {
        return any;
    }

    @Override
    public Channel at(String address) {
        Shared shared = shared(address);
        // One that cannot be dialled, for it stands behind something that it does not know of, is all that bears
        // the name, or the operator has to tell it.
        return shared != null && shared.reached.getNow(false) ? shared.channel : any;
    }

    private @Nullable Shared shared(String address) {
        synchronized (byAddress) {
            return byAddress.get(address);
        }
    }

    /**
     * Keeps a channel to an address for one more session; {@link #release} lets go of it.
     *
     * @param address what its server has told
     * @return the channel, or the one to the name if there is nobody at the address
     */
    Channel keep(String address) throws InterruptedException {
        Optional<Shared> kept = HOST_AND_PORT.matcher(address).matches()
                ? Optional.of(another(address)) : Optional.empty();
        if (kept.isEmpty() || !kept.get().isReached(REACH)) {
            log.warn(
                    "a server of {} says that it can be dialled at '{}', and cannot: its sessions are resumed by "
                            + "the name. If that has several servers, give each its own --advertise",
                    options.server,
                    address);
        }
        return at(address);
    }

    private Shared another(String address) {
        synchronized (byAddress) {
            Shared shared = byAddress.computeIfAbsent(address, this::dial);
            shared.sessions++;
            return shared;
        }
    }

    private Shared dial(String address) {
        return new Shared(ServerChannel.toOne(address, any.authority(), options, certificates, telemetry));
    }

    /** Lets go of the channel to an address for one session. */
    void release(String address) {
        synchronized (byAddress) {
            Shared shared = byAddress.get(address);
            if (shared != null) {
                shared.sessions--;
                if (shared.sessions == 0) {
                    byAddress.remove(address);
                    shared.channel.shutdown();
                }
            }
        }
    }

    @Override
    public void close() {
        following.interrupt();
        List<ManagedChannel> all = new ArrayList<>(List.of(any));
        synchronized (byAddress) {
            byAddress.values().forEach(each -> all.add(each.channel));
            byAddress.clear();
        }
        // The half-close of a session that ended early is to be heard, and why there was no TLS.
        all.forEach(ManagedChannel::shutdown);
        long endNanos = System.nanoTime() + GOODBYE.toNanos();
        try {
            for (ManagedChannel each : all) {
                boolean _ = each.awaitTermination(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ManagedChannel::shutdownNow);
    }
}
