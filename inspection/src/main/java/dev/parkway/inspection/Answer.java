package dev.parkway.inspection;

import io.grpc.StatusRuntimeException;

/**
 * What one of several servers has to say.
 *
 * @param <T> what it is asked for
 */
public sealed interface Answer<T> {

    /** {@return who was asked} */
    Peer server();

    /**
     * It has answered.
     *
     * @param <T> what it was asked for
     * @param server who was asked
     * @param value what it said
     */
    record Given<T>(Peer server, T value) implements Answer<T> {}

    /**
     * It has refused to, or could not be asked.
     *
     * @param <T> what it was asked for
     * @param server who was asked
     * @param failure why there is no answer
     */
    record None<T>(Peer server, StatusRuntimeException failure) implements Answer<T> {}
}
