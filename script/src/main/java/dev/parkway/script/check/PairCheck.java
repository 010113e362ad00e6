package dev.parkway.script.check;

import dev.parkway.script.Durations;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Checks one connection: each side, then both together, then what was seen of them. */
final class PairCheck {

    private final Trace client;
    private final Trace server;
    private final Map<Side, SideCheck> sides = new EnumMap<>(Side.class);
    private final List<Violation> violations = new ArrayList<>();
    private boolean allSeen = true;

    PairCheck(Scenario scenario, Map<Side, Durations> durations, Trace client, Trace server) {
        this.client = client;
        this.server = server;
        if (!client.connection().equals(server.connection()) || client.side() != Side.CLIENT
                || server.side() != Side.SERVER) {
            broken(Rule.ONE_CONNECTION, List.of(), client.side() + " of " + client.connection() + " with "
                    + server.side() + " of " + server.connection());
            return;
        }
        for (Side side : Side.values()) {
            SideCheck check = new SideCheck(scenario.script(side), trace(side).transitions(),
                    durations.getOrDefault(side, Durations.all(Duration.ZERO)));
            sides.put(side, check);
            violations.addAll(check.violations());
        }
        if (violations.isEmpty()) {
            checkTaken(Side.CLIENT);
            checkTaken(Side.SERVER);
        }
    }

    /** Nobody takes a token that was not given: a side that left its script early gave no more than it said. */
    private void checkTaken(Side taker) {
        Transition last = side(taker.other()).ending();
        if (last == null) {
            return;
        }
        for (Transition record : trace(taker).transitions()) {
            if (record.received() > last.sent()) {
                broken(Rule.COUNTS, List.of(last, record), record + " with " + record.received()
                        + " taken, but the other side gave " + last.sent() + " in all: " + last);
                return;
            }
        }
    }

    /** Checks a sequence up to its first fault; not at all if the records themselves are wrong. */
    void checkSequence(List<Sighting> sequence) {
        if (!violations.isEmpty()) {
            return;
        }
        CausalOrder order = CausalOrder.of(client.transitions(), server.transitions());
        Map<Side, Integer> seen = new EnumMap<>(Map.of(Side.CLIENT, 0, Side.SERVER, 0));
        for (Sighting sighting : sequence) {
            if (!checkSighting(sighting, order, seen)) {
                return;
            }
            seen.merge(sighting.side(), 1, Integer::sum);
        }
        allSeen = count(seen, Side.CLIENT) == client.transitions().size()
                && count(seen, Side.SERVER) == server.transitions().size();
    }

    private boolean checkSighting(Sighting sighting, CausalOrder order, Map<Side, Integer> seen) {
        Side side = sighting.side();
        List<Transition> records = trace(side).transitions();
        if (!sighting.connection().equals(client.connection())) {
            return broken(Rule.ONE_CONNECTION, List.of(),
                    sighting + " among those of " + client.connection());
        }
        if (sighting.ordinal() != count(seen, side) + 1) {
            return broken(Rule.ORDINALS, List.of(),
                    sighting + " where record " + (count(seen, side) + 1) + " is due");
        }
        if (sighting.ordinal() > records.size()) {
            // The onlooker may know more than has arrived here, unless there can be no more.
            allSeen = false;
            return side(side).ended()
                    ? broken(Rule.SEQUENCE, List.of(), sighting + " after the " + side + "'s last record")
                    : true;
        }
        Transition record = records.get(sighting.ordinal() - 1);
        if (!record.to().equals(sighting.state())) {
            return broken(Rule.SEQUENCE, List.of(record), sighting + ", but the record is " + record);
        }
        int needs = order.needs(record);
        if (needs > count(seen, side.other())) {
            Transition missing = trace(side.other()).transitions().get(needs - 1);
            return broken(Rule.HAPPENS_BEFORE, List.of(missing, record),
                    record + " was seen before " + missing);
        }
        return true;
    }

    Verdict verdict() {
        List<Transition> endings = new ArrayList<>();
        boolean complete = allSeen;
        for (SideCheck side : sides.values()) {
            Transition ending = side.ending();
            if (ending != null) {
                endings.add(ending);
            } else {
                complete &= side.ended() && !waitsInVain(side);
            }
        }
        Verdict.Outcome outcome = !violations.isEmpty() ? Verdict.Outcome.VIOLATES
                : complete ? Verdict.Outcome.CONFORMS : Verdict.Outcome.INCOMPLETE;
        return new Verdict(outcome, violations, endings);
    }

    /** Whether a side that has entered all its states still waits for a token that cannot come: that gets a record. */
    private boolean waitsInVain(SideCheck side) {
        Transition last = side(side.script().side().other()).ending();
        return last != null && last.sent() < side.script().awaits();
    }

    private Trace trace(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    private SideCheck side(Side side) {
        SideCheck check = sides.get(side);
        if (check == null) {
            throw new IllegalStateException("the " + side + " has not been checked");
        }
        return check;
    }

    private static int count(Map<Side, Integer> seen, Side side) {
        return seen.getOrDefault(side, 0);
    }

    private boolean broken(Rule rule, List<Transition> records, String detail) {
        violations.add(new Violation(rule, records, detail));
        return false;
    }
}
