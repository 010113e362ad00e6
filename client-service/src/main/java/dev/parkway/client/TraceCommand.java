package dev.parkway.client;

import dev.parkway.control.Failure;
import dev.parkway.inspection.Answer;
import dev.parkway.inspection.Asking;
import dev.parkway.inspection.Inspector.Recorded;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.picture.HistoryJson;
import dev.parkway.script.picture.HistoryText;
import dev.parkway.script.picture.Ladder;
import dev.parkway.script.picture.SequenceDiagram;
import dev.parkway.service.ExitCode;
import dev.parkway.service.ScenarioOptions;
import io.grpc.Status;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what both sides of a connection did. */
@Command(name = "trace", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Shows what both sides of a connection did, and the checker's verdict on standard error.",
        footer = "%nExit codes: 0 the verdict is conforms; 1 it is not; 2 there is no such connection, or a value "
                + "is not allowed; 3 a server cannot be asked, and those that can do not know it.")
final class TraceCommand implements Callable<Integer> {

    /** What the connection is shown as. */
    enum Format {
        ladder, text, mermaid, json
    }

    @Parameters(paramLabel = "CONNECTION", description = "Its name, session/number, as in 3f2a9c1d/7.")
    private String connection = "";

    @Mixin
    private AskOptions ask = new AskOptions();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "ladder",
            description = "${COMPLETION-CANDIDATES}. Default: ladder.")
    private Format format = Format.ladder;

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return ask.ask(spec, this::show);
    }

    private int show(AskedServers servers) {
        PrintWriter err = spec.commandLine().getErr();
        List<Answer<Recorded>> answers = servers
                .ask((_, inspector) -> inspector.get(connection));
        List<Answer.None<Recorded>> none = Asking.none(answers);
        List<Answer.None<Recorded>> unasked = none.stream().filter(each -> !isAnswer(each)).toList();
        unasked.forEach(each -> err.println(servers.why(each)));
        Optional<Recorded> recorded = Asking.given(answers).stream().findFirst();
        if (recorded.isPresent()) {
            return show(recorded.get(), err);
        }
        if (!unasked.isEmpty()) {
            return ExitCode.SERVER_NOT_THERE;
        }
        // They all say the same, and it does not matter who does.
        err.println(Failure.text(none.getFirst().failure()));
        return ExitCode.USAGE;
    }

    private static boolean isAnswer(Answer.None<?> none) {
        Status.Code code = none.failure().getStatus().getCode();
        return code == Status.Code.NOT_FOUND || code == Status.Code.INVALID_ARGUMENT;
    }

    private int show(Recorded recorded, PrintWriter err) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(picture(recorded));
        out.flush();
        err.println(recorded.name() + " " + recorded.verdict());
        recorded.violations().forEach(violation -> err.println("  " + violation));
        return recorded.verdict().equals("conforms") ? ExitCode.OK : ExitCode.CONNECTIONS_FAILED;
    }

    private String picture(Recorded recorded) {
        List<Transition> ofClient = recorded.of(Side.CLIENT);
        List<Transition> ofServer = recorded.of(Side.SERVER);
        return switch (format) {
            case ladder -> Ladder.of(scenario(recorded), ofClient, ofServer);
            case text -> HistoryText.of(ofClient, ofServer);
            case mermaid -> SequenceDiagram.of(scenario(recorded), ofClient, ofServer);
            case json -> HistoryJson.of(recorded.name(), ofClient, ofServer);
        };
    }

    /** The names of the tokens stand in the scenario and nowhere else. */
    private Scenario scenario(Recorded recorded) {
        try {
            return new NamedScenarios(scenarios, spec).choose(recorded.scenario(), recorded.profile());
        } catch (ParameterException e) {
            throw new ParameterException(spec.commandLine(),
                    e.getMessage() + "; a scenario of your own needs its --scenario-file", e);
        }
    }
}
