package dev.parkway.examples.commit;

import dev.parkway.connection.Conditions;
import dev.parkway.connection.EpochClock;
import dev.parkway.connection.Observer;
import dev.parkway.script.OwnProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** What both processes have: the protocol with its scenarios, and how patient they are. */
final class Commit {

    /** How long a coordinator waits for a vote. */
    static final Duration PATIENCE = Duration.ofMillis(200);

    static final OwnProtocol PROTOCOL = load("two-phase-commit.txt");

    private Commit() {}

    static Conditions conditions() {
        return new Conditions(PATIENCE, new EpochClock(), Observer.none());
    }

    private static OwnProtocol load(String resource) {
        try (InputStream text = Commit.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("resource missing: " + resource);
            }
            return OwnProtocol.parse(resource, text.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
