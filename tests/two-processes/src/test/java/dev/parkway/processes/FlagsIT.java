package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are not allowed are answered with those that are, and nothing starts. */
final class FlagsIT {

    private static final int USAGE = 2;

    @TempDir
    private Path scratch = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    --connections=0             | whole numbers from 1 to 1000000000
                    --connections=ten           | whole numbers from 1 to 1000000000
                    --parallel=-1               | whole numbers from 1 to 1000000000
                    --journal=0                 | whole numbers from 1 to 1000000000
                    --scenario=no-such          | known: client-closes-first, server-closes-first
                    --profile=no-such           | known: [lockstep, rfc]
                    --msl=5                     | 0 or a whole number with ms, s, m or h
                    --connect-timeout=999999999h | up to 8760h
                    --wait-deadline=15s         | allowed are 0 or more than keepalive time and timeout together, 15000 ms
                    --keepalive-time=0          | 1ms and more
                    --transcript=maybe          | [auto, on, off]
                    --log-level=loud            | [debug, info, warn, error]
                    --report=maybe              | true and false
                    --inspection-port=65536     | whole numbers from 0 to 65535
                    --server=http://x:1         | HOST:PORT
                    --no-such-flag              | Unknown option: '--no-such-flag'
                    argument                    | Unmatched argument at index 0: 'argument'
                    """)
    void client_wrongValue_saysWhatIsAllowed(String argument, String allowed) {
        try (Running client = Launch.clientAsTold(argument).start()) {
            checkRefused(client, allowed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port=65536          | whole numbers from 0 to 65535
            --max-sessions=0      | whole numbers from 1 to 1000000000
            --max-connections=0   | whole numbers from 1 to 1000000000
            --journal=many        | whole numbers from 1 to 1000000000
            --msl=1d              | 0 or a whole number with ms, s, m or h
            --drain=fast          | 0 or a whole number with ms, s, m or h
            --keepalive-timeout=0 | 1ms and more
            --transcript=maybe    | [auto, on, off]
            --scenario-file=none  | cannot read the scenario file
            """)
    void server_wrongValue_saysWhatIsAllowed(String argument, String allowed) {
        try (Running server = Launch.serverAsTold(argument).start()) {
            checkRefused(server, allowed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PARKWAY_CONNECTIONS | 0     | whole numbers from 1 to 1000000000
            PARKWAY_STAY        | maybe | true and false
            PARKWAY_LOG_LEVEL   | loud  | [debug, info, warn, error]
            """)
    void client_wrongVariable_saysWhatIsAllowed(String variable, String value, String allowed) {
        try (Running client = Launch.clientAsTold().with(variable, value).start()) {
            checkRefused(client, allowed);
        }
    }

    @Test
    void server_wrongVariable_saysWhatIsAllowed() {
        try (Running server = Launch.serverAsTold().with("PARKWAY_PORT", "http").start()) {
            checkRefused(server, "whole numbers from 0 to 65535");
        }
    }

    @Test
    void server_portFileCannotBeWritten_saysSoAndEnds() {
        Path file = scratch.resolve("none").resolve("port");
        try (Running server = Launch.serverAsTold("--port", "0", "--port-file", file.toString()).start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(USAGE);
            assertThat(server.log().allWith("cannot write the port to " + file)).hasSize(1);
        }
    }

    @Test
    void client_flagAndVariable_theFlagWins() {
        try (Running client = Launch.clientAsTold("--in-process", "--msl", "1ms").with("PARKWAY_MSL", "1h")
                .with("PARKWAY_SCENARIO", "reset-by-client").with("PARKWAY_PROFILE", "rfc").start()) {
            assertThat(client.exitCode()).as("%s", client).isZero();
            assertThat(client.stdout().all()).doesNotContain("[Client] FIN_WAIT_1")
                    .endsWith("TCP connection disconnected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server-service", "client-service"})
    void help_namesEveryFlagsDefault(String service) {
        Launch launch = service.startsWith("server") ? Launch.serverAsTold("--help")
                : Launch.clientAsTold("--help");
        try (Running help = launch.start()) {
            assertThat(help.exitCode()).as("%s", help).isZero();
            List<String> flags = flags(help.stdout().all());
            assertThat(flags).filteredOn(flag -> flag.contains("=")).hasSizeGreaterThan(10)
                    .allMatch(flag -> flag.contains("Default: "));
        }
    }

    /** What a help says of each flag, each in one line. */
    private static List<String> flags(List<String> help) {
        List<String> flags = new ArrayList<>();
        for (String line : help) {
            if (line.strip().startsWith("-")) {
                flags.add(line.strip());
            } else if (!flags.isEmpty()) {
                flags.set(flags.size() - 1, flags.getLast() + " " + line.strip());
            }
        }
        return flags;
    }

    private static void checkRefused(Running service, String allowed) {
        assertThat(service.exitCode()).as("%s", service).isEqualTo(USAGE);
        assertThat(service.stdout().all()).isEmpty();
        assertThat(service.log().all()).as("a line that says it, and no stack").hasSizeLessThan(4)
                .anySatisfy(line -> assertThat(line).contains(allowed));
    }
}
