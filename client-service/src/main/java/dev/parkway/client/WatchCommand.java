package dev.parkway.client;

import dev.parkway.inspection.Inspector.Watched;
import dev.parkway.inspection.Peer;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.service.CountConverter;
import dev.parkway.service.ExitCode;
import dev.parkway.service.Terminal;
import dev.parkway.service.TlsTrouble;
import dev.parkway.tcp.TcpState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows transitions as they happen, a line each. */
@Command(name = "watch", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Shows what connections do while they do it: time, connection, side, states, what led there "
                + "and along which edge. Within a connection no line comes before one that it depends on. Watches every server that "
                + "the name resolves to when it begins.",
        footer = "%nExit codes: 0 --count lines were shown; 2 a value is not allowed; 3 no server can be asked, "
                + "or all have ended; 6 the two sides did not come to terms over TLS; 130 ended by Ctrl-C.")
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private AskOptions ask = new AskOptions();

    @Option(names = "--connection", paramLabel = "NAME", defaultValue = "",
            description = "Only this one, session/number, as in 3f2a9c1d/7. Default: all.")
    private String connection = "";

    @Option(names = "--session", paramLabel = "NAME", defaultValue = "",
            description = "Only those of this session, as in 3f2a9c1d. Default: all.")
    private String session = "";

    @Option(names = "--side", paramLabel = "SIDE", defaultValue = Option.NULL_VALUE,
            description = "Only this side: ${COMPLETION-CANDIDATES}. Default: both.")
    private Optional<Side> side = Optional.empty();

    @Option(names = "--state", paramLabel = "STATE,...", split = ",",
            description = "Only what leads to, or away from, one of these. Default: all.")
    private Set<TcpState> states = EnumSet.noneOf(TcpState.class);

    @Option(names = "--count", paramLabel = "N", converter = CountConverter.class,
            defaultValue = Option.NULL_VALUE,
            description = "End after so many lines. Default: never.")
    private Optional<Integer> count = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    // Guarded by this, as the lines are: each server is watched by a thread of its own.
    private long shown;

    @Override
    public Integer call() throws InterruptedException {
        return ask.ask(spec, this::watch);
    }

    private int watch(AskedServers servers) {
        WatchLines lines = new WatchLines(spec.commandLine().getOut(), Terminal.coloursOfStandardOutput());
        List<Integer> codes = new CopyOnWriteArrayList<>();
        servers.ask((server, inspector) -> {
            try {
                AtomicLong missed = new AtomicLong();
                inspector.watch(connection, session,
                        seen -> show(seen, missed, lines));
                // Enough for all: the others wait for what may never come.
                servers.stop();
                return true;
            } catch (StatusRuntimeException e) {
                if (!isEnough()) {
                    codes.add(tell(servers, server, e));
                }
                return false;
            }
        });
        return isEnough() ? ExitCode.OK : codes.getLast();
    }

    private synchronized boolean isEnough() {
        return count.isPresent() && shown >= count.get();
    }

    private synchronized int tell(AskedServers servers, Peer server, StatusRuntimeException e) {
        err().println(servers.why(server, e));
        if (TlsTrouble.of(e).isPresent()) {
            return ExitCode.NO_TLS;
        }
        return e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
                ? ExitCode.USAGE : ExitCode.SERVER_NOT_THERE;
    }

    /** Shows what is wanted; says whether to go on. */
    private synchronized boolean show(Watched seen, AtomicLong missed, WatchLines lines) {
        long more = seen.missed() - missed.getAndSet(seen.missed());
        if (more > 0) {
            err().println(more + " transitions were missed: this watch is too slow");
        }
        if (seen.transition().isPresent() && wants(seen.transition().get()) && !isEnough()) {
            lines.print(seen.connection(), seen.transition().get());
            shown++;
        }
        return !isEnough();
    }

    private boolean wants(Transition transition) {
        return side.map(each -> each == transition.side()).orElse(true)
                && (states.isEmpty() || states.contains(transition.to())
                        || (transition.from() != null && states.contains(transition.from())));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
