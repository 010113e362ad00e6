package dev.parkway.script;

/** The profiles of a protocol that is read from a text. */
enum OwnProfile implements Profile {
    LOCKSTEP("lockstep"), PLAIN("plain");

    private final String text;

    OwnProfile(String text) {
        this.text = text;
    }

    @Override
    public boolean turns() {
        return this == LOCKSTEP;
    }

    @Override
    public String toString() {
        return text;
    }
}
