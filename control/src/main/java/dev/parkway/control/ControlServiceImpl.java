package dev.parkway.control;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of the streams: gRPC on one side, {@link TokenSession} on the other. */
final class ControlServiceImpl {

    private static final Logger log = LoggerFactory.getLogger(ControlServiceImpl.class);
    private static final Context.Key<AttachRequest> ATTACH = Context.key("attach");
    private static final Context.Key<PeerIdentity> CALLER = Context.key("caller");

    private final ControlServer server;

    private ControlServiceImpl(ControlServer server) {
        this.server = server;
    }

    static ServerServiceDefinition define(ControlServer server, String instance, Supplier<String> address) {
        return ServerInterceptors.intercept(UnparkMethod.define(new ControlServiceImpl(server)::unpark),
                new AttachMetadata(instance, address));
    }

    private StreamObserver<TokenBatch> unpark(StreamObserver<TokenBatch> responses) {
        var observer = (ServerCallStreamObserver<TokenBatch>) responses;
        AttachRequest request = ATTACH.get();
        Stream stream = new Stream(request, observer);
        observer.setOnReadyHandler(stream::ready);
        // With a handler set, sending on a cancelled call is no error: the cancel itself tells.
        observer.setOnCancelHandler(() -> stream.onError(Status.CANCELLED
                .withDescription("the client cancelled, or its process or network is gone")
                .asRuntimeException()));
        // gRPC itself completes a call whose messages it cannot read, and that is no cancel.
        observer.setOnCloseHandler(() -> stream.onError(Status.INTERNAL
                .withDescription("gRPC closed the call: what the client sent is no message")
                .asRuntimeException()));
        try {
            stream.session = server.attach(request, CALLER.get(), stream.attach);
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        }
        return stream;
    }

    /** One attach. */
    private static final class Stream implements StreamObserver<TokenBatch>, TokenStream {

        private final AttachRequest request;
        private final ServerCallStreamObserver<TokenBatch> responses;
        private final Attach attach;
        // Set before gRPC calls back, if the attach was taken; what a refused client still sends goes nowhere.
        private @Nullable ServerSession session;

        Stream(AttachRequest request, ServerCallStreamObserver<TokenBatch> responses) {
            this.request = request;
            this.responses = responses;
            attach = Attach.accepted(this, request.number());
        }

        void ready() {
            if (session != null) {
                session.tokens().ready();
            }
        }

        @Override
        public void onNext(TokenBatch batch) {
            if (session != null) {
                session.take(attach, batch);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (session != null) {
                session.broken(attach, Failure.text(failure));
            }
        }

        @Override
        public void onCompleted() {
            if (session != null) {
                session.halfClosed(attach);
            }
        }

        @Override
        public boolean isReady() {
            return responses.isReady();
        }

        @Override
        public void send(TokenBatch batch) {
            unlessClosed(() -> responses.onNext(batch));
        }

        @Override
        public void complete() {
            unlessClosed(responses::onCompleted);
        }

        @Override
        public void fail(StatusRuntimeException failure) {
            unlessClosed(() -> responses.onError(failure));
        }

        /** A call that gRPC has closed by itself throws at whoever uses it; the close handler says the rest. */
        private void unlessClosed(Runnable use) {
            try {
                use.run();
            } catch (IllegalStateException e) {
                log.atDebug().addKeyValue("session", request.id().name()).setCause(e)
                        .log("session {}: the call is closed", request.id());
            }
        }
    }

    /** Reads the request's metadata before the call starts, and answers with the server's own. */
    private record AttachMetadata(String instance, Supplier<String> address) implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            AttachRequest request;
            // Before there is a session: whatever goes wrong here leaves none behind.
            String dial = Reached.or(address.get(), call.getAttributes());
            try {
                request = AttachRequest.from(headers);
            } catch (StatusRuntimeException e) {
                Metadata trailers = e.getTrailers();
                call.close(e.getStatus(), trailers == null ? new Metadata() : trailers);
                return new ServerCall.Listener<>() {
                };
            }
            ServerCall<Q, A> named = new SimpleForwardingServerCall<>(call) {
                @Override
                public void sendHeaders(Metadata answer) {
                    answer.put(AttachRequest.INSTANCE, instance);
                    answer.put(AttachRequest.ADDRESS, dial);
                    super.sendHeaders(answer);
                }
            };
            Context context = Context.current().withValues(ATTACH, request, CALLER,
                    PeerIdentity.of(call).orElse(PeerIdentity.UNKNOWN));
            return Contexts.interceptCall(context, named, headers, next);
        }
    }
}
