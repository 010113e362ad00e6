package dev.parkway.client;

import dev.parkway.service.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the client's command line and keeps what the last command wrote. */
final class Shell {

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine line = Program.line(new ClientService()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    int run(List<String> command, String... arguments) {
        return run(Stream.concat(command.stream(), Stream.of(arguments)).toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
