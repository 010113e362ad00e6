package dev.parkway.tcp;

import dev.parkway.script.Script;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Scripts for tests that look at one side only. */
final class Scripts {

    private Scripts() {}

    /** Reads a client's script; its peer takes what it gives and gives what it takes, and does nothing else. */
    static Script alone(String notation) {
        String peer = Arrays.stream(notation.split(" ", -1)).filter(word -> word.matches(".*[!?]"))
                .map(word -> word.endsWith("!") ? word.replace('!', '?') : word.replace('?', '!'))
                .collect(Collectors.joining(" "));
        String text = "scenario: alone\nclient: " + notation + "\nserver: CLOSED " + peer + "\n";
        return TcpScenarios.parse("test", text.getBytes(StandardCharsets.UTF_8)).get("alone").client();
    }
}
