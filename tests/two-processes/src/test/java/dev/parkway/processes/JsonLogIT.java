package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Logs for machines: each line is an object, and one that is about a session or a connection has its name as a field. */
final class JsonLogIT {

    /** A server that tells its clients to come back by the relay. */
    private static Running served(Relay relay) {
        Running server = Launch.server(JSON).with("PARKWAY_ADVERTISE", Launch.LOOPBACK + ":" + relay.port())
                .start();
        relay.to(Launch.LOOPBACK, server.port());
        return server;
    }

    private static final Pattern CONNECTION = Pattern.compile("\\b(?:[0-9a-f]{8}|local)/[1-9]\\d*\\b");
    private static final String[] JSON = {"--log-format", "json", "--log-level", "debug", "--msl", "1ms"};

    @Test
    void lines_sessionThatBreaksAndIsLost_haveTheNamesOfWhatTheyAreAbout() {
        try (Relay relay = new Relay();
                Running server = served(relay);
                Running client = Launch.client(relay.port(), JSON)
                        .with("PARKWAY_CONNECTIONS", "" + Launch.BUSY)
                        .with("PARKWAY_PARALLEL", "5").with("PARKWAY_PACE", "10ms").start()) {
            String session = field(client.log().await(" opened with instance "), "session");
            client.log().await("-> TIME_WAIT");
            relay.cut();
            client.log().await(session + " resumed by attach");
            client.terminate();
            int _ = client.exitCode();
            server.log().await(session + " ended");
            server.terminate();
            int _ = server.exitCode();

            for (Running each : List.of(server, client)) {
                assertThat(each.log().all()).hasSizeGreaterThan(20).allSatisfy(line -> check(line, session));
            }
            // Both kinds of lines were among them, and those of the worst day.
            assertThat(server.log().allWith("broke, waiting for")).isNotEmpty();
            assertThat(client.log().allWith("the session ended early")).isNotEmpty();
            assertThat(server.log().allWith("\"connection\":\"" + session)).isNotEmpty();
        }
    }

    private static void check(String line, String session) {
        Map<String, String> fields = fields(line);
        String text = JsonParser.parseString(line).getAsJsonObject().get("formattedMessage").getAsString();
        Matcher connection = CONNECTION.matcher(text);
        if (connection.find()) {
            assertThat(fields).containsEntry("connection", connection.group()).containsEntry("session",
                    connection.group().replaceAll("/.*", ""));
        } else if (text.contains(session)) {
            assertThat(fields).containsEntry("session", session);
        }
    }

    private static String field(String line, String name) {
        String value = fields(line).get(name);
        assertThat(value).as(line).isNotNull();
        return String.valueOf(value);
    }

    private static Map<String, String> fields(String line) {
        JsonObject object = JsonParser.parseString(line).getAsJsonObject();
        Map<String, String> fields = new HashMap<>();
        if (object.has("kvpList")) {
            for (JsonElement pair : object.getAsJsonArray("kvpList")) {
                pair.getAsJsonObject().entrySet()
                        .forEach(each -> fields.put(each.getKey(), each.getValue().getAsString()));
            }
        }
        return fields;
    }
}
