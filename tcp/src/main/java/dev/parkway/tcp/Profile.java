package dev.parkway.tcp;

import java.util.Arrays;

/** Which tokens a scenario's scripts may use. */
public enum Profile {
    /** Extra turns, which real TCP does not have, make the two sides alternate strictly. */
    LOCKSTEP("lockstep"),
    /** Every token stands for a segment. */
    RFC("rfc");

    private final String text;

    Profile(String text) {
        this.text = text;
    }

    /**
     * Finds a profile by its name.
     *
     * @param text {@code lockstep} or {@code rfc}
     * @return the profile
     * @throws IllegalArgumentException if there is none of that name; it names those that there are
     */
    public static Profile of(String text) {
        for (Profile profile : values()) {
            if (profile.text.equals(text)) {
                return profile;
            }
        }
        throw new IllegalArgumentException(
                "unknown profile " + text + "; known: " + Arrays.toString(values()));
    }

    /** Returns {@code lockstep} or {@code rfc}. */
    @Override
    public String toString() {
        return text;
    }
}
