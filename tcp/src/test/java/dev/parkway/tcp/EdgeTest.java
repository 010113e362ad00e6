package dev.parkway.tcp;

import static dev.parkway.tcp.TcpState.CLOSED;
import static dev.parkway.tcp.TcpState.LISTEN;
import static dev.parkway.tcp.TcpState.SYN_RCVD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.script.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EdgeTest {

    /** Figure 5 of RFC 9293, read arrow by arrow from the top: state left, event, action, state entered. */
    private static final String FIGURE_5 = """
            CLOSED | passive OPEN | create TCB | LISTEN
            CLOSED | active OPEN | create TCB, snd SYN | SYN_SENT
            LISTEN | CLOSE | delete TCB | CLOSED
            LISTEN | rcv SYN | snd SYN,ACK | SYN_RCVD
            LISTEN | SEND | snd SYN | SYN_SENT
            SYN_SENT | CLOSE | delete TCB | CLOSED
            SYN_SENT | rcv SYN | snd SYN,ACK | SYN_RCVD
            SYN_SENT | rcv SYN,ACK | snd ACK | ESTABLISHED
            SYN_RCVD | rcv RST | x | LISTEN
            SYN_RCVD | rcv ACK of SYN | x | ESTABLISHED
            SYN_RCVD | CLOSE | snd FIN | FIN_WAIT_1
            ESTABLISHED | CLOSE | snd FIN | FIN_WAIT_1
            ESTABLISHED | rcv FIN | snd ACK | CLOSE_WAIT
            FIN_WAIT_1 | rcv ACK of FIN | x | FIN_WAIT_2
            FIN_WAIT_1 | rcv FIN | snd ACK | CLOSING
            FIN_WAIT_2 | rcv FIN | snd ACK | TIME_WAIT
            CLOSING | rcv ACK of FIN | x | TIME_WAIT
            CLOSE_WAIT | CLOSE | snd FIN | LAST_ACK
            LAST_ACK | rcv ACK of FIN | x | CLOSED
            TIME_WAIT | 2MSL timeout | delete TCB | CLOSED
            """;

    @Test
    void drawn_allEdges_areThoseOfFigure5() {
        List<String> table = Arrays.stream(TcpEdge.values()).filter(TcpEdge::drawn).map(EdgeTest::asInFigure)
                .toList();

        assertThat(table).containsExactly(FIGURE_5.strip().split("\n", -1));
    }

    private static String asInFigure(TcpEdge edge) {
        String event = edge.text().split(" / ", -1)[0].replace(", origin passive OPEN", "");
        String action = edge.text().split(" / ", -1)[1].replace("nothing", "x");
        // The figure deletes no TCB on LAST_ACK's way to CLOSED; the text (3.10.7.4) does.
        if (edge == TcpEdge.E19) {
            action = "x";
        }
        assertThat(edge.from()).hasSize(1);
        return edge.from().iterator().next() + " | " + event + " | " + action + " | " + edge.to();
    }

    @Test
    void allows_anyMove_fitsOneEdgeAtMost() {
        List<Cause> causes = new ArrayList<>(CauseTest.named().toList());
        Stream.of(Segment.values()).forEach(segment -> causes.add(new Cause.Received(segment)));
        causes.add(new Cause.Ended("session lost"));
        int moves = 0;
        for (TcpState from : TcpState.values()) {
            for (TcpState to : TcpState.values()) {
                for (Cause cause : causes) {
                    for (@Nullable
                    Origin origin : originsIn(from)) {
                        long fitting = Stream.of(TcpEdge.values())
                                .filter(edge -> edge.joins(from, to) && edge.accepts(cause)
                                        && edge.allows(cause, origin))
                                .count();
                        assertThat(fitting).as("%s -> %s (%s), %s", from, to, cause, origin)
                                .isLessThanOrEqualTo(1);
                        moves += (int) fitting;
                    }
                }
            }
        }
        assertThat(moves).isGreaterThan(TcpEdge.values().length);
    }

    private static List<@Nullable Origin> originsIn(TcpState state) {
        return state == SYN_RCVD ? List.of(Origin.PASSIVE, Origin.ACTIVE)
                : Stream.<@Nullable Origin>of((Origin) null).toList();
    }

    @Test
    void allows_resetInSynRcvd_dependsOnOrigin() {
        Cause reset = new Cause.Received(Segment.RST);

        assertThat(TcpEdge.E9.allows(reset, Origin.PASSIVE)).isTrue();
        assertThat(TcpEdge.E9.allows(reset, Origin.ACTIVE)).isFalse();
        assertThat(TcpEdge.X4.allows(reset, Origin.ACTIVE)).isTrue();
        assertThat(TcpEdge.X4.allows(reset, Origin.PASSIVE)).isFalse();
        assertThat(TcpEdge.X5.allows(new Cause.Received(Segment.SYN), Origin.PASSIVE)).isTrue();
        assertThat(TcpEdge.X5.allows(new Cause.Received(Segment.SYN), Origin.ACTIVE)).isFalse();
    }

    @Test
    void allows_handshakeCompleted_bySynAckOnlyAfterActiveOpen() {
        assertThat(TcpEdge.E10.allows(new Cause.Received(Segment.ACK), Origin.PASSIVE)).isTrue();
        assertThat(TcpEdge.E10.allows(new Cause.Received(Segment.SYN_ACK), Origin.ACTIVE)).isTrue();
        assertThat(TcpEdge.E10.allows(new Cause.Received(Segment.SYN_ACK), Origin.PASSIVE)).isFalse();
    }

    @Test
    void origin_intoSynRcvd_isWhereItCameFrom() {
        assertThat(TcpEdge.E4.origin()).isEqualTo(Origin.PASSIVE);
        assertThat(TcpEdge.E7.origin()).isEqualTo(Origin.ACTIVE);
        assertThat(Arrays.stream(TcpEdge.values()).filter(edge -> edge.origin() != null)).containsExactly(
                TcpEdge.E4,
                TcpEdge.E7);
    }

    @ParameterizedTest
    @EnumSource(TcpState.class)
    void accepts_endOfAnyWait_leadsToClosedFromAnyState(TcpState state) {
        assertThat(Tcp.PROTOCOL.between(state, CLOSED))
                .filteredOn(edge -> edge.accepts(new Cause.Ended("peer gone")))
                .containsExactly(TcpEdge.X11);
    }

    @Test
    void accepts_finInFinWait1_tellsWhetherOursIsAcknowledged() {
        assertThat(TcpEdge.E15.accepts(new Cause.Received(Segment.FIN_ACK))).isFalse();
        assertThat(TcpEdge.X1.accepts(new Cause.Received(Segment.FIN_ACK))).isTrue();
        assertThat(TcpEdge.X1.accepts(new Cause.Received(Segment.FIN))).isFalse();
    }

    @Test
    void accepts_oldSyn_opensInListenOnly() {
        Cause old = new Cause.Received(Segment.OLD_SYN);

        assertThat(TcpEdge.values()).filteredOn(edge -> edge.accepts(old)).containsExactly(TcpEdge.E4);
        assertThat(TcpEdge.E4.joins(LISTEN, SYN_RCVD)).isTrue();
    }
}
