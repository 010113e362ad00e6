package dev.parkway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Lines of the log that name a session or a connection have the names as fields, too, those included that no test can
 * bring about.
 */
final class LogLinesTest {

    private static final Pattern STATEMENT = Pattern.compile("\\blog\\s*\\.[^;]*;");
    private static final Pattern SESSION = Pattern.compile("\\bsession \\{}");
    private static final Pattern CONNECTION = Pattern.compile("\\bconnection[ =]\\{}");

    @Test
    void lines_thatNameASessionOrAConnection_haveTheirFields() throws IOException {
        List<String> withSession = new ArrayList<>();
        List<String> withConnection = new ArrayList<>();
        for (Path source : Sources.all()) {
            Matcher statement = STATEMENT.matcher(Files.readString(source));
            while (statement.find()) {
                String line = source.getFileName() + ": " + statement.group();
                if (CONNECTION.matcher(line).find()) {
                    withConnection.add(line);
                }
                if (SESSION.matcher(line).find() || CONNECTION.matcher(line).find()) {
                    withSession.add(line);
                }
            }
        }
        assertThat(withSession).hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line).contains("addKeyValue(\"session\", "));
        assertThat(withConnection).hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).contains("addKeyValue(\"connection\", "));
    }
}
