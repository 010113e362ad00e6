package dev.parkway.parker;

/**
 * Makes one {@link Parker}'s token available; after crossbeam's {@code Unparker}.
 *
 * <p>Any thread may unpark at any time, and handles may be shared freely.
 */
public final class Unparker {

    private final Parker parker;

    Unparker(Parker parker) {
        this.parker = parker;
    }

    /**
     * Makes the token available and wakes the thread that is parked, if there is one. A token that is
     * already there stays: two unparks before a park are one.
     *
     * <p>Never blocks. Writes before this call, merged into an earlier one or not, are visible to the
     * thread that takes the token, after its park.
     */
    public void unpark() {
        parker.unpark();
    }

    @Override
    public String toString() {
        return "Unparker of " + parker;
    }
}
