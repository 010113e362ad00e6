package dev.parkway.points;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out whether a test elsewhere drives this process. */
final class Driven {

    private Driven() {}

    /** Returns the way to the test that drives this process; null if there is none. */
    static @Nullable SyncPointListener process() {
        String address = setting("parkway.points");
        if (address.isEmpty()) {
            return null;
        }
        String party = setting("parkway.party");
        if (party.isEmpty()) {
            throw new IllegalStateException("parkway.points is set, to " + address
                    + ", but parkway.party is not: both come from SyncPoints.environment(party) in the test");
        }
        try {
            return new DistantTest(address, party);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("parkway.points is set, to " + address
                    + ", and then parkway-control must be on the class path", e);
        }
    }

    /** A system property, or else the environment variable of that name; empty if there is neither. */
    private static String setting(String name) {
        String property = System.getProperty(name, "");
        if (!property.isEmpty()) {
            return property;
        }
        String variable = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        return variable == null ? "" : variable;
    }
}
