package dev.parkway.connection;

import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.nio.charset.StandardCharsets;

/** Scenarios for tests: what connections do. */
final class Plots {

    /** The seed's connection. */
    static final Scenario LOCKSTEP = TcpScenarios.builtIn()
            .get(TcpScenarios.DEFAULT_NAME, TcpScenarios.DEFAULT_PROFILE);

    /** Both sides close at once, so neither waits for the other's turn in between. */
    static final Scenario SIMULTANEOUS_CLOSE = scenario("""
            client: CLOSED SYN_SENT SYN! SYN+ACK? ESTABLISHED ACK!
                    FIN_WAIT_1 FIN! FIN? CLOSING ACK! ACK? TIME_WAIT 2MSL CLOSED
            server: CLOSED LISTEN SYN? SYN_RCVD SYN+ACK! ACK? ESTABLISHED
                    FIN_WAIT_1 FIN! FIN? CLOSING ACK! ACK? TIME_WAIT 2MSL CLOSED
            """);

    /** Neither side listens, and the client moves before it takes anything. */
    static final Scenario SIMULTANEOUS_OPEN = scenario("""
            client: CLOSED SYN_SENT SYN! SYN? SYN_RCVD SYN+ACK! SYN+ACK? ESTABLISHED
            server: CLOSED SYN_SENT SYN! SYN? SYN_RCVD SYN+ACK! SYN+ACK? ESTABLISHED
            """);

    /** The server answers in CLOSED, a token without a state. */
    static final Scenario REFUSED = scenario("""
            client: CLOSED SYN_SENT SYN! RST+ACK? CLOSED
            server: CLOSED SYN? RST+ACK!
            """);

    /** The server loses its connection in the middle. */
    static final Scenario SERVER_RESTART = scenario("""
            client: CLOSED SYN_SENT SYN! SYN+ACK? ESTABLISHED ACK! FIN_WAIT_1 FIN! RST? CLOSED
            server: CLOSED LISTEN SYN? SYN_RCVD SYN+ACK! ACK? ESTABLISHED CRASH CLOSED FIN? RST!
            """);

    private Plots() {}

    private static Scenario scenario(String scripts) {
        String text = "scenario: under-test\nprofile: rfc\ntitle: For a test\n" + scripts;
        return TcpScenarios.parse("test", text.getBytes(StandardCharsets.UTF_8)).get("under-test",
                TcpProfile.RFC);
    }
}
