package dev.parkway.control;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import dev.parkway.proto.control.v1.UnparkRequest;
import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Batches as bytes and back: the protobuf encoding of UnparkRequest and UnparkResponse, which are alike.
 *
 * <p>It stands beside the generated classes, which make a builder and a message for each token, so that a token is
 * no garbage. A test holds it against them, on messages of all kinds and on bytes that are none.
 */
final class TokenCodec implements MethodDescriptor.Marshaller<TokenBatch> {

    static final TokenCodec INSTANCE = new TokenCodec();

    private static final int TOKENS = tag(UnparkRequest.TOKENS_FIELD_NUMBER,
            WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int ACKNOWLEDGED = tag(UnparkRequest.ACKNOWLEDGED_FIELD_NUMBER,
            WireFormat.WIRETYPE_VARINT);
    private static final int CONNECTION = tag(UnparkToken.CONNECTION_FIELD_NUMBER,
            WireFormat.WIRETYPE_VARINT);
    private static final int SEQUENCE = tag(UnparkToken.SEQUENCE_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
    private static final int LAST = tag(UnparkToken.LAST_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);

    private TokenCodec() {}

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }

    @Override
    public InputStream stream(TokenBatch batch) {
        int bytes = numberSize(UnparkRequest.ACKNOWLEDGED_FIELD_NUMBER, batch.acknowledged());
        for (int i = 0; i < batch.size(); i++) {
            bytes += CodedOutputStream.computeTagSize(UnparkRequest.TOKENS_FIELD_NUMBER) + 1
                    + tokenSize(batch, i);
        }
        byte[] message = new byte[bytes];
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        try {
            for (int i = 0; i < batch.size(); i++) {
                // A token is at most 24 bytes long, so that its length is one.
                out.writeUInt32NoTag(TOKENS);
                out.writeUInt32NoTag(tokenSize(batch, i));
                writeNumber(out, UnparkToken.CONNECTION_FIELD_NUMBER, batch.connection(i));
                writeNumber(out, UnparkToken.SEQUENCE_FIELD_NUMBER, batch.sequence(i));
                if (batch.last(i)) {
                    out.writeBool(UnparkToken.LAST_FIELD_NUMBER, true);
                }
            }
            writeNumber(out, UnparkRequest.ACKNOWLEDGED_FIELD_NUMBER, batch.acknowledged());
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes as many bytes as it has", e);
        }
        return new Message(message);
    }

    private static int tokenSize(TokenBatch batch, int token) {
        return numberSize(UnparkToken.CONNECTION_FIELD_NUMBER, batch.connection(token))
                + numberSize(UnparkToken.SEQUENCE_FIELD_NUMBER, batch.sequence(token))
                + (batch.last(token) ? CodedOutputStream.computeBoolSize(UnparkToken.LAST_FIELD_NUMBER, true)
                        : 0);
    }

    private static int numberSize(int field, long value) {
        return value == 0 ? 0 : CodedOutputStream.computeUInt64Size(field, value);
    }

    private static void writeNumber(CodedOutputStream out, int field, long value) throws IOException {
        if (value != 0) {
            out.writeUInt64(field, value);
        }
    }

    /** {@inheritDoc} What is no message is {@code INTERNAL}, as gRPC's own marshallers have it. */
    @Override
    public TokenBatch parse(InputStream stream) {
        try {
            // Of a stream of unknown length the buffer would be larger than most batches.
            byte[] message = stream instanceof KnownLength ? stream.readNBytes(stream.available())
                    : stream.readAllBytes();
            return read(CodedInputStream.newInstance(message));
        } catch (IOException e) {
            throw Status.INTERNAL.withDescription("not a batch of tokens").withCause(e).asRuntimeException();
        }
    }

    private static TokenBatch read(CodedInputStream in) throws IOException {
        TokenBatch.Builder tokens = new TokenBatch.Builder();
        long acknowledged = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TOKENS) {
                int limit = in.pushLimit(in.readRawVarint32());
                readToken(in, tokens);
                in.popLimit(limit);
            } else if (tag == ACKNOWLEDGED) {
                acknowledged = in.readUInt64();
            } else {
                skip(in, tag);
            }
        }
        return tokens.build(acknowledged);
    }

    private static void readToken(CodedInputStream in, TokenBatch.Builder tokens) throws IOException {
        long connection = 0;
        long sequence = 0;
        boolean last = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == CONNECTION) {
                connection = in.readUInt64();
            } else if (tag == SEQUENCE) {
                sequence = in.readUInt64();
            } else if (tag == LAST) {
                last = in.readBool();
            } else {
                skip(in, tag);
            }
        }
        tokens.add(connection, sequence, last);
    }

    /** Passes over a field that a newer peer may know, by what the generated classes keep it with: it is as strict. */
    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!UnknownFieldSet.newBuilder().mergeFieldFrom(tag, in)) {
            // The end of a group that has not begun: refused, as the generated classes do.
            in.checkLastTagWas(0);
        }
    }

    /** A message on its way to gRPC, which takes it in one piece. */
    private static final class Message extends ByteArrayInputStream implements Drainable, KnownLength {

        Message(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int bytes = count - pos;
            target.write(buf, pos, bytes);
            pos = count;
            return bytes;
        }
    }
}
