package dev.parkway.server;

import dev.parkway.page.Page;
import dev.parkway.page.PagePlan;
import dev.parkway.script.Scenarios;
import dev.parkway.service.NamedServers;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The page of this very process: it calls the same services as anybody else, by a channel that has no network. Where it
 * shows several servers, a service in between asks all of them, this one by that channel.
 */
final class LocalPage implements AutoCloseable {

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Page page;

    private LocalPage(PageOptions options, LocalServices services, Optional<PageServers> several,
            Scenarios scenarios) throws IOException {
        ends.push(threads::shutdownNow);
        try {
            Channel channel = serve(services.all());
            if (several.isPresent()) {
                NamedServers servers = several.get().servers(channel);
                ends.push(servers::close);
                channel = serve(Stream.concat(Stream.of(several.get().inspection(servers)),
                        services.operation().stream()).toList());
            }
            page = Page.start(new PagePlan(options.place(), options.names, channel, options.operations,
                    scenarios));
            ends.push(page::close);
        } catch (IOException e) {
            end();
            throw e;
        }
    }

    static LocalPage start(PageOptions options, LocalServices services, Optional<PageServers> several,
            Scenarios scenarios) throws IOException {
        return new LocalPage(options, services, several, scenarios);
    }

    /** Returns a channel to services that are served to this process alone. */
    private Channel serve(List<BindableService> services) throws IOException {
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name).executor(threads);
        services.forEach(builder::addService);
        Server server = builder.build().start();
        ends.push(server::shutdownNow);
        ManagedChannel channel = InProcessChannelBuilder.forName(name).executor(threads).build();
        ends.push(channel::shutdownNow);
        return channel;
    }

    int port() {
        return page.port();
    }

    @Override
    public void close() {
        end();
    }

    /** What began last ends first. */
    private void end() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
