package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Drainable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated classes say what is right. */
final class TokenCodecTest {

    /** Where an encoding changes its length, and the ends of the range. */
    private static final long[] NUMBERS = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 56,
            Long.MAX_VALUE, Long.MIN_VALUE, -1};

    @Test
    void stream_random_isWhatTheGeneratedClassReads() throws Exception {
        Rounds.play(20_000, 1_000_000, random -> {
            UnparkRequest message = message(random);

            byte[] bytes = bytes(TokenCodec.INSTANCE.stream(batch(message)));

            assertThat(UnparkRequest.parseFrom(bytes)).isEqualTo(message);
            // As short, too, and in the same order.
            assertThat(bytes).isEqualTo(message.toByteArray());
        });
    }

    @Test
    void stream_drained_givesTheSameBytesOnce() throws IOException {
        InputStream stream = TokenCodec.INSTANCE.stream(Tokens.batch(3, List.of(Tokens.last(1, 2))));
        int bytes = stream.available();
        ByteArrayOutputStream drained = new ByteArrayOutputStream();

        assertThat(((Drainable) stream).drainTo(drained)).isEqualTo(bytes);

        assertThat(TokenCodec.INSTANCE.parse(new ByteArrayInputStream(drained.toByteArray())))
                .isEqualTo(Tokens.batch(3, List.of(Tokens.last(1, 2))));
        assertThat(stream.available()).isZero();
        assertThat(((Drainable) stream).drainTo(drained)).isZero();
    }

    @Test
    void parse_messagesChangedAtRandom_saysWhatTheGeneratedClassSays() throws Exception {
        Rounds.play(50_000, 3_000_000, random -> {
            byte[] bytes = message(random).toByteArray();
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes = changed(bytes, random);
            }

            assertThat(read(bytes)).isEqualTo(generated(bytes).map(TokenCodecTest::batch));
        });
    }

    @Test
    void parse_randomBytes_saysWhatTheGeneratedClassSays() throws Exception {
        Rounds.play(50_000, 3_000_000, random -> {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                // Most of what begins otherwise ends there.
                for (int i = 0; i < bytes.length; i += 1 + random.nextInt(3)) {
                    bytes[i] = (byte) new int[]{0x0a, 0x10, 0x08, 0x18, 0x02, 0x0b, 0x0c, 0x1a}[random
                            .nextInt(8)];
                }
            }

            assertThat(read(bytes)).isEqualTo(generated(bytes).map(TokenCodecTest::batch));
        });
    }

    /** An unknown number that does not end within its ten bytes; found by the heavy rounds. */
    @ParameterizedTest
    @ValueSource(
            strings = {"4882c08397adba95fdc7ad", "0a0b4882c08397adba95fdc7ad", "0b0c", "4b4c", "4b4b", "4c"})
    void parse_oddUnknownFields_saysWhatTheGeneratedClassSays(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(read(bytes)).isEqualTo(generated(bytes).map(TokenCodecTest::batch));
    }

    @Test
    void parse_fieldsOfANewerPeer_passesThemOver() throws IOException {
        UnknownFieldSet newer = UnknownFieldSet.newBuilder()
                .addField(9, UnknownFieldSet.Field.newBuilder().addVarint(7).addFixed32(1).addFixed64(2)
                        .addLengthDelimited(ByteString.copyFromUtf8("more"))
                        .addGroup(UnknownFieldSet.newBuilder()
                                .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(1).build()).build())
                        .build())
                .build();
        UnparkRequest message = UnparkRequest.newBuilder().setAcknowledged(5).setUnknownFields(newer)
                .addTokens(Tokens.turn(1, 2).toBuilder().setUnknownFields(newer)).build();

        assertThat(TokenCodec.INSTANCE.parse(new ByteArrayInputStream(message.toByteArray())))
                .isEqualTo(Tokens.batch(5, List.of(Tokens.turn(1, 2))));
    }

    @Test
    void parse_noMessage_isInternal() {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class,
                () -> TokenCodec.INSTANCE.parse(new ByteArrayInputStream(new byte[]{0x0a, 0x05, 0x08})));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    private static UnparkRequest message(Random random) {
        UnparkRequest.Builder message = UnparkRequest.newBuilder().setAcknowledged(number(random));
        for (int i = random.nextInt(40); i > 0; i--) {
            message.addTokens(
                    UnparkToken.newBuilder().setConnection(number(random)).setSequence(number(random))
                            .setLast(random.nextBoolean()));
        }
        return message.build();
    }

    private static long number(Random random) {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)]
                : random.nextLong() >>> random.nextInt(64);
    }

    /** One byte other, one more or one less. */
    private static byte[] changed(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, at);
        int kind = random.nextInt(3);
        if (kind > 0) {
            changed.write(random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ (1 << random.nextInt(8)));
        }
        int rest = kind == 1 ? at : at + 1;
        changed.write(bytes, rest, bytes.length - rest);
        return changed.toByteArray();
    }

    private static Optional<TokenBatch> read(byte[] bytes) {
        try {
            return Optional.of(TokenCodec.INSTANCE.parse(new ByteArrayInputStream(bytes)));
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<UnparkRequest> generated(byte[] bytes) {
        try {
            return Optional.of(UnparkRequest.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static TokenBatch batch(UnparkRequest message) {
        return Tokens.batch(message.getAcknowledged(), message.getTokensList());
    }

    private static byte[] bytes(InputStream stream) throws IOException {
        return stream.readAllBytes();
    }
}
