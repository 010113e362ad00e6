package dev.parkway.service;

import dev.parkway.script.Profile;
import dev.parkway.script.Scenario;
import dev.parkway.script.Scenarios;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which scenarios there are: those that come with Parkway, and a file of the user's own. */
public final class ScenarioOptions {

    @Option(names = "--scenario-file", paramLabel = "FILE", defaultValue = "${env:PARKWAY_SCENARIO_FILE:-}",
            description = "Scenarios of your own, in the notation of docs/scenarios.md; both sides need the same. "
                    + "Default: none.")
    private String file = "";

    /** Creates the options; picocli does. */
    public ScenarioOptions() {}

    /**
     * Reads them all.
     *
     * @return the user's own first, which so win over those of the same name that come with Parkway
     * @throws IOException if the file cannot be read
     * @throws dev.parkway.script.ScenarioFormatException if it is refused: line and reason
     */
    public Scenarios known() throws IOException {
        return file.isEmpty() ? TcpScenarios.builtIn() : own().and(TcpScenarios.builtIn());
    }

    /**
     * Finds the one to run.
     *
     * @param name its name; empty for the file's first or the default one
     * @param profile its profile; empty for lockstep if the scenario has it
     * @return the scenario
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if there is none of that name and profile, naming those that there are, or
     *         if the file is refused, with line and reason
     */
    public Scenario choose(String name, String profile) throws IOException {
        Scenarios known = known();
        String chosen = !name.isEmpty() ? name
                : file.isEmpty() ? TcpScenarios.DEFAULT_NAME : known.all().getFirst().name();
        List<Profile> candidates = profile.isEmpty() ? List.of(TcpProfile.values())
                : List.of(TcpProfile.of(profile));
        for (Profile candidate : candidates) {
            for (Scenario scenario : known.all()) {
                if (scenario.name().equals(chosen) && scenario.profile().equals(candidate)) {
                    return scenario;
                }
            }
        }
        // Says which names and profiles there are.
        return known.get(chosen, candidates.getFirst());
    }

    private Scenarios own() throws IOException {
        return TcpScenarios.parse(file, Files.readAllBytes(Path.of(file)));
    }
}
