package dev.parkway.service;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a service's command line. */
public final class Program {

    private Program() {}

    /**
     * Reads the arguments and runs the command.
     *
     * @param command a picocli command
     * @param arguments as the shell gave them
     * @return an {@link ExitCode}
     */
    public static int run(Callable<Integer> command, String... arguments) {
        return line(command).execute(arguments);
    }

    /**
     * Sets up a command line whose answers go to its own writers, which are the process's unless others are set.
     *
     * @param command a picocli command
     * @return what reads its arguments and runs it
     */
    public static CommandLine line(Callable<Integer> command) {
        CommandLine line = new CommandLine(command);
        line.registerConverter(boolean.class, new SwitchConverter());
        line.setExecutionExceptionHandler((failure, _, _) -> {
            failure.printStackTrace(line.getErr());
            return ExitCode.INTERNAL;
        });
        // The mistake and where to read on; the whole help would bury it.
        line.setParameterExceptionHandler((mistake, _) -> {
            line.getErr().println(mistake.getMessage());
            line.getErr().println("Try --help.");
            return ExitCode.USAGE;
        });
        return line;
    }
}
