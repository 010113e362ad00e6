package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Timestamp;
import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Listener;
import dev.parkway.connection.Observation;
import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import dev.parkway.proto.inspection.v1.ListConnectionsResponse;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.proto.inspection.v1.Transition;
import dev.parkway.script.Side;
import dev.parkway.tcp.Tcp;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InspectionServiceTest {

    private final Served served = new Served(Served.limits(20));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void listConnections_none_isEmpty() {
        assertThat(served.inspection().listConnections(ListConnectionsRequest.getDefaultInstance()))
                .isEqualTo(ListConnectionsResponse.getDefaultInstance());
    }

    @Test
    void listConnections_bothSides_tellsThemAtAGlance() {
        served.journal.begin(Histories.completed(7, Side.CLIENT));
        History server = Histories.empty(7, Side.SERVER);
        Histories.grow(server, 4);
        served.journal.begin(server);

        assertThat(list("", 0, "").getConnectionsList()).singleElement()
                .isEqualTo(Connection.newBuilder().setName("3f2a9c1d/7").setSession("3f2a9c1d").setNumber(7)
                        .setScenario("client-closes-first").setProfile("lockstep")
                        .setClientState(State.STATE_CLOSED).setServerState(State.STATE_ESTABLISHED)
                        .setClientOutcome("completed").setVerdict("incomplete")
                        .setStarted(Timestamp.newBuilder().setNanos(1))
                        .build());
    }

    @Test
    void listConnections_serverThatOnlyListens_hasNotStarted() {
        Listener listener = new Listener(() -> 5, transition -> {});
        listener.open();
        served.journal.begin(listener.accept(Histories.name(1), Histories.LOCKSTEP));

        Connection listed = list("", 0, "").getConnections(0);
        assertThat(listed.hasStarted()).isFalse();
        assertThat(listed.getServerState()).isEqualTo(State.STATE_LISTEN);
        assertThat(listed.getClientState()).isEqualTo(State.STATE_UNSPECIFIED);
    }

    @Test
    void listConnections_pages_areTheNewestFirstAndStable() {
        begin(1, 10);
        ListConnectionsResponse first = list("", 4, "");
        assertThat(numbers(first)).containsExactly(10L, 9L, 8L, 7L);

        begin(11, 13);
        ListConnectionsResponse second = list(first.getNextPageToken(), 4, "");
        assertThat(numbers(second)).containsExactly(6L, 5L, 4L, 3L);
        ListConnectionsResponse third = list(second.getNextPageToken(), 4, "");
        assertThat(numbers(third)).containsExactly(2L, 1L);
        assertThat(third.getNextPageToken()).isEmpty();
    }

    @Test
    void listConnections_exactlyAPage_hasNoNext() {
        begin(1, 4);

        assertThat(list("", 4, "").getNextPageToken()).isEmpty();
        assertThat(list("", 5, "").getNextPageToken()).isEmpty();
    }

    @Test
    void listConnections_forgottenMeanwhile_areLeftOutAndCounted() {
        begin(1, 10);
        ListConnectionsResponse first = list("", 2, "");
        begin(11, 25);
        ListConnectionsResponse second = list(first.getNextPageToken(), 10, "");

        assertThat(numbers(second)).containsExactly(8L, 7L, 6L);
        assertThat(second.getNextPageToken()).isEmpty();
        assertThat(second.getForgotten()).isEqualTo(5);
    }

    @Test
    void listConnections_session_showsItsOwnAlone() {
        begin(1, 3);
        ConnectionName other = new ConnectionName("00000000", 1);
        served.journal.begin(new History(other, Histories.LOCKSTEP, Side.SERVER));

        assertThat(list("", 0, "00000000").getConnectionsList()).map(Connection::getName)
                .containsExactly("00000000/1");
        ListConnectionsResponse first = list("", 2, Histories.SESSION);
        assertThat(numbers(first)).containsExactly(3L, 2L);
        assertThat(numbers(list(first.getNextPageToken(), 2, Histories.SESSION))).containsExactly(1L);
        assertThat(list("", 0, "ffffffff").getConnectionsCount()).isZero();
    }

    @Test
    void listConnections_defaultPage_isAHundred() {
        try (Served large = new Served(Served.limits(2_000))) {
            for (int number = 1; number <= 1_500; number++) {
                large.journal.begin(Histories.empty(number, Side.SERVER));
            }
            assertThat(large.inspection().listConnections(ListConnectionsRequest.getDefaultInstance())
                    .getConnectionsCount()).isEqualTo(100);
            assertThat(large.inspection()
                    .listConnections(ListConnectionsRequest.newBuilder().setPageSize(5_000).build())
                    .getConnectionsCount()).isEqualTo(1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAA",
            "////////////////",
            " ", "0"})
    void listConnections_tokenThatIsNone_isRefused(String token) {
        Throwable failure = catchThrowable(() -> list(token, 0, ""));

        assertThat(Served.refused(failure, Status.Code.INVALID_ARGUMENT, "PAGE_TOKEN").getMetadataMap())
                .containsEntry("field", "page_token").containsEntry("value", token).containsKey("allowed");
    }

    @Test
    void listConnections_tokenOfAnotherList_isRefused() {
        begin(1, 10);
        String token = list("", 2, "").getNextPageToken();
        Served.refused(catchThrowable(() -> list(token, 2, Histories.SESSION)), Status.Code.INVALID_ARGUMENT,
                "PAGE_TOKEN");
        try (Served other = new Served(Served.limits(20))) {
            Served.refused(
                    catchThrowable(() -> other.inspection().listConnections(
                            ListConnectionsRequest.newBuilder().setPageToken(token).build())),
                    Status.Code.INVALID_ARGUMENT, "PAGE_TOKEN");
        }
    }

    @Test
    void listConnections_pageSizeBelowZero_isRefused() {
        Served.refused(catchThrowable(() -> list("", -1, "")), Status.Code.INVALID_ARGUMENT, "PAGE_SIZE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3F2A9C1D", "3f2a9c1", "3f2a9c1d0", "3f2a9c1d/7", "*"})
    void listConnections_sessionThatIsNone_isRefused(String session) {
        assertThat(Served.refused(catchThrowable(() -> list("", 0, session)), Status.Code.INVALID_ARGUMENT,
                "SESSION").getMetadataMap()).extractingByKey("allowed").asString().endsWith("or local");
        assertThat(list("", 0, "local").getConnectionsCount()).isZero();
    }

    @Test
    void getConnection_bothSides_givesOneOrder() {
        History client = Histories.empty(1, Side.CLIENT);
        History server = Histories.empty(1, Side.SERVER);
        List<dev.parkway.script.Transition> made = Histories.run(client, server, new Random(7));
        served.journal.begin(server);
        served.journal.begin(client);

        GetConnectionResponse got = get("3f2a9c1d/1");
        assertThat(got.getTransitionsList()).map(Seen::state)
                .isEqualTo(made.stream().map(each -> each.side() + " " + each.to()).toList());
        assertThat(got.getConnection().getServerOutcome()).isEqualTo("completed");
        assertThat(got.getConnection().getVerdict()).isEqualTo("conforms");
        assertThat(got.getViolationsList()).isEmpty();
        Transition third = got.getTransitionsList().stream()
                .filter(each -> Seen.state(each).equals("client ESTABLISHED")).findFirst().orElseThrow();
        assertThat(third.getConnection()).isEqualTo("3f2a9c1d/1");
        assertThat(third.getOrdinal()).isEqualTo(3);
        assertThat(third.getFrom()).isEqualTo(State.STATE_SYN_SENT);
        assertThat(third.getCause()).isEqualTo("SYN+ACK");
        assertThat(third.getEdge()).isEqualTo("E8");
        assertThat(third.getSent()).isEqualTo(1);
        assertThat(third.getReceived()).isEqualTo(1);
    }

    @Test
    void getConnection_turnTakenThatWasNotGiven_violatesAndSaysWhy() {
        History client = Histories.empty(1, Side.CLIENT);
        served.journal.begin(client);
        served.journal.begin(Histories.empty(1, Side.SERVER));
        Histories.grow(client, 2);
        // As if the client had taken a SYN+ACK before it gave its SYN: the counts cannot be.
        client.append(TcpState.ESTABLISHED, Tcp.PROTOCOL.cause("SYN+ACK"), TcpEdge.E8, 0, 1, 3);

        GetConnectionResponse got = get("3f2a9c1d/1");
        assertThat(got.getConnection().getVerdict()).isEqualTo("violates");
        assertThat(got.getViolationsList()).isNotEmpty();
        assertThat(String.join("; ", got.getViolationsList())).contains("ESTABLISHED");
    }

    /** Chance decides how far the sides are; whatever it is, the answer must not contradict itself. */
    @Test
    void getConnection_whileItRuns_hasTheRecordsThatItsStatesAndItsVerdictSpeakOf() throws Exception {
        List<GetConnectionResponse> answers = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            History client = Histories.empty(number, Side.CLIENT);
            History server = Histories.empty(number, Side.SERVER);
            Observation ofClient = served.journal.begin(client);
            Observation ofServer = served.journal.begin(server);
            int seed = number;
            Thread running = Thread.ofPlatform().start(() -> {
                Histories.run(client, server, new Random(seed));
                ofClient.ended();
                ofServer.ended();
            });
            while (running.isAlive()) {
                answers.add(get(Histories.name(number).toString()));
            }
            running.join();
        }

        assertThat(answers).allSatisfy(InspectionServiceTest::assertAgrees);
    }

    private static void assertAgrees(GetConnectionResponse answer) {
        Connection connection = answer.getConnection();
        List<String> states = answer.getTransitionsList().stream().map(Seen::state).toList();
        if (connection.getClientState() != State.STATE_UNSPECIFIED) {
            assertThat(states).contains(word("client ", connection.getClientState()));
        }
        if (connection.getServerState() != State.STATE_UNSPECIFIED) {
            assertThat(states).contains(word("server ", connection.getServerState()));
        }
        boolean over = !connection.getClientOutcome().isEmpty() && !connection.getServerOutcome().isEmpty();
        if (over) {
            assertThat(connection.getVerdict()).isEqualTo("conforms");
            assertThat(states)
                    .hasSize(Histories.LOCKSTEP.client().states() + Histories.LOCKSTEP.server().states());
        }
        assertThat(answer.getBrokenCount() > 0).isEqualTo(connection.getVerdict().equals("violates"));
    }

    private static String word(String side, State state) {
        return side + state.name().substring("STATE_".length());
    }

    @Test
    void getConnection_unknownOrForgotten_isNotFound() {
        begin(1, 21);
        for (String name : List.of("3f2a9c1d/1", "3f2a9c1d/22", "00000000/1")) {
            Throwable failure = catchThrowable(() -> get(name));
            assertThat(Served.refused(failure, Status.Code.NOT_FOUND, "CONNECTION_UNKNOWN").getMetadataMap())
                    .containsEntry("connection", name).containsEntry("kept", "20");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "3f2a9c1d/0", "3F2A9C1D/7", "3f2a9c1d/7/8", "../../etc/passwd"})
    void getConnection_nameThatIsNone_isRefused(String name) {
        Served.refused(catchThrowable(() -> get(name)), Status.Code.INVALID_ARGUMENT, "CONNECTION_NAME");
    }

    private void begin(long first, long last) {
        for (long number = first; number <= last; number++) {
            served.journal.begin(Histories.empty(number, Side.SERVER));
        }
    }

    private ListConnectionsResponse list(String token, int size, String session) {
        return served.inspection().listConnections(ListConnectionsRequest.newBuilder().setPageToken(token)
                .setPageSize(size).setSession(session).build());
    }

    private GetConnectionResponse get(String name) {
        return served.inspection().getConnection(GetConnectionRequest.newBuilder().setName(name).build());
    }

    private static List<Long> numbers(ListConnectionsResponse page) {
        List<Long> numbers = new ArrayList<>();
        page.getConnectionsList().forEach(each -> numbers.add(each.getNumber()));
        return numbers;
    }
}
