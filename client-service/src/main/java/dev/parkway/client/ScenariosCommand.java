package dev.parkway.client;

import dev.parkway.script.Edge;
import dev.parkway.script.Scenario;
import dev.parkway.service.ExitCode;
import dev.parkway.service.ScenarioOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the scenarios: what happens, where the RFC draws it, and the edges that it walks. */
@Command(name = "scenarios", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Lists the scenarios, a line each: what happens, the RFC's figures, the edges walked.")
final class ScenariosCommand implements Callable<Integer> {

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Scenario scenario : new NamedScenarios(options, spec).known().all()) {
            String figures = scenario.figures().isEmpty() ? "-" : "Figure " + scenario.figures();
            out.printf("%-26s %-9s %s; %s; %s%n",
                    scenario.name(), scenario.profile(), scenario.title(), figures, edges(scenario));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String edges(Scenario scenario) {
        return scenario.edges().stream().map(Edge::toString).collect(Collectors.joining(" "));
    }
}
