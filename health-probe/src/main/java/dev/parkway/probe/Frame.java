package dev.parkway.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** One HTTP/2 frame, RFC 9113 section 4.1. */
final class Frame {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;

    // Nobody may send more to a peer that has not allowed it, and we never do.
    private static final int LARGEST_PAYLOAD_BYTES = 16_384;

    private final int type;
    private final int flags;
    private final int stream;
    private final byte[] payload;

    Frame(int type, int flags, int stream, byte[] payload) {
        this.type = type;
        this.flags = flags;
        this.stream = stream;
        this.payload = payload;
    }

    static Frame read(DataInputStream in) throws IOException {
        int word = in.readInt();
        int length = word >>> 8;
        if (length > LARGEST_PAYLOAD_BYTES) {
            throw new IOException("not HTTP/2: a frame of " + length + " bytes");
        }
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(word & 0xff, flags, stream, payload);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(payload.length << 8 | type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    boolean is(int wanted) {
        return type == wanted;
    }

    boolean belongsTo(int call) {
        return stream == call;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    void copyPayload(ByteArrayOutputStream to) {
        to.writeBytes(payload);
    }
}
