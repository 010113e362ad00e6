package dev.parkway.service;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Whether somebody looks, and at what. */
public final class Terminal {

    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<String> TERMINALS = List.of("/dev/pts/", "/dev/tty", "/dev/console");

    private Terminal() {}

    /** {@return whether standard error is one} */
    public static boolean isStandardError() {
        return isTerminal(STANDARD_ERROR);
    }

    /** {@return colours, if it is a terminal and NO_COLOR is not set, whatever to: see no-color.org} */
    public static Ansi coloursOfStandardError() {
        return colours(STANDARD_ERROR);
    }

    /** {@return the same for standard output} */
    public static Ansi coloursOfStandardOutput() {
        return colours(STANDARD_OUTPUT);
    }

    /** {@return whether standard error is a terminal on which a line can be erased} */
    public static boolean erasesOnStandardError() {
        return !isDumb() && isTerminal(STANDARD_ERROR);
    }

    private static boolean isDumb() {
        return "dumb".equals(System.getenv("TERM"));
    }

    private static Ansi colours(int descriptor) {
        boolean unwanted = isDumb() || !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return !unwanted && isTerminal(descriptor) ? Ansi.ON : Ansi.OFF;
    }

    /** The JDK knows of standard input and output together only; Linux tells each apart. */
    @SuppressWarnings("SystemConsoleNull") // It may be, where the JDK's own console is not the one chosen.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor)))
                    .toString();
            return TERMINALS.stream().anyMatch(target::startsWith);
        } catch (IOException | UnsupportedOperationException e) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
