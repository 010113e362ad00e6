package dev.parkway.probe;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One call of {@code grpc.health.v1.Health/Check} for the whole server, on a connection of its own.
 *
 * <p>A gRPC library would cost ten times the CPU of the call in class loading alone, every few seconds, and
 * the JDK's HTTP client cannot speak HTTP/2 to a plaintext port that has not been upgraded. What one unary
 * call needs of HTTP/2 is a preface, three frames out and a data frame back. Response headers are not read:
 * only a message that says SERVING counts.
 */
final class HealthCall {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int CALL = 1;
    // A gRPC message: not compressed, length 0. The empty service name stands for the whole server.
    private static final byte[] WHOLE_SERVER = new byte[5];
    // More frames than any server sends before its answer: one that never comes to it is not healthy.
    private static final int FRAMES = 32;

    private final InetSocketAddress server;
    private final int patienceMillis;

    HealthCall(InetSocketAddress server, Duration patience) {
        this.server = server;
        this.patienceMillis = Math.toIntExact(patience.toMillis());
    }

    /** Asks, and throws if there is no answer in time or one that is no health status. */
    HealthStatus ask() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, patienceMillis);
            socket.setSoTimeout(patienceMillis);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            send(out);
            return answer(new DataInputStream(socket.getInputStream()), out);
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer from " + server + " within " + patienceMillis + " ms", e);
        } catch (EOFException e) {
            throw new IOException(server + " hung up without an answer", e);
        } catch (IOException e) {
            throw new IOException(server + ": " + e.getMessage(), e);
        }
    }

    private static void send(DataOutputStream out) throws IOException {
        out.writeBytes(PREFACE);
        new Frame(Frame.SETTINGS, 0, 0, new byte[0]).write(out);
        new Frame(Frame.HEADERS, Frame.END_HEADERS, CALL, headers()).write(out);
        new Frame(Frame.DATA, Frame.END_STREAM, CALL, WHOLE_SERVER).write(out);
        out.flush();
    }

    // HPACK without compression, RFC 7541: an index of the static table, then literals.
    private static byte[] headers() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83); // :method POST
        block.write(0x86); // :scheme http
        block.write(0x04); // :path
        literal(block, "/grpc.health.v1.Health/Check");
        block.write(0x01); // :authority
        literal(block, "localhost");
        block.write(0x0f); // content-type is number 31, one more byte than four bits hold
        block.write(0x10);
        literal(block, "application/grpc");
        block.write(0x00);
        literal(block, "te");
        literal(block, "trailers");
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) throws IOException {
        block.write(text.length());
        block.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static HealthStatus answer(DataInputStream in, DataOutputStream out) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            Frame frame = Frame.read(in);
            if (frame.is(Frame.GOAWAY) || frame.is(Frame.RST_STREAM)) {
                throw new IOException("the call was refused");
            }
            if (frame.is(Frame.SETTINGS) && !frame.has(Frame.ACK)) {
                new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]).write(out);
                out.flush();
            }
            if (!frame.belongsTo(CALL)) {
                continue;
            }
            if (frame.is(Frame.DATA)) {
                frame.copyPayload(message);
            }
            // Data is followed by trailers; an error comes with trailers alone.
            if ((frame.is(Frame.DATA) || frame.is(Frame.HEADERS)) && frame.has(Frame.END_STREAM)) {
                return status(message.toByteArray());
            }
        }
        throw new IOException("no answer in " + FRAMES + " frames");
    }

    // Five bytes of gRPC, then field 1 as a varint; UNKNOWN is zero and so not sent.
    private static HealthStatus status(byte[] message) throws IOException {
        if (message.length == WHOLE_SERVER.length) {
            return HealthStatus.UNKNOWN;
        }
        HealthStatus[] known = HealthStatus.values();
        boolean hasStatus = message.length >= 7 && message[0] == 0 && message[5] == 0x08;
        if (!hasStatus || message[6] < 0 || message[6] >= known.length) {
            throw new IOException("no health status in the answer");
        }
        return known[message[6]];
    }
}
