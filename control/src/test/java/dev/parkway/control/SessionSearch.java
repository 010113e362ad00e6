package dev.parkway.control;

import dev.parkway.control.ModelThreads.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches every state of a {@link SessionModel}, breadth first, until something is wrong with one. So the
 * trace to the first thing that is found is one of the shortest to anything. If nothing is, it looks for runs
 * without end, which are circles, since there are finitely many states.
 */
final class SessionSearch {

    /**
     * What was found.
     *
     * @param states how many states were seen
     * @param ends how many of them are ends as they should be
     * @param happy how many of those are ends as a run without faults has them
     * @param causes why threads and sessions ended in them
     * @param violation what is wrong, if anything is
     * @param trace the steps that lead there
     */
    record Findings(int states, int ends, int happy, Set<Cause> causes, Optional<String> violation,
            List<String> trace) {

        Findings {
            causes = Set.copyOf(causes);
            trace = List.copyOf(trace);
        }

        @Override
        public String toString() {
            String line = String.format(Locale.ROOT, "%,d states, %,d ends, %,d of them happy", states, ends,
                    happy);
            return violation.map(v -> line + "; after " + trace.size() + " steps: " + v + "\n  "
                    + String.join("\n  ", trace)).orElse(line);
        }
    }

    private final SessionModel model;
    private final ModelState initial;
    private final StateSet states;
    /** The state from which each state was reached first. */
    private final Ints parents = new Ints();
    /** All successors, state by state, and where those of each state begin. */
    private final Ints successors = new Ints();
    private final Ints begins = new Ints();
    private final Set<Cause> causes = EnumSet.noneOf(Cause.class);
    private int ends;
    private int happy;
    /** Whether anything but a fault leads on from the state that is looked at. */
    private boolean goesOn;
    /** The first state with a violation. */
    private @Nullable ModelState wrong;

    private SessionSearch(SessionModel model) {
        this.model = model;
        this.initial = model.initial();
        this.states = new StateSet(initial.bytes().length);
    }

    static Findings search(ModelSetup setup, ModelDesign design) {
        return new SessionSearch(new SessionModel(setup, design)).search();
    }

    private Findings search() {
        states.add(initial.bytes());
        parents.add(-1);
        for (int number = 0; number < states.size(); number++) {
            ModelState state = initial.at(states.get(number));
            begins.add(successors.size());
            goesOn = false;
            int from = number;
            model.moves(state, (_, _, _, next) -> {
                reached(from, next);
                // Faults alone get nobody any further, and need not happen.
                goesOn |= next.faultsLeft() == state.faultsLeft();
            });
            if (wrong != null) {
                return found(String.valueOf(wrong.violation()), trace(number, wrong));
            }
            if (!goesOn) {
                Optional<String> violation = model.wrongAtTheEnd(state);
                if (violation.isPresent()) {
                    return found(violation.get(), trace(number, null));
                }
                ends++;
                happy += model.happy(state) ? 1 : 0;
                causes.addAll(model.causes(state));
            }
        }
        begins.add(successors.size());
        int endless = Circles.onOne(begins, successors);
        if (endless >= 0) {
            return found("a run goes on without end", trace(endless, null));
        }
        return new Findings(states.size(), ends, happy, causes, Optional.empty(), List.of());
    }

    private void reached(int from, ModelState next) {
        if (next.violation() != null && wrong == null) {
            wrong = next;
        }
        int before = states.size();
        int number = states.add(next.bytes());
        if (number == before) {
            parents.add(from);
        }
        if (number != from) {
            successors.add(number);
        }
    }

    private Findings found(String violation, List<String> trace) {
        return new Findings(states.size(), ends, happy, causes, Optional.of(violation), trace);
    }

    /** The steps to a state, and one further if there is one. */
    private List<String> trace(int number, @Nullable ModelState last) {
        List<String> trace = new ArrayList<>();
        if (last != null) {
            trace.add(step(number, last.bytes()));
        }
        for (int at = number; parents.get(at) >= 0; at = parents.get(at)) {
            trace.add(step(parents.get(at), states.get(at)));
        }
        Collections.reverse(trace);
        return trace;
    }

    private String step(int from, byte[] to) {
        List<String> words = new ArrayList<>();
        model.moves(initial.at(states.get(from)), (who, what, number, next) -> {
            if (Arrays.equals(next.bytes(), to)) {
                words.add(who + ": " + what.replace("#", Integer.toString(number)));
            }
        });
        return words.getFirst();
    }
}
