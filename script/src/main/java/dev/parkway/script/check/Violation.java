package dev.parkway.script.check;

import dev.parkway.script.Transition;
import java.util.List;

/**
 * A rule that was broken.
 *
 * @param rule the rule
 * @param records the records that break it, the decisive one last; none if what breaks it is no record
 * @param detail what is wrong with them
 */
public record Violation(Rule rule, List<Transition> records, String detail) {

    /** Copies the records. */
    public Violation {
        records = List.copyOf(records);
    }

    /** Returns one line. */
    @Override
    public String toString() {
        return rule.broken() + ": " + detail;
    }
}
