package dev.parkway.client;

import dev.parkway.service.ExitCode;
import dev.parkway.service.ScenarioOptions;
import dev.parkway.tcp.picture.StateDiagram;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints RFC 9293's state diagram from the table that the machine runs on. */
@Command(name = "diagram", mixinStandardHelpOptions = true, usageHelpAutoWidth = true,
        description = "Prints the state diagram, with the edges marked that a scenario walks.")
final class DiagramCommand implements Callable<Integer> {

    /** What the diagram is written in. */
    enum Format {
        mermaid, graphviz
    }

    @Option(names = "--scenario", paramLabel = "NAME", defaultValue = "",
            description = "Mark the edges that this scenario walks. Default: none.")
    private String scenario = "";

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "",
            description = "In which profile. Default: lockstep if the scenario has it.")
    private String profile = "";

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "mermaid",
            description = "${COMPLETION-CANDIDATES}. Default: mermaid.")
    private Format format = Format.mermaid;

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        StateDiagram diagram = diagram();
        out.print(switch (format) {
            case mermaid -> diagram.mermaid();
            case graphviz -> diagram.graphviz();
        });
        out.flush();
        return ExitCode.OK;
    }

    private StateDiagram diagram() {
        return scenario.isEmpty()
                ? StateDiagram.plain()
                : StateDiagram.of(new NamedScenarios(scenarios, spec).choose(scenario, profile));
    }
}
