package dev.parkway.client;

import dev.parkway.control.Failure;
import dev.parkway.inspection.Inspector;
import dev.parkway.inspection.Inspector.Watched;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.service.Certificates;
import dev.parkway.service.CountConverter;
import dev.parkway.service.ExitCode;
import dev.parkway.service.TlsTrouble;
import dev.parkway.tcp.TcpState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows transitions as they happen, a line each. */
@Command(name = "watch", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Shows what connections do while they do it: time, connection, side, states, what led there "
                + "and along which edge. Within a connection no line comes before one that it depends on.",
        footer = "%nExit codes: 0 --count lines were shown; 2 a value is not allowed; 3 the server cannot be asked, "
                + "or has ended; 6 the two sides did not come to terms over TLS; 130 ended by Ctrl-C.")
final class WatchCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(names = "--server", paramLabel = "HOST:PORT",
            defaultValue = "${env:PARKWAY_SERVER:-localhost:50051}",
            description = "Whom to ask. Default: localhost:50051.")
    private String server = "";

    @Mixin
    private ChannelOptions channel = new ChannelOptions();

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

    // Touched by the one thread that watches.
    private long shown;
    private long missed;

    @Override
    public Integer call() {
        try (Certificates certificates = certificates()) {
            return watch(channel(certificates));
        }
    }

    private int watch(ManagedChannel to) {
        WatchLines lines = new WatchLines(spec.commandLine().getOut(), Terminal.coloursOfStandardOutput());
        try {
            new Inspector(to, PATIENCE).watch(connection, session, seen -> show(seen, lines));
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            Optional<TlsTrouble> trouble = TlsTrouble.of(e);
            err().println(trouble.map(each -> "no TLS with " + server + ": " + each)
                    .orElseGet(() -> Failure.text(e)));
            if (trouble.isPresent()) {
                return ExitCode.NO_TLS;
            }
            return e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
                    ? ExitCode.USAGE : ExitCode.SERVER_NOT_THERE;
        } finally {
            to.shutdownNow();
        }
    }

    /** Shows what is wanted; says whether to go on. */
    private boolean show(Watched seen, WatchLines lines) {
        if (seen.missed() > missed) {
            err().println(seen.missed() - missed + " transitions were missed: this watch is too slow");
            missed = seen.missed();
        }
        if (seen.transition().isEmpty()) {
            return true;
        }
        Transition transition = seen.transition().get();
        if (wants(transition)) {
            lines.print(seen.connection(), transition);
            shown++;
        }
        return count.isEmpty() || shown < count.get();
    }

    private boolean wants(Transition transition) {
        return side.map(each -> each == transition.side()).orElse(true)
                && (states.isEmpty() || states.contains(transition.to())
                        || (transition.from() != null && states.contains(transition.from())));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private Certificates certificates() {
        try {
            return channel.certificates();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ManagedChannel channel(Certificates certificates) {
        try {
            return ServerChannel.builder(server, channel, certificates).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "cannot read --server '" + server + "': "
                    + e.getMessage() + "; allowed are HOST:PORT and what gRPC calls a target", e);
        }
    }
}
