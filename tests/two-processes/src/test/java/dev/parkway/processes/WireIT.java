package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks the control stream's contract is refused by name, and touches no other session. */
@TestInstance(Lifecycle.PER_CLASS)
final class WireIT {

    private static final int TOO_MANY = 257;

    private final Running server = Launch.server("--max-sessions", "3").start();
    private final ManagedChannel channel = NettyChannelBuilder.forAddress(Launch.LOOPBACK, server.port())
            .usePlaintext().build();

    /** Lives through everything that the others do. */
    private final RawAttach bystander = new RawAttach(channel, RawAttach.opening());

    @BeforeAll
    void open() {
        bystander.awaitOpen().send(RawAttach.batch(RawAttach.token(1, 1)));
        server.stdout().await("[Server] SYN_RCVD");
    }

    @AfterAll
    void close() {
        try (server) {
            assertThat(bystander.isOpen()).isTrue();
            bystander.finish();
            try (Running client = Launch.client(server.port(), "--msl", "20ms").start()) {
                assertThat(client.exitCode()).as("%s\n%s", client, server).isZero();
            }
            assertThat(server.log().soFar())
                    .noneMatch(line -> line.contains("ERROR") || line.contains("WARN"));
        } finally {
            channel.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"parkway-scenario, no-such, INVALID_ARGUMENT, UNKNOWN_SCENARIO",
            "parkway-profile, no-such, INVALID_ARGUMENT, UNKNOWN_SCENARIO",
            "parkway-scenario-digest, 00, FAILED_PRECONDITION, SCENARIO_DIFFERS",
            "parkway-wait-deadline-ms, soon, INVALID_ARGUMENT, METADATA",
            "parkway-attach, 0, INVALID_ARGUMENT, METADATA",
            "parkway-attach, 2, NOT_FOUND, SESSION_UNKNOWN"})
    void attach_wrongMetadata_isRefused(String key, String value, Status.Code code, String reason) {
        Metadata metadata = RawAttach.opening();
        RawAttach.set(metadata, key, value);
        Throwable failure = new RawAttach(channel, metadata).checkFails(code, reason);
        if (reason.startsWith("UNKNOWN")) {
            assertThat(failure).hasMessageContaining("known: ");
        }
    }

    @Test
    void attach_sessionThatIsOpen_isRefusedAndTheFirstLivesOn() {
        Metadata metadata = RawAttach.opening();
        RawAttach first = new RawAttach(channel, metadata).awaitOpen();
        new RawAttach(channel, metadata).checkFails(Status.Code.ALREADY_EXISTS, "SESSION_EXISTS");
        assertThat(first.isOpen()).isTrue();
        first.finish();
    }

    @Test
    void attach_moreSessionsThanAllowed_isRefused() {
        RawAttach second = new RawAttach(channel, RawAttach.opening()).awaitOpen();
        RawAttach third = new RawAttach(channel, RawAttach.opening()).awaitOpen();
        try (Running client = Launch.client(server.port()).start()) {
            assertThat(client.exitCode()).as("%s", client).isEqualTo(4);
            assertThat(client.log().allWith("did not open a session: RESOURCE_EXHAUSTED")).hasSize(1);
        }
        second.finish();
        third.finish();
    }

    @ParameterizedTest
    @MethodSource
    void batch_thatBreaksTheContract_failsTheSession(UnparkRequest batch, String reason) {
        RawAttach attach = new RawAttach(channel, RawAttach.opening()).awaitOpen();
        attach.send(batch);
        attach.checkFails(Status.Code.INVALID_ARGUMENT, reason);
    }

    static Stream<Arguments> batch_thatBreaksTheContract_failsTheSession() {
        UnparkToken last = RawAttach.token(1, 1).toBuilder().setLast(true).build();
        UnparkToken[] many = IntStream.rangeClosed(1, TOO_MANY).mapToObj(number -> RawAttach.token(number, 1))
                .toArray(UnparkToken[]::new);
        return Stream.of(
                Arguments.of(RawAttach.batch(RawAttach.token(0, 1)), "CONNECTION_NUMBER"),
                Arguments.of(RawAttach.batch(RawAttach.token(1, 6)), "SEQUENCE_TOO_HIGH"),
                Arguments.of(RawAttach.batch(RawAttach.token(1, -1)), "SEQUENCE_TOO_HIGH"),
                Arguments.of(RawAttach.batch(last, RawAttach.token(1, 2)), "AFTER_LAST"),
                Arguments.of(RawAttach.batch(many), "BATCH_TOO_LARGE"),
                Arguments.of(UnparkRequest.newBuilder().setAcknowledged(1_000).build(),
                        "ACKNOWLEDGED_UNSENT"));
    }

    @Test
    void token_forAConnectionThatIsOver_isIgnored() {
        RawAttach attach = new RawAttach(channel, RawAttach.opening()).awaitOpen();
        UnparkToken last = RawAttach.token(5, 0).toBuilder().setLast(true).build();
        attach.send(RawAttach.batch(last));
        attach.send(RawAttach.batch(RawAttach.token(3, 1), RawAttach.token(5, 0)));
        attach.finish();
    }
}
