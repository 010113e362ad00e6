package dev.parkway.control;

import io.grpc.StatusRuntimeException;

/** The outgoing half of one gRPC stream. Calls are serialised by the caller; none blocks. */
interface TokenStream {

    /** Whether the transport takes more now; when it does again, the outbox is told to flush. */
    boolean isReady();

    void send(TokenBatch batch);

    /** Ends the stream in order: the client's half-close, the server's OK. */
    void complete();

    /** Ends the stream with a status; the client can only cancel. */
    void fail(StatusRuntimeException failure);
}
