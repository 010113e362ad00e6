package dev.parkway.processes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frames, byte by byte, as RFC 9113 and RFC 7541 have them, and as nobody who is polite would send them. */
final class Frames {

    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int SEVEN_BITS = 127;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Frames() {}

    static Frames none() {
        return new Frames();
    }

    /** The client's preface and its settings, with which a connection begins. */
    static Frames beginning() {
        return none().raw(PREFACE).frame(SETTINGS, 0, 0);
    }

    Frames raw(byte... more) {
        bytes.writeBytes(more);
        return this;
    }

    Frames frame(int type, int flags, int stream, byte... payload) {
        byte[] head = ByteBuffer.allocate(9).putInt(payload.length << 8 | type).put((byte) flags)
                .putInt(stream).array();
        return raw(head).raw(payload);
    }

    /** A call to a method; each further pair of strings is a header. */
    Frames call(int stream, String method, String... more) {
        return frame(HEADERS, END_HEADERS, stream, headers(method, more));
    }

    Frames reset(int stream) {
        return frame(RST_STREAM, 0, stream, 0, 0, 0, 8);
    }

    private Frames frame(int type, int flags, int stream, int... payload) {
        byte[] narrow = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            narrow[i] = (byte) payload[i];
        }
        return frame(type, flags, stream, narrow);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The header block of a call. */
    static byte[] headers(String method, String... more) {
        Frames block = none().header(":method", "POST").header(":scheme", "http").header(":path", method)
                .header(":authority", "localhost").header("content-type", "application/grpc")
                .header("te", "trailers");
        for (int i = 0; i < more.length; i += 2) {
            block.header(more[i], more[i + 1]);
        }
        return block.bytes();
    }

    /** One header, spelt out, so that no table is needed. */
    private Frames header(String name, String value) {
        bytes.write(0);
        return string(name).string(value);
    }

    private Frames string(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        int rest = ascii.length - SEVEN_BITS;
        bytes.write(Math.min(ascii.length, SEVEN_BITS));
        if (rest >= 0) {
            for (; rest > SEVEN_BITS; rest >>>= 7) {
                bytes.write((rest & SEVEN_BITS) | 0x80);
            }
            bytes.write(rest);
        }
        return raw(ascii);
    }
}
