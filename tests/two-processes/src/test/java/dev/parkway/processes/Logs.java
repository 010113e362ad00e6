package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What services' logs tell of their sessions. */
final class Logs {

    private static final Pattern OUTCOME = Pattern.compile("connections in \\d+ ms: \\{(.*)}");

    private Logs() {}

    /** The public name of a client's session. */
    static String session(Running client) {
        return client.log().await(" opened with instance ").replaceAll(".*session (\\w+) opened.*", "$1");
    }

    /** How many of a client's connections ended how, as it says itself at its end. */
    static Map<String, Long> outcomes(Running client) {
        Matcher matcher = OUTCOME.matcher(String.join("\n", client.log().all()));
        assertThat(matcher.find()).as("outcomes in %s", client).isTrue();
        Map<String, Long> outcomes = new HashMap<>();
        for (String outcome : matcher.group(1).split(", ", -1)) {
            String[] parts = outcome.split("=", -1);
            outcomes.put(parts[0], Long.parseLong(parts[1]));
        }
        return outcomes;
    }

    /** The connections of a session that a debug log has seen begin and not end. */
    static List<String> running(String session, Running server) {
        // A move reads "server 3: ...", an end "server completed".
        Pattern move = Pattern.compile("connection=(" + session + "/\\d+) (?:server (?!\\d)(.*)|.*)");
        Map<String, Boolean> ended = new HashMap<>();
        for (String line : server.log().soFar()) {
            Matcher matcher = move.matcher(line);
            if (matcher.find()) {
                ended.merge(matcher.group(1), matcher.group(2) != null, Boolean::logicalOr);
            }
        }
        assertThat(ended).as("connections in the log").isNotEmpty();
        return ended.entrySet().stream().filter(each -> !each.getValue()).map(Map.Entry::getKey).toList();
    }
}
