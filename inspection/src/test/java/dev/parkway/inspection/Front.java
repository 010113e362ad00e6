package dev.parkway.inspection;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.util.UUID;

/** A server with one service of a test's own, and a channel to it. */
final class Front implements AutoCloseable {

    final ManagedChannel channel;
    private final Server server;

    Front(BindableService service) {
        String name = UUID.randomUUID().toString();
        server = Served.start(name, service);
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
