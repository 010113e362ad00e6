package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class ScenarioOptionsTest {

    private static final String MINE = """
            scenario: mine
            title: A reset
            client: CLOSED SYN_SENT SYN! RST+ACK? CLOSED
            server: CLOSED SYN? RST+ACK!
            """;

    @TempDir
    Path folder;

    @Test
    void choose_nothingSaid_isTheSeedsConnection() throws IOException {
        Scenario scenario = options().choose("", "");
        assertThat(scenario.name()).isEqualTo("client-closes-first");
        assertThat(scenario.profile()).isEqualTo(TcpProfile.LOCKSTEP);
    }

    @Test
    void choose_nameAlone_takesTheProfileThatItHas() throws IOException {
        assertThat(options().choose("simultaneous-close", "").profile()).isEqualTo(TcpProfile.RFC);
    }

    @Test
    void choose_profileThatItLacks_namesThoseThatItHas() {
        assertThatThrownBy(() -> options().choose("simultaneous-close", "lockstep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("simultaneous-close").hasMessageContaining("rfc");
    }

    @Test
    void choose_unknown_namesTheKnown() {
        assertThatThrownBy(() -> options().choose("nope", ""))
                .hasMessageContaining("nope").hasMessageContaining("three-segment-close");
        assertThatThrownBy(() -> options().choose("", "nope"))
                .hasMessageContaining("nope").hasMessageContaining("lockstep").hasMessageContaining("rfc");
    }

    @Test
    void choose_file_runsItsFirstAndKnowsTheOthers() throws IOException {
        ScenarioOptions options = options(file(MINE));
        assertThat(options.choose("", "").name()).isEqualTo("mine");
        assertThat(options.choose("refused", "").name()).isEqualTo("refused");
    }

    @Test
    void known_fileRefused_saysLineAndReason() throws IOException {
        ScenarioOptions options = options(file(MINE.replace("RST+ACK? CLOSED", "RST+ACK? ESTABLISHED")));
        assertThatThrownBy(options::known)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(":3:").hasMessageContaining("SYN_SENT -> ESTABLISHED");
    }

    @Test
    void known_fileMissing_isToldAsSuch() {
        assertThatThrownBy(options(folder.resolve("none.txt"))::known).isInstanceOf(IOException.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.txt"), text);
    }

    private static ScenarioOptions options() {
        return parsed();
    }

    private static ScenarioOptions options(Path file) {
        return parsed("--scenario-file", file.toString());
    }

    private static ScenarioOptions parsed(String... arguments) {
        Holder holder = new Holder();
        var _ = new CommandLine(holder).parseArgs(arguments);
        return holder.options;
    }

    @Command
    private static final class Holder {

        @Mixin
        private ScenarioOptions options = new ScenarioOptions();
    }
}
