package dev.parkway.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attach of a client's session: a stream from its dialling to its end. */
final class ClientAttach implements Dialer.Listener {

    private final ClientAttaches attaches;
    private final TokenSession session;
    private final TokenSession.Role role;
    private final long number;

    private volatile @Nullable Attach attach;
    // Written by the stream's callbacks, one at a time.
    private volatile boolean attached;

    ClientAttach(ClientAttaches attaches, TokenSession session, TokenSession.Role role, long number) {
        this.attaches = attaches;
        this.session = session;
        this.role = role;
        this.number = number;
    }

    long number() {
        return number;
    }

    /** Whether the server has taken it. */
    boolean attached() {
        return attached;
    }

    @Override
    public void started(TokenStream stream) {
        attach = Attach.dialled(stream, number);
    }

    @Override
    public void answered(String instance, String address) {
        attaches.answered(this, instance, address);
    }

    @Override
    public void ready() {
        session.ready();
    }

    @Override
    public void taken(TokenBatch batch) {
        Attach present = attach;
        if (present == null) {
            throw new IllegalStateException("a batch before the stream began");
        }
        // Until the server has said that it has taken the attach, nothing is sent.
        if (!attached) {
            if (session.attach(present) != TokenSession.Attached.TAKEN) {
                end(present);
                return;
            }
            attached = true;
            attaches.attached(this);
        }
        session.take(present, batch, role);
    }

    @Override
    public void completed() {
        attaches.completed(this);
    }

    @Override
    public void failed(Throwable failure) {
        attaches.failed(this, failure);
    }

    /** Lets go of the stream in the session; says whether it was the present one. */
    boolean detach() {
        Attach present = attach;
        return present != null && session.detach(present);
    }

    /** Ends the stream if the server has not taken it: nobody wants it any more. */
    void letGo() {
        Attach present = attach;
        if (present != null && session.forgo(number)) {
            end(present);
        }
    }

    private static void end(Attach present) {
        present.stream()
                .fail(Failure.unavailable("CLIENT_CLOSED", "the client closed the session", Map.of()));
    }
}
