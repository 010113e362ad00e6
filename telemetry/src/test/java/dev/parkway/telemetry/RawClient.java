package dev.parkway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.control.SessionId;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A control stream of which everything that comes and goes is asked for by hand. */
final class RawClient implements ClientResponseObserver<UnparkRequest, UnparkResponse> {

    private final BlockingQueue<UnparkResponse> batches = new LinkedBlockingQueue<>();
    private final CompletableFuture<ClientCallStreamObserver<UnparkRequest>> requests = new CompletableFuture<>();

    private RawClient() {}

    /** Attaches on the terms of a session, and waits for the server's first word. */
    static RawClient attach(Channel channel, SessionId id, int number, Map<String, String> terms)
            throws InterruptedException {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("parkway-session-bin", Metadata.BINARY_BYTE_MARSHALLER), id.secret());
        terms.forEach((key, value) -> metadata
                .put(Metadata.Key.of("parkway-" + key, Metadata.ASCII_STRING_MARSHALLER), value));
        metadata.put(Metadata.Key.of("parkway-attach", Metadata.ASCII_STRING_MARSHALLER), "" + number);
        RawClient client = new RawClient();
        var _ = ControlServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata)).unpark(client);
        assertThat(client.take()).isEmpty();
        return client;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<UnparkRequest> stream) {
        requests.complete(stream);
        stream.disableAutoRequestWithInitial(0);
    }

    void send(UnparkToken... tokens) {
        requests.join().onNext(UnparkRequest.newBuilder().addAllTokens(List.of(tokens)).build());
    }

    static UnparkToken token(long connection, long sequence) {
        return UnparkToken.newBuilder().setConnection(connection).setSequence(sequence).build();
    }

    /** Takes one batch; the server may send no other before the next call. */
    List<UnparkToken> take() throws InterruptedException {
        requests.join().request(1);
        UnparkResponse batch = batches.poll(1, TimeUnit.MINUTES);
        assertThat(batch).as("a batch in time").isNotNull();
        return batch.getTokensList();
    }

    /** As when the network goes. */
    void breakOff() {
        requests.join().cancel("on purpose", null);
    }

    @Override
    public void onNext(UnparkResponse batch) {
        batches.add(batch);
    }

    @Override
    public void onError(Throwable failure) {
        // Whoever waits for a batch will miss it.
    }

    @Override
    public void onCompleted() {}
}
