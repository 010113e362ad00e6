package dev.parkway.script.check;

import dev.parkway.script.Cause;
import dev.parkway.script.Durations;
import dev.parkway.script.Edge;
import dev.parkway.script.Script;
import dev.parkway.script.State;
import dev.parkway.script.Step;
import dev.parkway.script.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks one side's records, up to the first that breaks a rule: what follows it would only be its echo. */
final class SideCheck {

    private final Script script;
    private final List<Transition> records;
    private final Durations durations;
    private final List<Violation> violations = new ArrayList<>();
    // By which edge the side came to the state of the last record.
    private @Nullable Edge entered;
    private @Nullable Transition ending;

    SideCheck(Script script, List<Transition> records, Durations durations) {
        this.script = script;
        this.records = records;
        this.durations = durations;
        for (int i = 0; i < records.size() && violations.isEmpty(); i++) {
            check(i);
        }
    }

    Script script() {
        return script;
    }

    List<Violation> violations() {
        return violations;
    }

    /** {@return the record by which the side left its script early, if it did} */
    @Nullable
    Transition ending() {
        return ending;
    }

    /** {@return whether the side has entered all its script's states, or left the script} */
    boolean ended() {
        return ending != null || records.size() == script.states();
    }

    private void check(int i) {
        Transition record = records.get(i);
        Transition before = i == 0 ? null : records.get(i - 1);
        if (record.side() != script.side()) {
            broken(Rule.ONE_CONNECTION, record,
                    "a record of the " + record.side() + " among those of the " + script.side());
        } else if (record.ordinal() != i + 1) {
            broken(Rule.ORDINALS, record, record + " where record " + (i + 1) + " is due");
        } else if (!Objects.equals(record.from(), before == null ? null : before.to())) {
            broken(Rule.CHAIN, before, record, record + " after " + (before == null ? "nothing" : before));
        } else if (before == null) {
            checkFirst(record);
        } else {
            checkMove(before, record);
        }
        if (violations.isEmpty()) {
            checkScript(i, record);
        }
    }

    private void checkFirst(Transition record) {
        if (record.cause() != null || record.edge() != null || !record.to().equals(initial())) {
            broken(Rule.EDGE, record,
                    record + ": a side begins in " + initial().name() + ", by no edge");
        }
    }

    private void checkMove(Transition before, Transition record) {
        Cause cause = record.cause();
        Edge edge = record.edge();
        if (Cause.CRASH.equals(cause)) {
            if (edge != null || !record.to().equals(initial())) {
                broken(Rule.EDGE, record,
                        record + ": a crash leads to " + initial().name() + ", by no edge");
            }
        } else if (edge == null || !edge.joins(before.to(), record.to())) {
            broken(Rule.EDGE, record, record + " by " + (edge == null ? "no edge" : edge.name()));
        } else if (cause == null || !edge.accepts(cause)) {
            broken(Rule.CAUSE, record, record + " by " + edge.name() + ", which is: " + edge.text());
        } else if (edge.objection(cause, entered).isPresent()) {
            broken(Rule.ORIGIN, record,
                    record + " by " + edge.name() + " " + edge.objection(cause, entered).orElse(""));
        } else if (cause instanceof Cause.Timer timer && timer.passes()) {
            checkTimer(before, record, durations.of(timer).toNanos());
        }
        entered = edge;
    }

    private void checkTimer(Transition before, Transition record, long atLeastNanos) {
        long nanos = record.epochNanos() - before.epochNanos();
        if (nanos < atLeastNanos) {
            broken(Rule.TIMER, before, record, record + " after " + nanos + " ns instead of " + atLeastNanos);
        }
    }

    private State initial() {
        return script.protocol().initial();
    }

    private void checkScript(int i, Transition record) {
        if (ending != null) {
            broken(Rule.SCRIPT, ending, record, record + " after the end, " + ending);
            return;
        }
        if (record.cause() instanceof Cause.Ended) {
            ending = record;
            if (!waits(i, record)) {
                broken(Rule.SCRIPT, record,
                        record + " with " + counts(record) + ", where the script does not wait");
            }
            return;
        }
        if (i >= script.states()) {
            broken(Rule.SCRIPT, record, record + " after the script's end");
            return;
        }
        Transition expected = script.transitions().get(i);
        if (!record.to().equals(expected.to()) || !Objects.equals(record.edge(), expected.edge())
                || !Objects.equals(record.cause(), expected.cause())) {
            broken(Rule.SCRIPT, record, record + ", where the script has " + expected);
        } else if (record.sent() != expected.sent() || record.received() != expected.received()) {
            broken(Rule.COUNTS, record,
                    record + " with " + counts(record) + ", where the script has " + counts(expected));
        }
    }

    /** Whether the side, having entered so many states, at some point waits with the record's counts. */
    private boolean waits(int states, Transition record) {
        int entered = 0;
        int sent = 0;
        int received = 0;
        for (Step step : script.steps()) {
            boolean here = entered == states && sent == record.sent() && received == record.received();
            switch (step) {
                case Step.Enter _ -> entered++;
                case Step.Send _ -> sent++;
                case Step.Await _ -> {
                    if (here) {
                        return true;
                    }
                    received++;
                }
                case Step.Pause _ -> {
                    if (here) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static String counts(Transition record) {
        return record.sent() + " given and " + record.received() + " taken";
    }

    private void broken(Rule rule, Transition record, String detail) {
        violations.add(new Violation(rule, List.of(record), detail));
    }

    private void broken(Rule rule, @Nullable Transition before, Transition record, String detail) {
        violations
                .add(new Violation(rule, before == null ? List.of(record) : List.of(before, record), detail));
    }
}
