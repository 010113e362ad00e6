package dev.parkway.client;

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
    private final CommandLine line = Program.line(new ClientService())
            .setOut(new PrintWriter(written)).setErr(new PrintWriter(written));

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
                            --hold=60s                  | allowed is less than --wait-deadline, 60000 ms
                            --wait-deadline=15s         | allowed are 0 or more than keepalive time, timeout and linger together, 45000 ms
                            --keepalive-time=0          | 1ms and more
                            --transcript=maybe          | [auto, on, off]
                            --log-level=loud            | [debug, info, warn, error]
                            --report=maybe              | true and false
                            --inspection-port=65536     | whole numbers from 0 to 65535
                            --health-port=0             | it with --inspection-port
                            --tls-key=x                 | --tls-certificate and --tls-key together
                            --tls-server-name=x         | it with --tls or --tls-ca
                            --tls-certificate=x --tls-key=y | it with --tls or --tls-ca
                            --tls-ca=x                  | no such file x
                            --tls --allow-inspection=x  | where callers must show a certificate
                            trace 1/1 --tls-server-name=x | it with --tls or --tls-ca
                            --no-such-flag              | Unknown option: '--no-such-flag'
                            argument                    | Unmatched argument at index 0: 'argument'

                    """)
    void client_wrongValue_saysWhatIsAllowed(String argument, String allowed) {
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
