package dev.parkway.control;

import static java.util.Objects.requireNonNullElse;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams over gRPC channels, which stay their maker's. */
record GrpcDialer(Servers servers) implements Dialer {

    private static final Logger log = LoggerFactory.getLogger(GrpcDialer.class);

    /** A server that has been told that all is over gets so long to say so too. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    @Override
    public void dial(AttachRequest request, String address, Listener listener) {
        Call call = new Call(request.id(), listener);
        Channel channel = request.number() == AttachRequest.OPENING ? servers.any() : servers.at(address);
        // A session outlives the call in whose course it may be opened, and that call's deadline.
        Channel named = ClientInterceptors.intercept(channel,
                MetadataUtils.newAttachHeadersInterceptor(request.toMetadata()),
                MetadataUtils.newCaptureMetadataInterceptor(call.headers, new AtomicReference<>()));
        Context.current().fork().run(() -> ClientCalls.asyncBidiStreamingCall(
                named.newCall(UnparkMethod.CALLED, CallOptions.DEFAULT.withWaitForReady()), call));
    }

    @Override
    public void hurry(String address) {
        if (servers.at(address) instanceof ManagedChannel managed) {
            managed.resetConnectBackoff();
        }
    }

    @Override
    public boolean closed() {
        return servers.any() instanceof ManagedChannel managed && managed.isShutdown();
    }

    private static final class Call
            implements
                ClientResponseObserver<TokenBatch, TokenBatch>,
                TokenStream {

        final AtomicReference<@Nullable Metadata> headers = new AtomicReference<>();

        private final SessionId id;
        private final Listener listener;
        // Set before the call starts.
        private @Nullable ClientCallStreamObserver<TokenBatch> requests;
        // Written by gRPC's callbacks.
        private volatile boolean answered;
        private volatile boolean over;
        // Guarded by the one who serialises what is sent.
        private boolean halfClosed;

        Call(SessionId id, Listener listener) {
            this.id = id;
            this.listener = listener;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<TokenBatch> observer) {
            requests = observer;
            observer.setOnReadyHandler(listener::ready);
            listener.started(this);
        }

        @Override
        public void onNext(TokenBatch batch) {
            if (!answered) {
                answered = true;
                listener.answered(header(AttachRequest.INSTANCE), header(AttachRequest.ADDRESS));
            }
            listener.taken(batch);
        }

        private String header(Metadata.Key<String> key) {
            Metadata metadata = headers.get();
            return metadata == null ? "" : requireNonNullElse(metadata.get(key), "");
        }

        @Override
        public void onError(Throwable failure) {
            over = true;
            listener.failed(failure);
        }

        @Override
        public void onCompleted() {
            over = true;
            listener.completed();
        }

        @Override
        public boolean isReady() {
            return started().isReady();
        }

        @Override
        public void send(TokenBatch batch) {
            unlessCancelled(() -> started().onNext(batch));
        }

        @Override
        public void complete() {
            if (!halfClosed) {
                halfClosed = true;
                unlessCancelled(() -> started().onCompleted());
            }
        }

        /** A call that somebody on the way has cancelled throws at whoever uses it; how it ended is told apart. */
        private void unlessCancelled(Runnable use) {
            try {
                use.run();
            } catch (IllegalStateException e) {
                log.atDebug().addKeyValue("session", id.name()).setCause(e)
                        .log("session {}: the call is cancelled", id);
            }
        }

        /**
         * All that a client can do is to cancel, which a server takes for a break, after which it waits for the
         * client to come back. So one that has taken the session is told by a half-close that all is over.
         */
        @Override
        public void fail(StatusRuntimeException failure) {
            if (over) {
                return;
            }
            if (answered) {
                complete();
                var _ = Timers.after(LAST_WORDS, () -> {
                    if (!over) {
                        cancel(failure);
                    }
                });
            } else {
                cancel(failure);
            }
        }

        private void cancel(StatusRuntimeException failure) {
            started().cancel(failure.getStatus().getDescription(), failure);
        }

        private ClientCallStreamObserver<TokenBatch> started() {
            ClientCallStreamObserver<TokenBatch> observer = requests;
            if (observer == null) {
                throw new IllegalStateException("the call has not started");
            }
            return observer;
        }
    }
}
