package dev.parkway.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parkway.script.Side;
import dev.parkway.tcp.TcpState;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelEventTest {

    private static final List<KernelEvent.Bound> ENDS = List.of(
            new KernelEvent.Bound(Side.CLIENT, "198.18.7.1", 20000),
            new KernelEvent.Bound(Side.SERVER, "198.19.7.1", 20001));

    @Test
    void read_bothEnds_areKeptInOrderByOurNames() {
        assertThat(KernelEvent.read(List.of(
                "# tracer: nop",
                "# entries-in-buffer/entries-written: 3/3   #P:2",
                "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION",
                line("198.19.7.1", 20001, 0, "TCP_CLOSE", "TCP_LISTEN"),
                line("198.18.7.1", 20000, 20001, "TCP_FIN_WAIT1", "TCP_FIN_WAIT2"),
                line("198.19.7.1", 20001, 20000, "TCP_LISTEN", "TCP_SYN_RECV")), ENDS))
                .containsExactly(
                        new KernelEvent(Side.SERVER, TcpState.CLOSED, TcpState.LISTEN),
                        new KernelEvent(Side.CLIENT, TcpState.FIN_WAIT_1, TcpState.FIN_WAIT_2),
                        new KernelEvent(Side.SERVER, TcpState.LISTEN, TcpState.SYN_RCVD));
    }

    @Test
    void read_othersSockets_areLeftOut() {
        assertThat(KernelEvent.read(List.of(
                line("198.18.7.1", 20002, 20001, "TCP_CLOSE", "TCP_SYN_SENT"),
                line("198.18.7.2", 20000, 20001, "TCP_CLOSE", "TCP_SYN_SENT"),
                line("127.0.0.1", 20000, 20001, "TCP_CLOSE", "TCP_SYN_SENT")), ENDS)).isEmpty();
    }

    @Test
    void read_lostEvents_isRefused() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> KernelEvent
                        .read(List.of("# entries-in-buffer/entries-written: 3/4   #P:2"), ENDS))
                .withMessageContaining("3/4");
    }

    @Test
    void read_stateWithoutName_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> KernelEvent.read(
                List.of(line("198.18.7.1", 20000, 20001, "TCP_CLOSE", "TCP_BOUND_INACTIVE")), ENDS));
    }

    @Test
    void listed_number_isTheKernels() {
        assertThat(LinuxState.listed("01")).isEqualTo(TcpState.ESTABLISHED);
        assertThat(LinuxState.listed("06")).isEqualTo(TcpState.TIME_WAIT);
        assertThat(LinuxState.listed("0A")).isEqualTo(TcpState.LISTEN);
        assertThat(LinuxState.listed("0B")).isEqualTo(TcpState.CLOSING);
    }

    private static String line(String address, int port, int peerPort, String from, String to) {
        return "            java-14602   [001] ..s2.            7: inet_sock_set_state: family=AF_INET"
                + " protocol=IPPROTO_TCP sport=" + port + " dport=" + peerPort + " saddr=" + address
                + " daddr=0.0.0.0 saddrv6=:: daddrv6=:: oldstate=" + from + " newstate=" + to;
    }
}
