package dev.parkway.client;

import dev.parkway.inspection.Answer;
import dev.parkway.inspection.Asking;
import dev.parkway.inspection.Inspector.Counted;
import dev.parkway.service.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Counts the connections of all servers. */
@Command(name = "summary", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Counts the connections of every server of a name, and of all together: those that are kept, and "
                + "by the checker's verdict those that have ended since each server began.",
        footer = "%nExit codes: 0 no connection violates anything; 1 one does; 2 a value is not allowed; 3 a server "
                + "cannot be asked.")
final class SummaryCommand implements Callable<Integer> {

    @Mixin
    private AskOptions ask = new AskOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return ask.ask(spec, this::count);
    }

    private int count(AskedServers servers) {
        List<Answer<Counted>> answers = servers
                .ask((_, inspector) -> inspector.counted());
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                String.format(Locale.ROOT, "%-24s %12s %12s %12s %12s %12s", "server", "kept", "forgotten",
                        "conforms", "incomplete", "violates"));
        answers.forEach(answer -> {
            switch (answer) {
                case Answer.Given<Counted> given -> line(out, given.server().address(), given.value());
                case Answer.None<Counted> none -> spec.commandLine().getErr().println(servers.why(none));
            }
        });
        Counted all = Asking.given(answers).stream().reduce(Counted.NONE, Counted::plus);
        line(out, "all", all);
        out.flush();
        if (!Asking.none(answers).isEmpty()) {
            return ExitCode.SERVER_NOT_THERE;
        }
        return all.violates() == 0 ? ExitCode.OK : ExitCode.CONNECTIONS_FAILED;
    }

    private static void line(PrintWriter out, String who, Counted counted) {
        out.println(String.format(Locale.ROOT, "%-24s %12d %12d %12d %12d %12d", who, counted.kept(),
                counted.forgotten(), counted.conforms(), counted.incomplete(), counted.violates()));
    }
}
