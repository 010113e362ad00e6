package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.endtoend.Inspection.Glance;
import dev.parkway.endtoend.Inspection.Seen;
import dev.parkway.endtoend.Inspection.Whole;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Verdict;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both sides of every connection of three clients, read at the server's published port by reflection alone. */
@EngineRequired
@ExtendWith(ThreeClients.class)
final class InspectionIT {

    private static final int SMALL_PAGE = 4;
    private static final Duration TWO_MSL = Duration.ofSeconds(1);
    private static final Scenario SEED = TcpScenarios.builtIn().get(TcpScenarios.DEFAULT_NAME,
            TcpScenarios.DEFAULT_PROFILE);
    private static final List<String> SEED_LINES = List.of("server CLOSED", "server LISTEN", "client CLOSED",
            "client SYN_SENT", "server SYN_RCVD", "client ESTABLISHED", "server ESTABLISHED",
            "client FIN_WAIT_1",
            "server CLOSE_WAIT", "client FIN_WAIT_2", "server LAST_ACK", "client TIME_WAIT", "server CLOSED",
            "client CLOSED");

    @Test
    void listConnections_smallPages_haveEveryConnectionOfEveryClientOnce(Deployment deployment) {
        try (Inspection inspection = new Inspection(deployment.lookAtServer())) {
            for (String session : sessions(deployment)) {
                List<Glance> ended = awaitEnded(inspection, session);

                assertThat(ended).extracting(Glance::number)
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.rangeClosed(1, ThreeClients.CONNECTIONS).boxed().toList());
                assertThat(ended).allSatisfy(each -> {
                    assertThat(each.name()).isEqualTo(session + "/" + each.number());
                    assertThat(each.scenario()).isEqualTo(SEED.name());
                    assertThat(each.profile()).isEqualTo(SEED.profile().toString());
                    assertThat(each.client()).contains(TcpState.CLOSED);
                    assertThat(each.server()).contains(TcpState.CLOSED);
                    assertThat(each.clientOutcome()).isEqualTo("completed");
                    assertThat(each.serverOutcome()).isEqualTo("completed");
                });
            }
            List<String> names = inspection.list(SMALL_PAGE, "").stream().map(Glance::name).toList();

            assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(2 * SMALL_PAGE)
                    .containsAll(sessions(deployment).stream().flatMap(session -> IntStream
                            .rangeClosed(1, ThreeClients.CONNECTIONS)
                            .mapToObj(number -> session + "/" + number))
                            .toList());
        }
    }

    @Test
    void getConnection_each_showsWhatBothScriptsSay(Deployment deployment) {
        forEachConnection(deployment, connection -> {
            for (Side side : Side.values()) {
                assertThat(connection.records(side)).map(InspectionIT::withoutTime)
                        .isEqualTo(SEED.script(side).transitions());
            }
        });
    }

    @Test
    void getConnection_each_isJudgedToConform(Deployment deployment) {
        Checker checker = new Checker(SEED, TWO_MSL);
        forEachConnection(deployment, connection -> {
            Verdict verdict = checker.check(connection.trace(Side.CLIENT), connection.trace(Side.SERVER),
                    connection.sightings());

            assertThat(verdict.outcome()).as(verdict.toString()).isEqualTo(Verdict.Outcome.CONFORMS);
            assertThat(verdict.endings()).isEmpty();
        });
    }

    @Test
    void getConnection_each_isInAnOrderThatTheCountsAllow(Deployment deployment) {
        forEachConnection(deployment, connection -> {
            List<Transition> order = connection.transitions().stream().map(Seen::transition).toList();

            assertThat(order).extracting(each -> each.side() + " " + each.to()).isEqualTo(SEED_LINES);
            for (int i = 0; i < order.size(); i++) {
                for (Transition later : order.subList(i + 1, order.size())) {
                    assertThat(later.happensBefore(order.get(i))).as(later + " before " + order.get(i))
                            .isFalse();
                }
            }
        });
    }

    @Test
    void getConnection_unknown_isNotFoundAndSaysWhy(Deployment deployment) {
        try (Inspection inspection = new Inspection(deployment.lookAtServer())) {
            assertThatThrownBy(() -> inspection.get("00000000/1")).isInstanceOfSatisfying(
                    StatusRuntimeException.class, refusal -> {
                        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
                        var status = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
                        assertThat(status.getDetailsList()).extracting(each -> each.getTypeUrl())
                                .containsExactly("type.googleapis.com/google.rpc.ErrorInfo");
                    });
        }
    }

    @Test
    void client_afterItsConnections_staysAndShowsItsOwnSide(Deployment deployment) {
        for (ServiceContainer client : deployment.clients().subList(0, ThreeClients.CLIENTS)) {
            client.awaitOut("TCP connection disconnected", Deployment.SOON);
            try (Inspection inspection = new Inspection(deployment.lookAt(client.awaitHealthy()))) {
                List<Glance> own = inspection.list(SMALL_PAGE, "");

                assertThat(new HashSet<>(own)).extracting(Glance::session)
                        .hasSize(ThreeClients.CONNECTIONS).containsOnly(client.awaitSession());
                assertThat(own).allSatisfy(each -> {
                    assertThat(each.clientOutcome()).isEqualTo("completed");
                    assertThat(each.server()).isEmpty();
                    assertThat(inspection.get(each.name()).records(Side.CLIENT))
                            .map(InspectionIT::withoutTime)
                            .isEqualTo(SEED.client().transitions());
                });
            }
        }
    }

    private static void forEachConnection(Deployment deployment, Consumer<Whole> look) {
        try (Inspection inspection = new Inspection(deployment.lookAtServer())) {
            for (String session : sessions(deployment)) {
                awaitEnded(inspection, session).forEach(each -> look.accept(inspection.get(each.name())));
            }
        }
    }

    private static List<String> sessions(Deployment deployment) {
        return deployment.clients().subList(0, ThreeClients.CLIENTS).stream()
                .map(ServiceContainer::awaitSession)
                .toList();
    }

    private static List<Glance> awaitEnded(Inspection inspection, String session) {
        return Eventually.see("all connections of " + session + " have ended and are reported",
                Deployment.SOON, () -> {
                    List<Glance> all = inspection.list(SMALL_PAGE, session);
                    return all.size() == ThreeClients.CONNECTIONS && all.stream().allMatch(Glance::ended)
                            ? Optional.of(all) : Optional.empty();
                });
    }

    private static Transition withoutTime(Transition record) {
        return new Transition(record.side(), record.ordinal(), record.from(), record.to(), record.cause(),
                record.edge(), record.sent(), record.received(), 0);
    }
}
