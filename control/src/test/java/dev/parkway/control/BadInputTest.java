package dev.parkway.control;

import static dev.parkway.control.Tokens.last;
import static dev.parkway.control.Tokens.turn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a faulty client gets, and that nobody else notices: a well-behaved session is in the middle of a
 * connection all the while, on the same channel, and ends its script afterwards.
 */
@Timeout(120)
final class BadInputTest {

    /** On the server: three turns to take. */
    private static final String SERVER_STEPS = "?!??!";

    private static final MethodDescriptor<byte[], byte[]> BYTES = MethodDescriptor
            .newBuilder(new BytesAsTheyAre(), new BytesAsTheyAre())
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(ControlServiceGrpc.getUnparkMethod().getFullMethodName()).build();

    private final Counterparty counterparty = Counterparty.running(SERVER_STEPS);
    private final Site site = Site.of(Transport.NETTY, counterparty, Site.NO_LINGER_LIMITS);
    private final ManagedChannel channel = site.channel();
    private final ClientSession bystander = openBystander();
    private final ControlConnection kept = bystander.connect();

    private ClientSession openBystander() {
        try {
            return ClientSession.open(channel, Site.TERMS, 2, Site.NO_LINGER);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void goHalfway() {
        kept.unpark();
        assertThat(kept.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);
    }

    @AfterEach
    void bystanderEndsAsIfNothingHadHappened() throws Exception {
        try (site) {
            Site.awaitZero("connections of others", () -> site.control.connections() - 1);
            Site.awaitZero("threads of others", () -> site.control.runningThreads() - 1);
            Site.awaitZero("sessions of others", () -> site.control.sessions().size() - 1);
            kept.unpark();
            kept.unpark();
            assertThat(kept.gate().await(2)).isEqualTo(TurnResult.TURN_TAKEN);
            kept.finish();
            assertThat(bystander.finish(Site.PATIENCE).orderly()).isTrue();
            site.awaitNothingLeft();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void onNext_tokensBreakTheContract_isInvalidArgument(String reason, List<UnparkToken> tokens)
            throws Exception {
        RawClient client = RawClient.opened(channel);

        // One by one: the fault is then in a message of its own.
        tokens.forEach(client::send);

        assertRefused(client.awaitFailure(), Status.Code.INVALID_ARGUMENT, reason);
        assertThat(counterparty.awaitSessionEnd().cause()).contains(TurnResult.SESSION_LOST);
    }

    static Stream<Arguments> onNext_tokensBreakTheContract_isInvalidArgument() {
        return Stream.of(
                Arguments.of("CONNECTION_NUMBER", List.of(turn(0, 1))),
                Arguments.of("CONNECTION_NUMBER", List.of(turn(Long.MIN_VALUE, 1))),
                Arguments.of("CONNECTION_NUMBER", List.of(turn(1, 1), turn(-1, 1))),
                Arguments.of("SEQUENCE_TOO_HIGH", List.of(turn(1, 4))),
                Arguments.of("SEQUENCE_TOO_HIGH", List.of(turn(1, 1), turn(1, 1_000_000))),
                Arguments.of("SEQUENCE_TOO_HIGH", List.of(turn(1, Long.MIN_VALUE))),
                Arguments.of("SEQUENCE_TOO_HIGH", List.of(last(1, -1))),
                Arguments.of("AFTER_LAST", List.of(last(1, 1), turn(1, 2))),
                Arguments.of("AFTER_LAST", List.of(last(1, 1), last(1, 2))),
                Arguments.of("AFTER_LAST", List.of(last(1, 1), last(1, 0))),
                Arguments.of("LAST_TOO_LOW", List.of(turn(1, 2), last(1, 1))));
    }

    @Test
    void onNext_acknowledgesMoreThanWasSent_isInvalidArgument() throws Exception {
        RawClient client = RawClient.opened(channel);

        client.send(UnparkRequest.newBuilder().setAcknowledged(2).build());

        assertRefused(client.awaitFailure(), Status.Code.INVALID_ARGUMENT, "ACKNOWLEDGED_UNSENT");
    }

    @Test
    void onNext_tooManyTokens_isInvalidArgument() throws Exception {
        RawClient client = RawClient.opened(channel);

        client.send(Collections.nCopies(257, turn(1, 1)).toArray(UnparkToken[]::new));

        StatusRuntimeException failure = client.awaitFailure();
        assertRefused(failure, Status.Code.INVALID_ARGUMENT, "BATCH_TOO_LARGE");
        assertThat(Failure.info(failure).orElseThrow().getMetadataMap()).containsEntry("allowed", "256");
    }

    @Test
    void onNext_tooManyBytes_isEndedByGrpcItself() throws Exception {
        RawClient client = RawClient.opened(channel);
        UnknownFieldSet padding = UnknownFieldSet.newBuilder().addField(99, UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[ControlLimits.MAX_MESSAGE_BYTES])).build())
                .build();

        client.send(UnparkRequest.newBuilder().addTokens(turn(1, 1)).setUnknownFields(padding).build());

        // Which of the two the client sees depends on gRPC's version; the session is over in any case.
        assertThat(client.awaitFailure().getStatus().getCode())
                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
        assertThat(counterparty.awaitSessionEnd().cause()).contains(TurnResult.SESSION_LOST);
        assertThat(counterparty.accepted).hasSize(1);
    }

    @Test
    void onNext_bytesThatAreNoMessage_endTheSession() throws Exception {
        CompletableFuture<Status> closed = new CompletableFuture<>();
        CompletableFuture<Void> greeted = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = MetadataUtils.newAttachHeadersInterceptor(RawClient.opening())
                .interceptCall(BYTES, CallOptions.DEFAULT, channel);
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
                greeted.complete(null);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                closed.complete(status);
            }
        }, new Metadata());
        call.request(2);
        greeted.get(30, TimeUnit.SECONDS);

        call.sendMessage(new byte[]{(byte) 0xff, (byte) 0xff, 7});

        assertThat(closed.get(30, TimeUnit.SECONDS).toString()).contains("INVALID_ARGUMENT",
                "no message of this service");
        assertThat(counterparty.awaitSessionEnd().cause()).contains(TurnResult.SESSION_LOST);
    }

    @Test
    void onNext_tokenForConnectionThatIsOver_isLateAndTheSessionLivesOn() throws Exception {
        RawClient client = RawClient.opened(channel);
        client.send(last(1, 3));
        assertThat(awaitLast(client, 1)).isEqualTo(last(1, 2));
        // Acknowledges the greeting and all that came: the server forgets the connection.
        client.send(UnparkRequest.newBuilder().setAcknowledged(client.received()).build());
        Site.awaitZero("forgotten connections", () -> site.control.connections() - 1);

        client.send(last(1, 3), turn(1, 1));
        client.send(turn(2, 1));

        assertThat(client.nextTokens()).contains(turn(2, 1));
        assertThat(site.control.lateTokens()).isEqualTo(2);
        client.send(last(2, 3));
        assertThat(awaitLast(client, 2)).isEqualTo(last(2, 2));
        client.halfClose();
        client.awaitOk();
    }

    @Test
    void onNext_numberBelowTheHighest_opensNothing() throws Exception {
        RawClient client = RawClient.opened(channel);

        client.send(turn(5, 1), turn(3, 1), turn(4, 3));

        assertThat(client.nextTokens()).contains(turn(5, 1));
        // The answer to the first token may come before the other two of its batch are looked at.
        Site.awaitZero("late tokens to come", () -> 2 - site.control.lateTokens());
        assertThat(counterparty.accepted).hasSize(2);
        client.halfClose();
        client.awaitOk();
    }

    @Test
    void onCompleted_connectionsStillRun_theyAreLostAndTheAnswerIsOk() throws Exception {
        RawClient client = RawClient.opened(channel);
        client.send(turn(1, 1));
        assertThat(client.nextTokens()).contains(turn(1, 1));

        client.halfClose();

        client.awaitOk();
        assertThat(counterparty.awaitEnded().result()).isEqualTo(TurnResult.SESSION_LOST);
    }

    @Test
    void unpark_secondAttachWithTheSameSession_isAlreadyExists() throws Exception {
        RawClient second = new RawClient(channel, RawClient.attach(bystander.id(), 1));

        StatusRuntimeException failure = second.awaitFailure();

        assertRefused(failure, Status.Code.ALREADY_EXISTS, "SESSION_EXISTS");
        assertThat(Failure.info(failure).orElseThrow().getMetadataMap())
                .containsEntry("session", bystander.name());
    }

    @ParameterizedTest
    @ValueSource(longs = {2, Long.MAX_VALUE})
    void unpark_resumeOfNoSession_isNotFound(long number) throws Exception {
        SessionId id = SessionId.random();

        StatusRuntimeException failure = new RawClient(channel, RawClient.attach(id, number)).awaitFailure();

        assertRefused(failure, Status.Code.NOT_FOUND, "SESSION_UNKNOWN");
        assertThat(Failure.text(failure))
                .isEqualTo("NOT_FOUND: no session " + id.name() + " of yours to resume here");
    }

    @Test
    void unpark_refusedClientTalksOn_nobodyListens() throws Exception {
        RawClient refused = new RawClient(channel, RawClient.attach(SessionId.random(), 2));

        refused.send(turn(1, 1)).send(turn(0, 0)).halfClose();

        assertRefused(refused.awaitFailure(), Status.Code.NOT_FOUND, "SESSION_UNKNOWN");
    }

    @Test
    void unpark_noMetadata_isInvalidArgument() throws Exception {
        StatusRuntimeException failure = new RawClient(channel, new Metadata()).awaitFailure();

        assertRefused(failure, Status.Code.INVALID_ARGUMENT, "METADATA");
        assertThat(Failure.info(failure).orElseThrow().getMetadataMap())
                .containsKeys("key", "value", "allowed");
    }

    /** Waits for the server's last token of a connection. */
    private static UnparkToken awaitLast(RawClient client, long connection) throws InterruptedException {
        while (true) {
            for (UnparkToken token : client.nextTokens()) {
                if (token.getConnection() == connection && token.getLast()) {
                    return token;
                }
            }
        }
    }

    private static void assertRefused(StatusRuntimeException failure, Status.Code code, String reason) {
        assertThat(failure.getStatus().getCode()).isEqualTo(code);
        assertThat(Failure.info(failure)).hasValueSatisfying(info -> {
            assertThat(info.getReason()).isEqualTo(reason);
            assertThat(info.getDomain()).isEqualTo(Failure.DOMAIN);
        });
    }

    private static final class BytesAsTheyAre implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
