package dev.parkway.client;

import dev.parkway.inspection.Answer;
import dev.parkway.inspection.Asking;
import dev.parkway.inspection.Inspector;
import dev.parkway.inspection.Peer;
import dev.parkway.service.NamedServers;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** All servers of a name, each of which has what its own clients did: a question goes to all of them. */
final class AskedServers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NamedServers servers;
    private final List<Peer> all;

    /**
     * Looks the name up.
     *
     * @throws StatusRuntimeException if nobody can say who bears it
     * @throws IllegalArgumentException if it is no target
     */
    AskedServers(NamedServers servers) throws InterruptedException {
        this.servers = servers;
        all = servers.lookUp();
    }

    /** Asks all of them at once and waits for all answers, which are in the servers' order. */
    <T> List<Answer<T>> ask(BiFunction<Peer, Inspector, T> question) {
        return Asking.ask(all, each -> question.apply(each, new Inspector(each.channel(), PATIENCE)));
    }

    /** Says in a line which server gave no answer, and why. */
    String why(Answer.None<?> none) {
        return why(none.server(), none.failure());
    }

    /** The same of the one that a question has just gone to. */
    String why(Peer server, StatusRuntimeException failure) {
        return (all.size() > 1 ? server.address() + ": " : "") + servers.why(failure);
    }

    /** Ends all questions that are not answered. Any thread. */
    void stop() {
        servers.close();
    }
}
