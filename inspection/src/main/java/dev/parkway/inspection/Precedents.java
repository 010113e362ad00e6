package dev.parkway.inspection;

import dev.parkway.connection.History;
import dev.parkway.script.Scenario;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpEdge;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections that were judged and found without fault, one for each scenario and for each of its sides that was
 * there. The checker looks at everything in a record but the time, which it asks for nothing but the length of a
 * TIME_WAIT. So a connection with the same records, which nearly all have, and with TIME_WAITs long enough gets
 * the same verdict, at a hundredth of the price.
 */
final class Precedents {

    private record Key(Scenario scenario, boolean client, boolean server) {

        static Key of(Scenario scenario, @Nullable History client, @Nullable History server) {
            return new Key(scenario, client != null, server != null);
        }
    }

    private record Precedent(@Nullable History client, @Nullable History server, Verdict verdict) {}

    private final Map<Key, Precedent> known = new ConcurrentHashMap<>();

    /**
     * Has a connection checked, and keeps the verdict for its likes; the first for each kind, and none with a fault
     * in it.
     */
    Verdict check(Scenario scenario, @Nullable History client, @Nullable History server,
            Supplier<Verdict> checker) {
        // Asked before: of a side that ends while it is checked, not all records may have been seen.
        boolean over = isOver(client) && isOver(server);
        Verdict found = checker.get();
        if (over && found.violations().isEmpty() && found.endings().isEmpty()) {
            known.putIfAbsent(Key.of(scenario, client, server),
                    new Precedent(client, server, found.withoutEndings()));
        }
        return found;
    }

    private static boolean isOver(@Nullable History history) {
        return history == null || history.outcome().isPresent();
    }

    /** Finds the verdict on a connection that was just like this one. */
    Optional<Verdict> find(Scenario scenario, @Nullable History client, Duration clientTwoMsl,
            @Nullable History server, Duration serverTwoMsl) {
        Precedent precedent = known.get(Key.of(scenario, client, server));
        return precedent != null && same(precedent.client, client, clientTwoMsl)
                && same(precedent.server, server, serverTwoMsl)
                        ? Optional.of(precedent.verdict) : Optional.empty();
    }

    private static boolean same(@Nullable History one, @Nullable History other, Duration twoMsl) {
        return one == null || other == null || (one.sameButForTime(other)
                && other.shortest(TcpEdge.E20).compareTo(twoMsl) >= 0);
    }
}
