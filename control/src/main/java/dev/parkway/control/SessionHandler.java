package dev.parkway.control;

/** What a server does with the sessions that clients open. */
@FunctionalInterface
public interface SessionHandler {

    /**
     * A client opens a session. Called on a gRPC thread: it must not block.
     *
     * @param session who, and on what terms
     * @return what to do with its connections
     * @throws io.grpc.StatusRuntimeException to refuse the session, best made by {@link Failure}
     */
    ConnectionHandler open(SessionInfo session);
}
