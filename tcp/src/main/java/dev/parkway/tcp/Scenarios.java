package dev.parkway.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A set of scenarios, found by name and profile. */
public final class Scenarios {

    /** The scenario that runs if nobody says which. */
    public static final String DEFAULT_NAME = "client-closes-first";
    /** The profile that it runs in. */
    public static final Profile DEFAULT_PROFILE = Profile.LOCKSTEP;

    /** A refusal over gRPC names them twice, in headers of which a client takes 8 KiB. */
    private static final int MAX_ENUMERATION = 1_000;
    private static final String RESOURCE = "scenarios.txt";

    private final List<Scenario> all;

    private Scenarios(List<Scenario> all) {
        this.all = List.copyOf(all);
    }

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
        return new Scenarios(ScenarioReader.read(source, utf8));
    }

    /**
     * Joins two sets.
     *
     * @param more further scenarios; of two with the same name and profile these here are found
     * @return both, these first
     */
    public Scenarios and(Scenarios more) {
        return new Scenarios(Stream.concat(all.stream(), more.all.stream()).toList());
    }

    /** {@return all of them, in the order in which they are written} */
    public List<Scenario> all() {
        return all;
    }

    /**
     * Finds a scenario.
     *
     * @param name its name
     * @param profile its profile
     * @return the scenario
     * @throws UnknownScenarioException if there is none; it names those that there are
     */
    public Scenario get(String name, Profile profile) {
        for (Scenario scenario : all) {
            if (scenario.name().equals(name) && scenario.profile() == profile) {
                return scenario;
            }
        }
        List<Scenario> namesakes = all.stream().filter(each -> each.name().equals(name)).toList();
        if (namesakes.isEmpty()) {
            throw new UnknownScenarioException("unknown scenario " + name + "; known: "
                    + enumerated(all.stream().map(Scenario::name).distinct().toList()));
        }
        throw new UnknownScenarioException("scenario " + name + " has no profile " + profile + "; it has "
                + namesakes.stream().map(each -> each.profile().toString())
                        .collect(Collectors.joining(", ")));
    }

    /** {@return the names and profiles of all, or of as many as go into a message, and how many more there are} */
    public String known() {
        return enumerated(all.stream().map(Scenario::toString).toList());
    }

    private static String enumerated(List<String> names) {
        StringBuilder text = new StringBuilder();
        int left = names.size();
        for (String name : names) {
            if (text.length() + name.length() > MAX_ENUMERATION) {
                return text.append(" and ").append(left).append(" more").toString();
            }
            text.append(text.isEmpty() ? "" : ", ").append(name);
            left--;
        }
        return text.toString();
    }

    private static final class BuiltIn {

        private static final Scenarios SCENARIOS = load();

        private static Scenarios load() {
            try (InputStream in = Scenarios.class.getResourceAsStream(RESOURCE)) {
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
