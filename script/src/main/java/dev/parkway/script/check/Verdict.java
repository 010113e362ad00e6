package dev.parkway.script.check;

import dev.parkway.script.Transition;
import java.util.List;

/**
 * What the records of a connection show.
 *
 * @param outcome the verdict in a word
 * @param violations the rules that were broken; some if and only if the outcome is {@link Outcome#VIOLATES}
 * @param endings the records by which a side left its script early because a wait ended otherwise than by its
 *        turn, as with {@code session lost}; no violation, but no full run either
 */
public record Verdict(Outcome outcome, List<Violation> violations, List<Transition> endings) {

    /** A verdict in a word. */
    public enum Outcome {
        /** Both sides came to an end, and all that they did was in order. */
        CONFORMS("conforms"),
        /** What is there is in order, but records are still to come, or did not arrive. */
        INCOMPLETE("incomplete"),
        /** Something happened that must not. */
        VIOLATES("violates");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    // One each is enough for a million connections.
    private static final Verdict CONFORMS = new Verdict(Outcome.CONFORMS, List.of(), List.of());
    private static final Verdict INCOMPLETE = new Verdict(Outcome.INCOMPLETE, List.of(), List.of());

    /** Copies the lists. */
    public Verdict {
        violations = List.copyOf(violations);
        endings = List.copyOf(endings);
    }

    /** {@return the same outcome for the same violations, but nothing of how sides left their scripts} */
    public Verdict withoutEndings() {
        return switch (outcome) {
            case CONFORMS -> CONFORMS;
            case INCOMPLETE -> INCOMPLETE;
            case VIOLATES -> new Verdict(outcome, violations, List.of());
        };
    }

    /** Returns the outcome and, if there are any, the violations, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(outcome.toString());
        violations.forEach(violation -> text.append("\n  ").append(violation));
        return text.toString();
    }
}
