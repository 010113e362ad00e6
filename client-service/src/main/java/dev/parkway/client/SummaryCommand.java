package dev.parkway.client;

import dev.parkway.client.AskedServers.Answer;
import dev.parkway.control.Failure;
import dev.parkway.inspection.Inspector;
import dev.parkway.inspection.Inspector.Counted;
import dev.parkway.service.ExitCode;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.time.Duration;
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

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin
    private AskOptions ask = new AskOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (AskedServers servers = ask.servers(spec)) {
            return count(servers);
        } catch (StatusRuntimeException e) {
            spec.commandLine().getErr().println(Failure.text(e));
            return ExitCode.SERVER_NOT_THERE;
        }
    }

    private int count(AskedServers servers) {
        List<Answer<Counted>> answers = servers
                .ask(channel -> new Inspector(channel, PATIENCE).counted());
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
        Counted all = AskedServers.given(answers).stream().reduce(Counted.NONE, Counted::plus);
        line(out, "all", all);
        out.flush();
        if (!AskedServers.none(answers).isEmpty()) {
            return ExitCode.SERVER_NOT_THERE;
        }
        return all.violates() == 0 ? ExitCode.OK : ExitCode.CONNECTIONS_FAILED;
    }

    private static void line(PrintWriter out, String who, Counted counted) {
        out.println(String.format(Locale.ROOT, "%-24s %12d %12d %12d %12d %12d", who, counted.kept(),
                counted.forgotten(), counted.conforms(), counted.incomplete(), counted.violates()));
    }
}
