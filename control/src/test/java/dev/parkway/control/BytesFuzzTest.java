package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.parker.TurnResult;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a client sends as messages: the call ends by a status, nothing is left, nobody else notices. */
@Timeout(600)
final class BytesFuzzTest {

    private static final Set<Status.Code> ENDS = Set.of(Status.Code.OK, Status.Code.INVALID_ARGUMENT,
            Status.Code.RESOURCE_EXHAUSTED);
    private static final MethodDescriptor<byte[], byte[]> BYTES = MethodDescriptor
            .newBuilder(new AsTheyAre(), new AsTheyAre())
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(ControlServiceGrpc.getUnparkMethod().getFullMethodName()).build();

    private final Counterparty counterparty = Counterparty.running("?!??!");
    private final Site site = Site.of(Transport.IN_PROCESS, counterparty, Site.NO_LINGER_LIMITS);
    private final ManagedChannel channel = site.channel();
    private final List<AutoCloseable> bystanders = new ArrayList<>();

    @BeforeEach
    void bystanderGoesHalfway() throws InterruptedException {
        ClientSession bystander = ClientSession.open(channel, Site.TERMS, 2, Site.NO_LINGER);
        ControlConnection connection = bystander.connect();
        connection.unpark();
        assertThat(connection.gate().await(1)).isEqualTo(TurnResult.TURN_TAKEN);
        bystanders.add(() -> {
            connection.unpark();
            connection.unpark();
            assertThat(connection.gate().await(2)).isEqualTo(TurnResult.TURN_TAKEN);
            connection.finish();
            assertThat(bystander.finish(Site.PATIENCE).orderly()).isTrue();
        });
    }

    @AfterEach
    void bystanderEndsInOrder() throws Exception {
        try (site) {
            for (AutoCloseable bystander : bystanders) {
                bystander.close();
            }
            site.awaitNothingLeft();
        }
    }

    @Test
    void messages_random_endTheirCallAlone() throws Exception {
        Rounds.play(1_500, 300_000, random -> {
            List<byte[]> messages = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                messages.add(random.nextInt(4) == 0 ? noise(random) : mutant(random));
            }
            undergo(messages);
        });
    }

    @ParameterizedTest
    @MethodSource("kept")
    void messages_thatDidHarmOnce_doNoMore(Path file) throws Exception {
        undergo(Files.readAllLines(file).stream().map(HexFormat.of()::parseHex).toList());
    }

    static Stream<Path> kept() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(Path.of(BytesFuzzTest.class.getResource("corpus").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".hex")).sorted().toList().stream();
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A batch as a client might send it, with some bits and bytes changed. */
    private static byte[] mutant(Random random) {
        UnparkRequest.Builder batch = UnparkRequest.newBuilder().setAcknowledged(random.nextInt(2));
        for (int i = random.nextInt(5); i >= 0; i--) {
            batch.addTokens(Tokens.turn(1 + random.nextInt(5), random.nextInt(4)).toBuilder()
                    .setLast(random.nextInt(4) == 0));
        }
        byte[] bytes = batch.build().toByteArray();
        for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length * 2);
                    System.arraycopy(bytes, 0, longer, bytes.length, bytes.length);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    private void undergo(List<byte[]> messages) throws Exception {
        CompletableFuture<Status> closed = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = MetadataUtils.newAttachHeadersInterceptor(RawClient.opening())
                .interceptCall(BYTES, CallOptions.DEFAULT, channel);
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                closed.complete(status);
            }
        }, new Metadata());
        call.request(Integer.MAX_VALUE);
        messages.forEach(call::sendMessage);
        call.halfClose();
        String sent = messages.stream().map(HexFormat.of()::formatHex).toList().toString();

        Status status = closed.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(status.getCode()).as("%s after %s", status, sent).isIn(ENDS);
        Site.awaitZero("other sessions after " + sent, () -> site.control.sessions().size() - 1);
        Site.awaitZero("other connections after " + sent, () -> site.control.connections() - 1);
        Site.awaitZero("other threads after " + sent, () -> site.control.runningThreads() - 1);
    }

    private static final class AsTheyAre implements MethodDescriptor.Marshaller<byte[]> {

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
