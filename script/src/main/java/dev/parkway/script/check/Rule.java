package dev.parkway.script.check;

/** What a connection's records must keep to. */
public enum Rule {
    /** All records are of one connection, and each of the side that it is given for. */
    ONE_CONNECTION("records of different connections"),
    /** A side's records are numbered 1, 2, 3 and so on. */
    ORDINALS("a record missing, twice or out of place"),
    /** A record begins in the state in which the one before it ended; the first one, nowhere. */
    CHAIN("a move from a state that the side was not in"),
    /** The protocol has an edge between the two states, and it is the one that the record names. */
    EDGE("an edge that does not exist"),
    /** The cause is the edge's event. */
    CAUSE("a cause that does not fit the edge"),
    /** What happens in a state fits the way in which it was entered, where the edge asks for that. */
    ORIGIN("the wrong origin"),
    /** A timer that runs out has run for as long as it runs. */
    TIMER("a timer cut short"),
    /** A side has given and taken what its script has by then, and taken no more than the peer gave. */
    COUNTS("token counts that cannot be"),
    /** The side does what its script says, unless a wait ends otherwise than by its turn. */
    SCRIPT("a move that the script does not make"),
    /** What was seen of both sides shows nothing but their records. */
    SEQUENCE("a sighting that no record bears out"),
    /** What was seen of both sides shows each record after those that it depends on. */
    HAPPENS_BEFORE("happens-before broken");

    private final String broken;

    Rule(String broken) {
        this.broken = broken;
    }

    /** {@return what it is called when the rule is broken} */
    public String broken() {
        return broken;
    }
}
