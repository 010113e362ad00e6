package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.control.Failure;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A control stream as somebody speaks it who has read the .proto and nothing else, and keeps no rule. */
final class RawAttach implements StreamObserver<UnparkResponse> {

    private static final Metadata.Key<byte[]> SESSION = Metadata.Key.of("parkway-session-bin",
            Metadata.BINARY_BYTE_MARSHALLER);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final StreamObserver<UnparkRequest> requests;

    RawAttach(Channel channel, Metadata metadata) {
        requests = ControlServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .unpark(this);
    }

    /** Metadata that opens a session, to be spoilt. */
    static Metadata opening() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        Metadata metadata = new Metadata();
        metadata.put(SESSION, id);
        set(metadata, "parkway-attach", "1");
        set(metadata, "parkway-scenario", "client-closes-first");
        set(metadata, "parkway-profile", "lockstep");
        set(metadata, "parkway-wait-deadline-ms", "0");
        set(metadata, "parkway-connections", "1");
        return metadata;
    }

    static void set(Metadata metadata, String name, String value) {
        Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
        metadata.discardAll(key);
        metadata.put(key, value);
    }

    static UnparkRequest batch(UnparkToken... tokens) {
        return UnparkRequest.newBuilder().addAllTokens(List.of(tokens)).build();
    }

    static UnparkToken token(long connection, long sequence) {
        return UnparkToken.newBuilder().setConnection(connection).setSequence(sequence).build();
    }

    RawAttach awaitOpen() {
        get(greeted);
        return this;
    }

    void send(UnparkRequest batch) {
        requests.onNext(batch);
    }

    /** Says goodbye, and waits until the server has. */
    void finish() {
        requests.onCompleted();
        assertThat(Status.fromThrowable(get(failed)).getCode()).isEqualTo(Status.Code.OK);
    }

    /** Waits for the stream to fail, with the given status and with a reason that programs can read. */
    Throwable checkFails(Status.Code code, String reason) {
        Throwable failure = get(failed);
        assertThat(Status.fromThrowable(failure).getCode()).as("%s", failure).isEqualTo(code);
        assertThat(Failure.info(failure)).as("%s", failure).hasValueSatisfying(
                info -> assertThat(info.getReason()).isEqualTo(reason));
        return failure;
    }

    /** Waits for the stream to end, and says how. */
    Throwable awaitFailure() {
        return get(failed);
    }

    boolean isOpen() {
        return greeted.isDone() && !failed.isDone();
    }

    @Override
    public void onNext(UnparkResponse batch) {
        greeted.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
        greeted.completeExceptionally(failure);
        failed.complete(failure);
    }

    @Override
    public void onCompleted() {
        failed.complete(Status.OK.asRuntimeException());
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(Running.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
