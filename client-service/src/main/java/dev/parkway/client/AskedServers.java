package dev.parkway.client;

import dev.parkway.control.Failure;
import dev.parkway.service.Certificates;
import dev.parkway.service.TlsTrouble;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/** All servers of a name, each of which has what its own clients did: a question goes to all of them. */
final class AskedServers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Certificates certificates;
    private final List<One> all;
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

    /** One server. */
    record One(String address, ManagedChannel channel) {}

    /** What one server has to say. */
    sealed interface Answer<T> {

        One server();

        /** It has answered. */
        record Given<T>(One server, T value) implements Answer<T> {}

        /** It has refused to, or could not be asked. */
        record None<T>(One server, StatusRuntimeException failure) implements Answer<T> {}

        static <T> Answer<T> of(One server, Function<Channel, T> question) {
            try {
                return new Given<>(server, question.apply(server.channel()));
            } catch (StatusRuntimeException e) {
                return new None<>(server, e);
            }
        }
    }

    /**
     * Looks the name up.
     *
     * @throws StatusRuntimeException if nobody can say who bears it
     * @throws IllegalArgumentException if it is no target
     */
    AskedServers(String server, ChannelOptions options, Certificates certificates)
            throws InterruptedException {
        name = server;
        this.certificates = certificates;
        ServerNames names = ServerNames.of(server, PATIENCE);
        List<SocketAddress> addresses = names.oneOfEach();
        all = addresses.isEmpty()
                ? List.of(new One(server, ServerChannel.builder(server, options, certificates).build()))
                : addresses.stream().map(each -> one(each, names.authority(), options, certificates))
                        .toList();
    }

    private static One one(SocketAddress address, String authority, ChannelOptions options,
            Certificates certificates) {
        return new One(text(address),
                ServerChannel.builder(address, authority, options, certificates).build());
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? internet.getAddress().getHostAddress() + ":" + internet.getPort()
                : address.toString();
    }

    /** Asks all of them at once and waits for all answers, which are in the servers' order. */
    <T> List<Answer<T>> ask(Function<Channel, T> question) {
        List<CompletableFuture<Answer<T>>> answers = all.stream()
                .map(each -> CompletableFuture.supplyAsync(() -> Answer.of(each, question), asking)).toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** Says in a line which server gave no answer, and why. */
    String why(Answer.None<?> none) {
        return why(none.server().channel(), none.failure());
    }

    /** The same of the one at the other end of a channel. */
    String why(Channel channel, StatusRuntimeException failure) {
        String reason = TlsTrouble.of(failure).map(trouble -> "no TLS with " + name + ": " + trouble)
                .orElseGet(() -> Failure.text(failure));
        return all.stream().filter(each -> all.size() > 1 && each.channel().equals(channel)).findFirst()
                .map(each -> each.address() + ": " + reason).orElse(reason);
    }

    /** The answers that were given none, as one says them apart. */
    static <T> List<Answer.None<T>> none(List<Answer<T>> answers) {
        return answers.stream().flatMap(each -> switch (each) {
            case Answer.Given<T> _ -> Stream.<Answer.None<T>>empty();
            case Answer.None<T> none -> Stream.of(none);
        }).toList();
    }

    /** The values of those that were given. */
    static <T> List<T> given(List<Answer<T>> answers) {
        List<T> values = new ArrayList<>();
        for (Answer<T> answer : answers) {
            switch (answer) {
                case Answer.Given<T>(One _, T value) -> values.add(value);
                case Answer.None<T> _ -> {
                }
            }
        }
        return values;
    }

    /** Ends all questions that are not answered. Any thread. */
    void stop() {
        all.forEach(each -> each.channel().shutdownNow());
    }

    @Override
    public void close() {
        stop();
        asking.shutdownNow();
        certificates.close();
    }
}
