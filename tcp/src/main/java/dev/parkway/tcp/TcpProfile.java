package dev.parkway.tcp;

import dev.parkway.script.Profile;

/** Which tokens a scenario's scripts may use. */
public enum TcpProfile implements Profile {
    /** Extra turns, which real TCP does not have, make the two sides alternate strictly. */
    LOCKSTEP("lockstep"),
    /** Every token stands for a segment. */
    RFC("rfc");

    private final String text;

    TcpProfile(String text) {
        this.text = text;
    }

    /**
     * Finds a profile by its name.
     *
     * @param text {@code lockstep} or {@code rfc}
     * @return the profile
     * @throws IllegalArgumentException if there is none of that name; it names those that there are
     */
    public static TcpProfile of(String text) {
        // The protocol's profiles are these constants.
        return (TcpProfile) Tcp.PROTOCOL.profile(text);
    }

    @Override
    public boolean turns() {
        return this == LOCKSTEP;
    }

    /** Returns {@code lockstep} or {@code rfc}. */
    @Override
    public String toString() {
        return text;
    }
}
