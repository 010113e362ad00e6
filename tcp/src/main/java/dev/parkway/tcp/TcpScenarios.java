package dev.parkway.tcp;

import dev.parkway.script.ScenarioFormatException;
import dev.parkway.script.Scenarios;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The scenarios of TCP. */
public final class TcpScenarios {

    /** The scenario that runs if nobody says which. */
    public static final String DEFAULT_NAME = "client-closes-first";
    /** The profile that it runs in. */
    public static final TcpProfile DEFAULT_PROFILE = TcpProfile.LOCKSTEP;

    private static final String RESOURCE = "scenarios.txt";

    private TcpScenarios() {}

    /** {@return the scenarios that come with this module} */
    public static Scenarios builtIn() {
        return BuiltIn.SCENARIOS;
    }

    /**
     * Reads scenarios of the user's own.
     *
     * @param source what to call the text in a refusal, such as the file's name
     * @param utf8 the text, in UTF-8
     * @return the scenarios, at least one
     * @throws ScenarioFormatException if the text is refused: line and reason
     */
    public static Scenarios parse(String source, byte[] utf8) {
        return Scenarios.parse(Tcp.PROTOCOL, source, utf8);
    }

    private static final class BuiltIn {

        private static final Scenarios SCENARIOS = load();

        private static Scenarios load() {
            try (InputStream in = TcpScenarios.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("resource missing: " + RESOURCE);
                }
                return parse(RESOURCE, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
