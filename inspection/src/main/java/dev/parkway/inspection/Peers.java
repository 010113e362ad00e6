package dev.parkway.inspection;

import dev.parkway.control.Failure;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;

/** Who is asked, where several servers are. Any thread. */
public interface Peers {

    /** {@return those that there are now; the first stays the first, and wins where two say different things} */
    List<Peer> present();

    /** {@return whom nobody can say the addresses of, and why; nothing if all are known} */
    default Optional<Unasked> unknown() {
        return Optional.empty();
    }

    /**
     * {@return in a line for people why a server could not be asked}
     *
     * @param failure what a call to it ended with
     */
    default String why(StatusRuntimeException failure) {
        return Failure.text(failure);
    }

    /**
     * Who could not be asked.
     *
     * @param address where it is, or the name
     * @param reason why, in a line
     */
    record Unasked(String address, String reason) {}
}
