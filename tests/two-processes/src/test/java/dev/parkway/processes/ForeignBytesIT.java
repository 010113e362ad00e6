package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes on the port that are not HTTP/2: they are cut off, and clients at the same time do not notice. */
final class ForeignBytesIT {

    private static final byte[] HTTP_1 = "GET / HTTP/1.1\r\nHost: here\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TLS_HELLO = {22, 3, 1, 0, 5, 1, 0, 0, 1, 3};
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    @Test
    void foreignBytes_whileAClientRuns_areCutOff() throws IOException {
        try (Running server = Launch.server().start();
                Running client = Launch.busyClient(server.port()).start();
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.stdout().await("[Client 1] ESTABLISHED");
            checkCutOff(server.port(), HTTP_1);
            checkCutOff(server.port(), TLS_HELLO);
            checkCutOff(server.port(), noise(new byte[0]));
            checkCutOff(server.port(), noise(PREFACE));
            int before = client.stdout().soFar().size();
            Await.until("the client makes progress", () -> client.stdout().soFar().size() > before + 100);
            assertThat(client.log().soFar()).noneMatch(line -> line.contains("ERROR"));
            checkOpen(silent);
            assertThat(server.isAlive()).isTrue();
            assertThat(server.log().soFar()).as("one line for each is the most").hasSizeLessThan(10);
        }
    }

    /** Checks that the server has not closed a connection that says nothing; whatever it says itself is read. */
    private static void checkOpen(Socket silent) throws IOException {
        silent.setSoTimeout(100);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> silent.getInputStream().transferTo(OutputStream.nullOutputStream()));
    }

    /** The same bytes each time. */
    private static byte[] noise(byte[] beginning) {
        byte[] bytes = new byte[4096];
        new Random(42).nextBytes(bytes);
        System.arraycopy(beginning, 0, bytes, 0, beginning.length);
        return bytes;
    }

    private static void checkCutOff(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Running.PATIENCE.toMillis());
            socket.getOutputStream().write(bytes);
            // Whatever it is that it answers; a time-out would be a failure.
            long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            assertThat(e).as("cut off with bytes unread").hasMessageContaining("reset");
        }
    }
}
