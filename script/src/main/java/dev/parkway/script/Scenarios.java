package dev.parkway.script;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A set of scenarios, found by name and profile. */
public final class Scenarios {

    /** A refusal over gRPC names them twice, in headers of which a client takes 8 KiB. */
    private static final int MAX_ENUMERATION = 1_000;

    private final List<Scenario> all;

    Scenarios(List<Scenario> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Reads scenarios of a protocol that there is already.
     *
     * @param protocol whose states and edges they walk
     * @param source what to call the text in a refusal, such as the file's name
     * @param utf8 the text, in UTF-8
     * @return the scenarios, at least one
     * @throws ScenarioFormatException if the text is refused: line and reason
     */
    public static Scenarios parse(Protocol protocol, String source, byte[] utf8) {
        return new Scenarios(new ScenarioReader(source, protocol).read(Entry.read(source, utf8),
                Entry.lines(utf8)));
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
     * Finds a scenario by its name alone.
     *
     * @param name its name
     * @return the first of that name, whatever its profile
     * @throws UnknownScenarioException if there is none; it names those that there are
     */
    public Scenario get(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> unknown(name));
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
            if (scenario.name().equals(name) && scenario.profile().equals(profile)) {
                return scenario;
            }
        }
        List<Scenario> namesakes = all.stream().filter(each -> each.name().equals(name)).toList();
        if (namesakes.isEmpty()) {
            throw unknown(name);
        }
        throw new UnknownScenarioException("scenario " + name + " has no profile " + profile + "; it has "
                + namesakes.stream().map(each -> each.profile().toString())
                        .collect(Collectors.joining(", ")));
    }

    /** {@return the names and profiles of all, or of as many as go into a message, and how many more there are} */
    public String known() {
        return enumerated(all.stream().map(Scenario::toString).toList());
    }

    private UnknownScenarioException unknown(String name) {
        return new UnknownScenarioException("unknown scenario " + name + "; known: "
                + enumerated(all.stream().map(Scenario::name).distinct().toList()));
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
}
