package dev.parkway.client;

import dev.parkway.script.Scenario;
import dev.parkway.script.Scenarios;
import dev.parkway.service.ScenarioOptions;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The scenarios that a command line names: a file that cannot be read, or none of that name, is its mistake. */
record NamedScenarios(ScenarioOptions options, CommandSpec spec) {

    Scenarios known() {
        try {
            return options.known();
        } catch (IllegalArgumentException e) {
            throw mistake(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw mistake("cannot read the scenario file: " + e);
        }
    }

    Scenario choose(String name, String profile) {
        try {
            return options.choose(name, profile);
        } catch (IllegalArgumentException e) {
            throw mistake(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw mistake("cannot read the scenario file: " + e);
        }
    }

    ParameterException mistake(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
