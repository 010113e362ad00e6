package dev.parkway.tcp.search;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** All states that can be reached from a first one. */
final class Space {

    private Space() {}

    static <S> Set<S> reachable(S first, Function<S, ? extends Collection<S>> next) {
        Set<S> reached = new LinkedHashSet<>();
        reached.add(first);
        Deque<S> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (S state : next.apply(open.remove())) {
                if (reached.add(state)) {
                    open.add(state);
                }
            }
        }
        return reached;
    }
}
