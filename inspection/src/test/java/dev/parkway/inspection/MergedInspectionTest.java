package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceImplBase;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import dev.parkway.proto.inspection.v1.ListConnectionsResponse;
import dev.parkway.proto.inspection.v1.ListScenariosRequest;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.proto.inspection.v1.UnaskedServer;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several servers asked as one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MergedInspectionTest {

    private final Served one = new Served(Served.limits(20));
    private final Served two = new Served(Served.limits(20));
    private final Served three = new Served(Served.limits(3));
    private Several several = new Several(Several.LONG);

    @AfterEach
    void close() {
        several.close();
        one.close();
        two.close();
        three.close();
    }

    private void addAll() {
        // The first stays the first; the others follow by their addresses, and it goes round.
        several.add("10.0.0.2:1", two);
        several.add("10.0.0.1:1", one);
        several.add("10.0.0.3:1", three);
        Several.run(one, "11111111", 3);
        Several.run(two, "22222222", 4);
        Several.run(three, "33333333", 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
    void listConnections_pages_areAllServersOneAfterTheOther(int size) {
        addAll();

        assertThat(pages(size, "")).containsExactly("22222222/4", "22222222/3", "22222222/2", "22222222/1",
                "33333333/5", "33333333/4", "33333333/3", "11111111/3", "11111111/2", "11111111/1");
        assertThat(pages(size, "11111111")).containsExactly("11111111/3", "11111111/2", "11111111/1");
    }

    @Test
    void listConnections_allOnAPage_sumsWhatIsForgotten() {
        addAll();
        Several.run(one, "11111111", 40);

        ListConnectionsResponse page = list(0, "", "");
        assertThat(page.getForgotten()).isEqualTo(one.journal.forgotten() + 2);
        assertThat(page.getNextPageToken()).isEmpty();
    }

    @Test
    void listConnections_serverGoneBetweenPages_isSkipped() {
        addAll();
        ListConnectionsResponse first = list(5, "", "");
        assertThat(names(first)).endsWith("33333333/5");
        several.remove(several.present().getLast());

        assertThat(names(list(5, first.getNextPageToken(), ""))).containsExactly("11111111/3", "11111111/2",
                "11111111/1");
    }

    @Test
    void listConnections_otherServerAtTheAddress_goesOnWithTheNext() {
        addAll();
        ListConnectionsResponse first = list(5, "", "");
        several.remove(several.present().getLast());
        // It comes after a restart, and knows nothing of the places of the one before.
        several.add("10.0.0.3:1", one);

        assertThat(names(list(5, first.getNextPageToken(), ""))).containsExactly("11111111/3", "11111111/2",
                "11111111/1");
    }

    @Test
    void listConnections_serverThatCannotBeAsked_isLeftOut() {
        addAll();
        two.close();

        assertThat(pages(2, "")).doesNotContain("22222222/1").hasSize(6);
    }

    @Test
    void listConnections_wrongQuestion_isRefusedAsByOne() {
        addAll();

        Served.refused(catchThrowable(() -> list(-1, "", "")), Status.Code.INVALID_ARGUMENT, "PAGE_SIZE");
        Served.refused(catchThrowable(() -> list(1, "?", "")), Status.Code.INVALID_ARGUMENT, "PAGE_TOKEN");
        Served.refused(catchThrowable(() -> list(1, "AAAA", "")), Status.Code.INVALID_ARGUMENT, "PAGE_TOKEN");
        Served.refused(catchThrowable(() -> list(1, "", "nobody")), Status.Code.INVALID_ARGUMENT, "SESSION");
    }

    @Test
    void getConnection_onAnyServer_isFound() {
        addAll();

        for (String name : List.of("11111111/1", "22222222/1", "33333333/5", "33333333/4")) {
            assertThat(get(name).getConnection().getName()).isEqualTo(name);
        }
        Served.refused(catchThrowable(() -> get("44444444/1")), Status.Code.NOT_FOUND, "CONNECTION_UNKNOWN");
        Served.refused(catchThrowable(() -> get("nothing")), Status.Code.INVALID_ARGUMENT, "CONNECTION_NAME");
    }

    @Test
    void getConnection_serverThatNeverAnswers_doesNotHoldUpWhoHasIt() {
        addAll();
        try (Silent silent = new Silent()) {
            several.add(new Peer("10.0.0.0:1", silent.channel()));

            assertThat(get("11111111/1").getConnection().getName()).isEqualTo("11111111/1");
        }
    }

    @Test
    void getConnection_someCannotBeAsked_saysThatTheyMayHaveIt() {
        addAll();
        three.close();

        assertThat(get("11111111/1").getConnection().getName()).isEqualTo("11111111/1");
        Throwable failure = catchThrowable(() -> get("44444444/1"));
        assertThat(Served.refused(failure, Status.Code.NOT_FOUND, "CONNECTION_UNKNOWN").getMetadataMap()
                .get("unasked"))
                .startsWith("10.0.0.3:1: UNAVAILABLE");
        assertThat(failure).hasMessageContaining("could not be: 10.0.0.3:1: ");
        one.close();
        two.close();
        Served.refused(catchThrowable(() -> get("44444444/1")), Status.Code.UNAVAILABLE, "NO_SERVER_ASKED");
    }

    @Test
    void listScenarios_sameEverywhere_areToldOnce() {
        addAll();

        assertThat(several.ask().listScenarios(ListScenariosRequest.getDefaultInstance()))
                .isEqualTo(one.inspection().listScenarios(ListScenariosRequest.getDefaultInstance()));
    }

    @Test
    void getSummary_severalServers_isTheirSum() {
        addAll();

        GetSummaryResponse sum = summary();
        assertThat(sum.getKept()).isEqualTo(10);
        assertThat(sum.getForgotten()).isEqualTo(2);
        assertThat(sum.getKeptVerdicts().getConforms()).isEqualTo(10);
        assertThat(sum.getStatesList()).singleElement().satisfies(each -> {
            assertThat(each.getState()).isEqualTo(State.STATE_CLOSED);
            assertThat(each.getClients()).isEqualTo(10);
            assertThat(each.getServers()).isEqualTo(10);
        });
        assertThat(sum.getScenariosList()).singleElement()
                .satisfies(each -> assertThat(each.getKept().getConforms()).isEqualTo(10));
        assertThat(sum.getServersList()).containsExactly("10.0.0.2:1", "10.0.0.3:1", "10.0.0.1:1");
        assertThat(sum.getUnaskedList()).isEmpty();
    }

    @Test
    void getSummary_ofOneAlone_isItsOwnButForWhoWasAsked() {
        Several.run(one, "11111111", 3);
        several.add("10.0.0.1:1", one);
        // That comes a moment later.
        Served.await(() -> summary().getJudgedVerdicts().getConforms() == 3);

        assertThat(summary().toBuilder().clearServers().build())
                .isEqualTo(one.inspection().getSummary(GetSummaryRequest.getDefaultInstance()));
    }

    @Test
    void getSummary_someCannotBeAsked_areNamedWithTheirReasons() {
        several.close();
        several = new Several(Duration.ofSeconds(2));
        addAll();
        three.close();
        several.forgetName(new Peers.Unasked("dns:///servers.test:1", "UNAVAILABLE: nobody knows it"));
        try (Silent silent = new Silent()) {
            several.add(new Peer("10.0.0.4:1", silent.channel()));

            GetSummaryResponse sum = summary();
            assertThat(sum.getKept()).isEqualTo(7);
            assertThat(sum.getServersList()).containsExactly("10.0.0.2:1", "10.0.0.1:1");
            assertThat(sum.getUnaskedList()).map(UnaskedServer::getAddress).containsExactly("10.0.0.3:1",
                    "10.0.0.4:1", "dns:///servers.test:1");
            assertThat(sum.getUnaskedList()).map(UnaskedServer::getReason).satisfiesExactly(
                    gone -> assertThat(gone).startsWith("UNAVAILABLE"),
                    slow -> assertThat(slow).isEqualTo("no answer within 2000 ms"),
                    name -> assertThat(name).isEqualTo("UNAVAILABLE: nobody knows it"));
        }
    }

    /** A server that takes calls and answers none. */
    private static final class Silent implements AutoCloseable {

        private final String name = UUID.randomUUID().toString();
        private final Server server = Served.start(name,
                new InspectionServiceImplBase() {
                    @Override
                    public void getConnection(GetConnectionRequest request,
                            StreamObserver<GetConnectionResponse> responses) {}

                    @Override
                    public void getSummary(GetSummaryRequest request,
                            StreamObserver<GetSummaryResponse> responses) {}
                });
        private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();

        ManagedChannel channel() {
            return channel;
        }

        @Override
        public void close() {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private List<String> pages(int size, String session) {
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            ListConnectionsResponse page = list(size, token, session);
            assertThat(page.getConnectionsCount()).isLessThanOrEqualTo(size);
            names.addAll(names(page));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return names;
    }

    private ListConnectionsResponse list(int size, String token, String session) {
        return several.ask().listConnections(ListConnectionsRequest.newBuilder().setPageSize(size)
                .setPageToken(token).setSession(session).build());
    }

    private static List<String> names(ListConnectionsResponse page) {
        return page.getConnectionsList().stream().map(Connection::getName).toList();
    }

    private GetConnectionResponse get(String name) {
        return several.ask().getConnection(GetConnectionRequest.newBuilder().setName(name).build());
    }

    private GetSummaryResponse summary() {
        return several.ask().getSummary(GetSummaryRequest.getDefaultInstance());
    }
}
