package dev.parkway.script;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A protocol of two parties as a value: its states, what makes its sides move, and its table of legal edges.
 *
 * <p>TCP is one, and has enums for all of these. One's own is read from a text: {@link OwnProtocol#parse}. A protocol
 * says nothing of who moves when; that is what its {@link Scenario}s are for.
 */
public interface Protocol {

    /** The most states that a protocol can have. */
    int MAX_STATES = 64;

    /** The most edges that a protocol can have. */
    int MAX_EDGES = 255;

    /** The most tokens, calls and timers that a protocol can have, all together. */
    int MAX_CAUSES = 900;

    /** {@return what it is called, as in {@code RFC 9293}} */
    String name();

    /**
     * {@return what one side is called in this protocol's scenarios and pictures, as in {@code coordinator}}
     *
     * @param side which side
     */
    String role(Side side);

    /** {@return its states; the first is the one in which both sides begin, and to which a crash leads} */
    List<? extends State> states();

    /** {@return what its tokens can stand for} */
    List<? extends Token> tokens();

    /** {@return the calls of a side's user that make it move} */
    List<? extends Cause.Call> calls();

    /** {@return the timers that make a side move when they run out} */
    List<? extends Cause.Timer> timers();

    /** {@return its table of edges: the only ways from state to state} */
    List<? extends Edge> edges();

    /** {@return the variants that its scenarios may have; the last one if they name none} */
    List<? extends Profile> profiles();

    /**
     * {@return the edge by which a side leaves a state, and its script, if a wait ends otherwise than by its turn}
     *
     * @param state the state left
     */
    default Edge ending(State state) {
        for (Edge edge : edges()) {
            if (edge.ending() && edge.from().contains(state)) {
                return edge;
            }
        }
        throw new IllegalArgumentException(
                name() + " has no edge out of " + state.name() + " for a wait that fails");
    }

    /**
     * {@return the call that leads from one state to another if a script says nothing: the only one that does}
     *
     * @param before the state left
     * @param after the state entered
     */
    default Optional<Cause> implied(State before, State after) {
        List<Cause> calls = between(before, after).stream().flatMap(edge -> edge.causes().stream())
                .filter(Cause.Call.class::isInstance).<Cause>map(cause -> cause).distinct().toList();
        return calls.size() == 1 ? Optional.of(calls.getFirst()) : Optional.empty();
    }

    /** {@return what the digests of its scenarios cover besides them; empty if its name is enough} */
    default String canonical() {
        return "";
    }

    /** {@return the state in which both sides begin} */
    default State initial() {
        return states().getFirst();
    }

    /**
     * Finds a state.
     *
     * @param name its name
     * @return the state, if there is one of that name
     */
    default Optional<State> state(String name) {
        return states().stream().filter(each -> each.name().equals(name)).<State>map(each -> each)
                .findFirst();
    }

    /**
     * Finds an edge.
     *
     * @param name its name
     * @return the edge, if there is one of that name
     */
    default Optional<Edge> edge(String name) {
        return edges().stream().filter(each -> each.name().equals(name)).<Edge>map(each -> each).findFirst();
    }

    /**
     * Finds a token.
     *
     * @param label its label
     * @return the token, if there is one with that label
     */
    default Optional<Token> token(String label) {
        return tokens().stream().filter(each -> each.toString().equals(label)).<Token>map(each -> each)
                .findFirst();
    }

    /**
     * Finds a profile.
     *
     * @param name its name
     * @return the profile
     * @throws IllegalArgumentException if there is none of that name; it names those that there are
     */
    default Profile profile(String name) {
        return profiles().stream().filter(each -> each.toString().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("unknown profile " + name + "; known: " + profiles()));
    }

    /**
     * Reads a cause back from its text.
     *
     * @param text what its {@code toString} gave
     * @return the cause; any words that name no other cause are the end of a wait
     * @throws IllegalArgumentException if the text is blank
     */
    default Cause cause(String text) {
        Optional<Token> token = token(text);
        if (token.isPresent()) {
            return token.get().received();
        }
        return Stream.<Stream<? extends Cause>>of(calls().stream(), timers().stream(), Stream.of(Cause.CRASH))
                .flatMap(causes -> causes).<Cause>map(cause -> cause)
                .filter(cause -> cause.toString().equals(text)).findFirst()
                .orElseGet(() -> new Cause.Ended(text));
    }

    /**
     * Finds the edges between two states.
     *
     * @param before the state left
     * @param after the state entered
     * @return all of them, in the table's order
     */
    default List<Edge> between(State before, State after) {
        return edges().stream().filter(edge -> edge.joins(before, after)).<Edge>map(edge -> edge).toList();
    }
}
