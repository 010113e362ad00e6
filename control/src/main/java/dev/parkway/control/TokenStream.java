package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.StatusRuntimeException;
import java.util.List;

/** The outgoing half of one gRPC stream. Calls are serialised by the caller; none blocks. */
interface TokenStream {

    /** Whether the transport takes more now; when it does again, the outbox is told to flush. */
    boolean isReady();

    void send(List<UnparkToken> tokens, long acknowledged);

    /** Ends the stream in order: the client's half-close, the server's OK. */
    void complete();

    /** Ends the stream with a status; the client can only cancel. */
    void fail(StatusRuntimeException failure);
}
