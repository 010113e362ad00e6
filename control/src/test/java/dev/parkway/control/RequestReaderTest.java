package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.parkway.proto.control.v1.ControlServiceGrpc;
import dev.parkway.proto.control.v1.UnparkRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

final class RequestReaderTest {

    private static final MethodDescriptor<UnparkRequest, ?> PLAIN = ControlServiceGrpc.getUnparkMethod();

    private static final MethodDescriptor.Marshaller<TokenBatch> READER = new RequestReader();

    @Test
    void parse_emptyMessage_isTaken() {
        TokenBatch read = READER.parse(new ByteArrayInputStream(new byte[0]));

        RequestReader.check(read);
        assertThat(read).isEqualTo(new TokenBatch.Builder().build(0));
    }

    @Test
    void parse_fullBatchOfTheLargestTokens_isTaken() {
        UnparkRequest.Builder batch = UnparkRequest.newBuilder().setAcknowledged(-1);
        for (int i = 0; i < ControlLimits.DEFAULT_TOKENS_PER_BATCH; i++) {
            batch.addTokens(Tokens.last(Long.MAX_VALUE, Long.MAX_VALUE));
        }

        TokenBatch read = READER.parse(PLAIN.streamRequest(batch.build()));

        RequestReader.check(read);
        assertThat(read.size()).isEqualTo(ControlLimits.DEFAULT_TOKENS_PER_BATCH);
    }

    @Test
    void parse_bytesThatAreNoMessage_areRefusedByName() {
        refused(new ByteArrayInputStream(new byte[]{10}), "NO_MESSAGE");
    }

    @Test
    void parse_largerThanTheLimit_isRefusedByName() {
        UnknownFieldSet.Field padding = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[ControlLimits.MAX_MESSAGE_BYTES])).build();
        UnparkRequest large = UnparkRequest.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder().addField(99, padding).build()).build();

        refused(PLAIN.streamRequest(large), "MESSAGE_TOO_LARGE");
    }

    private static void refused(InputStream bytes, String reason) {
        TokenBatch read = READER.parse(bytes);
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class,
                () -> RequestReader.check(read));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(SessionSide.reason(failure)).isEqualTo(reason);
    }
}
