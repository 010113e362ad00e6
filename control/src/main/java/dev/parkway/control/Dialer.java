package dev.parkway.control;

/** A client's way to its servers. */
interface Dialer {

    /**
     * Opens a stream: to any server if the request opens a session, else to the one at the address. The listener is told on any thread, one call at a time and in order: once that it has
     * started, before this method returns, and at last once how it ended.
     */
    void dial(AttachRequest request, String address, Listener listener);

    /** Tries at once to reach the server at the address, if it waits before it tries again. */
    void hurry(String address);

    /** Whether this way is closed for good. */
    boolean closed();

    /** Learns what becomes of a stream. */
    interface Listener {

        /** Here is its outgoing half. */
        void started(TokenStream stream);

        /** The server that took the stream has said who it is. */
        void answered(String instance, String address);

        /** It takes more again. */
        void ready();

        /** A batch came. */
        void taken(TokenBatch batch);

        /** The server ended it with OK. */
        void completed();

        /** It has ended otherwise, with a gRPC status. */
        void failed(Throwable failure);
    }
}
