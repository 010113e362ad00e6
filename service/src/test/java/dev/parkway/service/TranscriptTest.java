package dev.parkway.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.script.Side;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import dev.parkway.tcp.UserCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TranscriptTest {

    private final History history = new History(new ConnectionName("local", 1),
            TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME, TcpScenarios.DEFAULT_PROFILE), Side.CLIENT);

    @Test
    void entered_label_printsOneWriteALine() {
        List<String> writes = new ArrayList<>();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("a line in pieces");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        };
        enterTwo(new Transcript(out, _ -> Optional.of("Client 7"), false).begin(history));

        assertThat(writes).containsExactly("[Client 7] CLOSED\n", "[Client 7] SYN_SENT\n");
    }

    @Test
    void entered_noLabel_printsNothing() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        enterTwo(new Transcript(out, _ -> Optional.empty(), false).begin(history));

        assertThat(out.size()).isZero();
    }

    @Test
    void entered_explaining_namesEdgeSectionAndMeaning() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        enterTwo(new Transcript(out, _ -> Optional.of("Client"), true).begin(history));

        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList().get(1))
                .startsWith("[Client] SYN_SENT ")
                .contains("active OPEN / create TCB, snd SYN", "E2", "3.10.1", TcpState.SYN_SENT.meaning());
    }

    @Test
    void entered_outputClosed_leavesTheConnectionAlone() {
        int[] tries = {0};
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                tries[0]++;
                throw new IOException("Broken pipe");
            }
        };
        enterTwo(new Transcript(closed, _ -> Optional.of("Client"), false).begin(history));

        assertThat(tries[0]).as("tried once, then never again").isEqualTo(1);
        assertThat(history.size()).isEqualTo(2);
    }

    private void enterTwo(Observation observation) {
        history.append(TcpState.CLOSED, null, null, 0, 0, 1);
        observation.entered(1);
        history.append(TcpState.SYN_SENT, UserCall.ACTIVE_OPEN, TcpEdge.E2, 0, 0, 2);
        observation.entered(2);
    }
}
