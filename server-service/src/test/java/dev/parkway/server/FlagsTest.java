package dev.parkway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.service.ExitCode;
import dev.parkway.service.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Values that are not allowed are answered with those that are, and nothing starts. */
final class FlagsTest {

    private final StringWriter written = new StringWriter();
    private final CommandLine line = Program.line(new ServerService())
            .setOut(new PrintWriter(written)).setErr(new PrintWriter(written));

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
            --health-port=-1      | whole numbers from 0 to 65535
            --admin-port=x        | whole numbers from 0 to 65535
            --admin-host=x        | it with --admin-port
            --page-port=x         | whole numbers from 0 to 65535
            --page-servers=x:y:z  | HOST:PORT and what gRPC calls a target
            --allow-operations=x  | where callers must show a certificate
            --tls-key=x           | --tls-certificate and --tls-key together
            --tls-certificate=x   | --tls-certificate and --tls-key together
            --tls-client-ca=x     | it with --tls-certificate and --tls-key
            --allow-control=x     | where callers must show a certificate
            --allow-inspection=x  | where callers must show a certificate
            --tls-certificate=x --tls-key=y                           | no such file x
            --tls-certificate=x --tls-key=y --allow-control=z         | where callers must show a certificate
            --admin-port=0 --no-inspection --no-reflection            | it with --inspection or --reflection
            """)
    void server_wrongValue_saysWhatIsAllowed(String argument, String allowed) {
        assertThat(line.execute(argument.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(written.toString().lines()).as("a line that says it, and no stack").hasSize(2)
                .first().asString().contains(allowed);
    }

    @Test
    void help_namesEveryFlagsDefault() {
        assertThat(line.execute("--help")).isEqualTo(ExitCode.OK);
        assertThat(flags(written.toString().lines().toList())).filteredOn(flag -> flag.contains("="))
                .hasSizeGreaterThan(10).allMatch(flag -> flag.contains("Default: "));
    }

    /** What a help says of each flag, each in one line. */
    private static List<String> flags(List<String> help) {
        List<String> flags = new ArrayList<>();
        for (String each : help) {
            if (each.strip().startsWith("-")) {
                flags.add(each.strip());
            } else if (!flags.isEmpty()) {
                flags.set(flags.size() - 1, flags.getLast() + " " + each.strip());
            }
        }
        return flags;
    }
}
