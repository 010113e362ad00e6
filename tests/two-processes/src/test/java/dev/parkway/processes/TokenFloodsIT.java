package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.control.v1.UnparkRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods by who speaks the protocol: each meets a bound and a status, and nobody else meets anything. */
@TestInstance(Lifecycle.PER_CLASS)
final class TokenFloodsIT {

    private static final int SESSIONS = 50;
    private static final int BATCH = 256;
    private static final int BATCHES = 8_000;

    private final Besieged besieged = new Besieged("--max-sessions", "" + SESSIONS, "--max-all-connections",
            "20000", "--linger", "5s", "--keepalive-time", "2s");
    private ManagedChannel channel = besieged.channel();

    @BeforeEach
    void dial() {
        channel = besieged.anotherChannel();
    }

    @AfterEach
    void unharmed() {
        channel.shutdownNow();
        besieged.assertUnharmed();
    }

    @AfterAll
    void close() {
        besieged.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000})
    void tokens_twoMillionDuplicateOrLate_areTakenAndDropped(long highest) {
        HandCall call = open();
        call.send(RawAttach.token(highest, 1));
        UnparkRequest.Builder batch = UnparkRequest.newBuilder();
        for (int i = 1; i <= BATCH; i++) {
            batch.addTokens(RawAttach.token(highest == 1 ? 1 : i, 1));
        }
        UnparkRequest flood = batch.build();
        for (int i = 0; i < BATCHES; i++) {
            assertThat(call.send(flood)).isTrue();
        }
        call.halfClose();
        assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
    }

    @Test
    void connections_farMoreThanAllSessionsMayHave_failTheirSessions() {
        List<HandCall> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HandCall call = open();
            calls.add(call);
            long number = 0;
            boolean goesOn = true;
            while (number < 100_000 && goesOn) {
                UnparkRequest.Builder batch = UnparkRequest.newBuilder();
                for (int j = 0; j < BATCH; j++) {
                    number++;
                    batch.addTokens(RawAttach.token(number, 1));
                }
                goesOn = call.send(batch.build());
            }
            besieged.assertUnharmed();
        }
        calls.forEach(
                call -> assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void sessions_openedAndAbandoned_areRefusedBeyondTheLimitAndGoByThemselves() {
        int refused = 0;
        for (int i = 0; i < 3 * SESSIONS; i++) {
            HandCall call = HandCall.reading(channel, RawAttach.opening());
            if (call.greeted()) {
                call.cancel();
            } else {
                assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                refused++;
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(SESSIONS);
        besieged.assertUnharmed();
        Await.until("there is room again", () -> {
            HandCall call = HandCall.reading(channel, RawAttach.opening());
            boolean greeted = call.greeted();
            call.halfClose();
            return greeted;
        });
    }

    @Test
    void session_takenOverByItsOwnerAgainAndAgain_isOneSession() {
        Metadata metadata = RawAttach.opening();
        HandCall newest = HandCall.reading(channel, metadata);
        assertThat(newest.greeted()).isTrue();
        int takenOver = 0;
        for (int number = 2; number < 1_500; number++) {
            RawAttach.set(metadata, "parkway-attach", "" + number);
            Metadata copy = new Metadata();
            copy.merge(metadata);
            HandCall next = HandCall.reading(channel, copy);
            // gRPC resets each stream that the server ends. Beyond so many resets the HTTP/2 connection ends with
            // ENHANCE_YOUR_CALM, which gRPC calls RESOURCE_EXHAUSTED, and the next attach comes by another.
            if (next.greeted()) {
                assertThat(newest.awaitEnd().getCode())
                        .isIn(Status.Code.ABORTED, Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE);
                takenOver++;
                newest = next;
            }
        }
        assertThat(takenOver).isGreaterThan(1_000);
        newest.halfClose();
        assertThat(newest.awaitEnd().getCode()).isIn(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void reader_thatNeverReads_costsABoundedBuffer() {
        List<HandCall> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            HandCall call = HandCall.notReading(channel, RawAttach.opening());
            assertThat(call.greeted()).isTrue();
            calls.add(call);
        }
        for (int round = 0; round < 500; round++) {
            for (HandCall call : calls) {
                UnparkRequest.Builder batch = UnparkRequest.newBuilder();
                for (int i = 0; i < 10; i++) {
                    batch.addTokens(RawAttach.token(round % 50 * 10 + i + 1, 1 + round / 50 % 3));
                }
                call.send(batch.build());
            }
        }
        besieged.assertUnharmed();
        calls.forEach(HandCall::cancel);
    }

    @Test
    void streams_openedAndNotUsed_areAsManyAsTheLimit() {
        List<HandCall> idle = new ArrayList<>();
        for (int i = 0; i < SESSIONS + 20; i++) {
            idle.add(HandCall.reading(channel, RawAttach.opening()));
        }
        long refused = idle.stream().filter(call -> !call.greeted()).count();
        // Those of the test before may linger.
        assertThat(refused).isGreaterThan(20);
        besieged.assertUnharmed();
        idle.forEach(HandCall::halfClose);
    }

    @Test
    void resumes_ofGuessedSessions_areNotFoundAndNotLogged() {
        int before = besieged.logLines();
        for (int i = 0; i < 2_000; i++) {
            Metadata metadata = RawAttach.opening();
            RawAttach.set(metadata, "parkway-attach", "" + (2 + i));
            HandCall call = HandCall.reading(channel, metadata);
            call.halfClose();
            assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        }
        assertThat(besieged.logLines() - before).as("lines for 2,000 guesses, and for what went before")
                .isLessThan(200);
    }

    /** Opens a session once those of the tests before have gone. */
    private HandCall open() {
        HandCall[] open = new HandCall[1];
        Await.until("there is room for a session", () -> {
            open[0] = HandCall.reading(channel, RawAttach.opening());
            return open[0].greeted();
        });
        return open[0];
    }
}
