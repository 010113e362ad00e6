package dev.parkway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the kernel once showed of a close, held against right scripts and wrong ones. No root is needed. */
final class ExpectationTest {

    private static final List<KernelEvent> CLOSE = Stream.of(
            "server CLOSED LISTEN", "client CLOSED SYN_SENT", "client SYN_SENT ESTABLISHED",
            "server LISTEN SYN_RCVD", "server SYN_RCVD ESTABLISHED", "client ESTABLISHED FIN_WAIT_1",
            "server ESTABLISHED CLOSE_WAIT", "client FIN_WAIT_1 FIN_WAIT_2", "server CLOSE_WAIT LAST_ACK",
            "client FIN_WAIT_2 CLOSED", "server LAST_ACK CLOSED").map(ExpectationTest::event).toList();

    private static final String CLIENT = "FIN_WAIT_1 FIN! ACK? FIN_WAIT_2 FIN? TIME_WAIT ACK! 2MSL CLOSED";
    private static final String SERVER = "FIN? CLOSE_WAIT ACK! LAST_ACK FIN! ACK? CLOSED";

    @Test
    void complaints_rightScripts_areNone() {
        assertThat(expectation(CLIENT, SERVER).complaints(CLOSE)).isEmpty();
        assertThat(expectation(CLIENT, SERVER).size()).isEqualTo(CLOSE.size());
    }

    @Test
    void complaints_scriptThatStopsAStateShort_nameTheSide() {
        assertThat(expectation("FIN_WAIT_1 FIN! ACK? FIN_WAIT_2 FIN? (stay) ACK!", SERVER).complaints(CLOSE))
                .singleElement().asString().contains("client").doesNotContain("server");
    }

    @Test
    void complaints_scriptThatEndsInTimeWait_areNoneEither() {
        // What the kernel does not show cannot be held against a script.
        assertThat(expectation("FIN_WAIT_1 FIN! ACK? FIN_WAIT_2 FIN? TIME_WAIT ACK!", SERVER)
                .complaints(CLOSE)).isEmpty();
    }

    @Test
    void complaints_scriptWithAnotherState_nameBothSides() {
        String closing = "FIN_WAIT_1 FIN! FIN? CLOSING ACK! ACK? TIME_WAIT 2MSL CLOSED";

        assertThat(expectation(closing, closing).complaints(CLOSE)).hasSize(2);
    }

    @Test
    void complaints_scriptThatDemandsAnotherOrder_nameTheTwo() {
        // The same states, but here the server closes before it says that it saw the client's FIN.
        assertThat(expectation(CLIENT, "FIN? CLOSE_WAIT LAST_ACK ACK! FIN! ACK? CLOSED").complaints(CLOSE))
                .singleElement().asString().contains("FIN_WAIT_1 -> FIN_WAIT_2")
                .contains("CLOSE_WAIT -> LAST_ACK");
    }

    @Test
    void complaints_effectBeforeItsCause_nameTheTwo() {
        List<KernelEvent> swapped = new ArrayList<>(CLOSE);
        Collections.swap(swapped, 5, 6);

        assertThat(expectation(CLIENT, SERVER).complaints(swapped)).singleElement().asString()
                .contains("FIN_WAIT_1").contains("CLOSE_WAIT");
    }

    private static Expectation expectation(String client, String server) {
        byte[] text = """
                scenario: close
                title: A test's own
                client: CLOSED SYN_SENT SYN! SYN+ACK? ESTABLISHED ACK! %s
                server: CLOSED LISTEN SYN? SYN_RCVD SYN+ACK! ACK? ESTABLISHED %s
                """.formatted(client, server).getBytes(StandardCharsets.UTF_8);
        Scenario scenario = TcpScenarios.parse("a test", text).all().getFirst();
        return new Expectation(scenario, EnumSet.allOf(Difference.class));
    }

    private static KernelEvent event(String text) {
        String[] words = text.split(" ", -1);
        Side side = Arrays.stream(Side.values()).filter(each -> each.toString().equals(words[0])).findFirst()
                .orElseThrow();
        return new KernelEvent(side, TcpState.valueOf(words[1]), TcpState.valueOf(words[2]));
    }
}
