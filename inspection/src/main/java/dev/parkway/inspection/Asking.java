package dev.parkway.inspection;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** One question to several servers. */
public final class Asking {

    private Asking() {}

    /**
     * Asks one, and waits for its answer.
     *
     * @param <T> what it is asked for
     * @param server whom
     * @param question a call that waits
     * @return the answer
     */
    static <T> Answer<T> one(Peer server, Function<Peer, T> question) {
        try {
            return new Answer.Given<>(server, question.apply(server));
        } catch (StatusRuntimeException e) {
            return new Answer.None<>(server, e);
        }
    }

    /**
     * Asks all of them at once, each by a thread of its own, which ends with the question.
     *
     * @param <T> what they are asked for
     * @param servers whom
     * @param question a call that waits
     * @return the answers that will come, in the order of the servers
     */
    static <T> List<CompletableFuture<Answer<T>>> asked(List<Peer> servers, Function<Peer, T> question) {
        // Beyond what the caller's own call takes: servers have no patience with those who take many calls back.
        return servers.stream().map(each -> CompletableFuture.supplyAsync(() -> one(each, question),
                Thread::startVirtualThread)).toList();
    }

    /**
     * The same, and waits for all answers.
     *
     * @param <T> what they are asked for
     * @param servers whom
     * @param question a call that waits
     * @return the answers, in the order of the servers
     */
    public static <T> List<Answer<T>> ask(List<Peer> servers, Function<Peer, T> question) {
        return asked(servers, question).stream().map(CompletableFuture::join).toList();
    }

    /**
     * {@return the answers that were given none}
     *
     * @param <T> what was asked for
     * @param answers among which
     */
    public static <T> List<Answer.None<T>> none(List<Answer<T>> answers) {
        return answers.stream().flatMap(each -> switch (each) {
            case Answer.Given<T> _ -> Stream.<Answer.None<T>>empty();
            case Answer.None<T> none -> Stream.of(none);
        }).toList();
    }

    /**
     * {@return the values of those that were given}
     *
     * @param <T> what was asked for
     * @param answers among which
     */
    public static <T> List<T> given(List<Answer<T>> answers) {
        List<T> values = new ArrayList<>();
        for (Answer<T> answer : answers) {
            switch (answer) {
                case Answer.Given<T>(Peer _, T value) -> values.add(value);
                case Answer.None<T> _ -> {
                }
            }
        }
        return values;
    }
}
