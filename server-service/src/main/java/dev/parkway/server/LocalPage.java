package dev.parkway.server;

import dev.parkway.page.Page;
import dev.parkway.page.PagePlan;
import dev.parkway.script.Scenarios;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The page of this very process: it calls the same services as anybody else, by a channel that has no network. */
final class LocalPage implements AutoCloseable {

    private final ExecutorService threads;
    private final Server server;
    private final ManagedChannel channel;
    private final Page page;

    private LocalPage(ExecutorService threads, Server server, ManagedChannel channel, Page page) {
        this.threads = threads;
        this.server = server;
        this.channel = channel;
        this.page = page;
    }

    static LocalPage start(PageOptions options, List<BindableService> services, Scenarios scenarios)
            throws IOException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name).executor(threads);
        services.forEach(builder::addService);
        Server server = builder.build().start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).executor(threads).build();
        try {
            return new LocalPage(threads, server, channel, Page.start(
                    new PagePlan(options.place(), options.names, channel, options.operations, scenarios)));
        } catch (IOException e) {
            end(channel, server, threads);
            throw e;
        }
    }

    int port() {
        return page.port();
    }

    @Override
    public void close() {
        page.close();
        end(channel, server, threads);
    }

    private static void end(ManagedChannel channel, Server server, ExecutorService threads) {
        ManagedChannel _ = channel.shutdownNow();
        Server _ = server.shutdownNow();
        var _ = threads.shutdownNow();
    }
}
