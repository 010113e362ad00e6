package dev.parkway.control;

import static java.util.Objects.requireNonNullElse;

import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.ControlServiceGrpc.ControlServiceStub;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkResponse;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The client's end of one stream. */
final class ClientAttach implements ClientResponseObserver<UnparkRequest, UnparkResponse>, TokenStream {

    private final TokenSession session;
    private final TokenSession.Role role;
    private final CompletableFuture<Void> opened;
    private final Attach attach = new Attach(this);
    private final AtomicReference<@Nullable Metadata> headers = new AtomicReference<>();

    // Set before the call starts.
    private @Nullable ClientCallStreamObserver<UnparkRequest> requests;
    private volatile boolean halfClosed;

    ClientAttach(TokenSession session, TokenSession.Role role, CompletableFuture<Void> opened) {
        this.session = session;
        this.role = role;
        this.opened = opened;
    }

    void start(ControlServiceStub stub, Metadata request) {
        // A session outlives the call in whose course it may be opened, and that call's deadline.
        Context.current().fork().run(() -> stub.withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(request),
                MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
                .unpark(this));
    }

    String instance() {
        return header(AttachRequest.INSTANCE);
    }

    String address() {
        return header(AttachRequest.ADDRESS);
    }

    private String header(Metadata.Key<String> key) {
        Metadata metadata = headers.get();
        return metadata == null ? "" : requireNonNullElse(metadata.get(key), "");
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<UnparkRequest> observer) {
        requests = observer;
        observer.setOnReadyHandler(session::ready);
    }

    @Override
    public void onNext(UnparkResponse batch) {
        boolean first = !opened.isDone();
        // Until the server has said that the session is open, nothing is sent.
        if (first && !session.attach(attach, false)) {
            // Closed meanwhile, and cancelled.
            return;
        }
        session.take(attach, batch.getTokensList(), batch.getAcknowledged(), role);
        if (first) {
            opened.complete(null);
        }
    }

    @Override
    public void onError(Throwable failure) {
        String detail = Failure.text(failure);
        opened.completeExceptionally(failure);
        session.broken(attach, detail);
    }

    @Override
    public void onCompleted() {
        if (halfClosed) {
            session.complete(SessionEnd.closed());
        } else {
            opened.completeExceptionally(
                    Failure.internal("NOT_OPENED",
                            "the server completed the stream before it opened the session"));
            session.complete(SessionEnd.because(TurnResult.SESSION_LOST, "the server ended the session"));
        }
    }

    /** Says that this side is done; what is left to send leaves first. */
    void halfClose() {
        halfClosed = true;
        session.halfClose();
    }

    @Override
    public boolean isReady() {
        return started().isReady();
    }

    @Override
    public void send(List<UnparkToken> tokens, long acknowledged) {
        started().onNext(
                UnparkRequest.newBuilder().addAllTokens(tokens).setAcknowledged(acknowledged).build());
    }

    @Override
    public void complete() {
        started().onCompleted();
    }

    @Override
    public void fail(StatusRuntimeException failure) {
        started().cancel(failure.getStatus().getDescription(), failure);
    }

    private ClientCallStreamObserver<UnparkRequest> started() {
        ClientCallStreamObserver<UnparkRequest> observer = requests;
        if (observer == null) {
            throw new IllegalStateException("the call has not started");
        }
        return observer;
    }
}
