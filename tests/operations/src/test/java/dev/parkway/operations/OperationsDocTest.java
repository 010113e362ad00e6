package dev.parkway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.client.ClientService;
import dev.parkway.parker.TurnResult;
import dev.parkway.server.ServerService;
import dev.parkway.service.ExitCode;
import dev.parkway.service.Program;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/** The page's tables of flags are written here; exit codes, reasons and causes must not be missing. */
final class OperationsDocTest {

    private static final Path PAGE = Sources.ROOT.resolve("docs").resolve("operations.md");

    private static final CommandSpec SERVER = Program.line(new ServerService()).getCommandSpec();
    private static final CommandSpec CLIENT = Program.line(new ClientService()).getCommandSpec();

    private static final Pattern REASON = Pattern.compile("Failure\\.(\\w+)\\(\\s*\"([A-Z_]+)\"");
    private static final Pattern FIELD_REASON = Pattern.compile("bad\\(\\s*\"([A-Z_]+)\"");
    private static final Pattern NAMED = Pattern.compile("`([A-Z_]+)`");
    private static final Pattern CAPITAL = Pattern.compile("(?=[A-Z])");

    @Test
    void flags_tables_areUpToDate() throws IOException {
        String written = Files.readString(PAGE);
        String page = part(written, "server-service", FlagTable.of(SERVER));
        page = part(page, "client-service", FlagTable.of(CLIENT));
        for (String command : List.of("trace", "watch", "summary")) {
            page = part(page, command, FlagTable.of(Objects.requireNonNull(
                    CLIENT.subcommands().get(command)).getCommandSpec()));
        }
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("stale; write it anew with ./mvnw -pl tests/operations -am test -Ddocs.write=true")
                .content().isEqualTo(page);
    }

    private static String part(String page, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end -->", from);
        assertThat(from).as(begin).isGreaterThan(begin.length());
        return page.substring(0, from) + table + page.substring(to);
    }

    @Test
    void flags_exceptOne_haveAVariable() {
        assertThat(FlagTable.withoutVariable(SERVER)).isEmpty();
        assertThat(FlagTable.withoutVariable(CLIENT)).containsExactly("--in-process");
    }

    /** The page says so of them. */
    @Test
    void flags_ofSubcommandsThatSayWhatIsShown_aloneHaveNoVariable() {
        Map<String, List<String>> without = new TreeMap<>();
        CLIENT.subcommands().forEach((name, command) -> without.put(name,
                FlagTable.withoutVariable(command.getCommandSpec()).stream().sorted().toList()));

        assertThat(without).isEqualTo(Map.of(
                "trace", List.of("--format"),
                "watch", List.of("--connection", "--count", "--session", "--side", "--state"),
                "summary", List.of(),
                "scenarios", List.of(),
                "diagram", List.of("--format", "--profile", "--scenario")));
    }

    @Test
    void exitCodes_each_haveARow() throws IllegalAccessException, IOException {
        String page = Files.readString(PAGE);
        for (Field field : ExitCode.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                assertThat(page).as(field.getName()).contains("\n| " + field.getInt(null) + " | ");
            }
        }
    }

    @Test
    void causes_each_haveARow() throws IOException {
        String page = Files.readString(PAGE);
        for (TurnResult result : TurnResult.values()) {
            if (result != TurnResult.TURN_TAKEN) {
                assertThat(page).contains("\n| *" + result + "* | ");
            }
        }
    }

    @Test
    void reasons_each_haveARowWithTheirStatus() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> reasons = reasons();
        assertThat(reasons).hasSizeGreaterThan(25);
        reasons.forEach((reason, status) -> assertThat(page.lines())
                .as("%s, %s", reason, status)
                .filteredOn(line -> line.startsWith("| `") && line.contains("`" + reason + "`"))
                .singleElement().asString().contains(" | " + status + " | "));
        String firstColumn = page
                .substring(page.indexOf("| reason | status |"), page.indexOf("## How waits end")).lines()
                .filter(line -> line.startsWith("| `")).map(line -> line.substring(0, line.indexOf(" | ")))
                .collect(Collectors.joining("\n"));
        Matcher named = NAMED.matcher(firstColumn);
        while (named.find()) {
            assertThat(reasons).as("given by nobody").containsKey(named.group(1));
        }
    }

    /** All reasons that the sources give, each with its status. */
    private static Map<String, String> reasons() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        for (Path source : Sources.all()) {
            add(reasons, Files.readString(source));
        }
        return reasons;
    }

    private static void add(Map<String, String> reasons, String source) {
        Matcher direct = REASON.matcher(source);
        while (direct.find()) {
            reasons.put(direct.group(2), String.join("_", CAPITAL.split(direct.group(1))).toUpperCase(
                    Locale.ROOT));
        }
        Matcher ofField = FIELD_REASON.matcher(source);
        while (ofField.find()) {
            reasons.put(ofField.group(1), "INVALID_ARGUMENT");
        }
    }
}
