package dev.parkway.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TcpByHandTest {

    @Test
    void tcpByHand_run_printsTheFifteenLines() throws Exception {
        try (Program program = Program.start(TcpByHand.class)) {
            assertThat(program.lines()).containsExactly(
                    "[Server] CLOSED", "[Server] LISTEN", "[Client] CLOSED", "[Client] SYN_SENT",
                    "[Server] SYN_RCVD", "[Client] ESTABLISHED", "[Server] ESTABLISHED",
                    "[Client] FIN_WAIT_1", "[Server] CLOSE_WAIT", "[Client] FIN_WAIT_2", "[Server] LAST_ACK",
                    "[Client] TIME_WAIT", "[Server] CLOSED", "[Client] CLOSED",
                    "TCP connection disconnected");
        }
    }
}
