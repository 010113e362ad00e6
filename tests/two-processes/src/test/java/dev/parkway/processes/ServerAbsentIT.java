package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A client whose server is not there, not yet there, or not a server of ours; and a port that is taken. */
final class ServerAbsentIT {

    private static final int SERVER_NOT_THERE = 3;
    private static final int PORT_TAKEN = 5;

    @Test
    void client_nobodyListens_waitsAndSaysSo() throws IOException {
        // Bound, so that nobody else gets the port, and not listening.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            long begunNanos = System.nanoTime();
            try (Running client = Launch.client(taken.getLocalPort(), "--connect-timeout", "1s").start()) {
                assertThat(client.exitCode()).as("%s", client).isEqualTo(SERVER_NOT_THERE);
                assertThat(System.nanoTime() - begunNanos).isGreaterThan(1_000_000_000L);
                assertThat(client.stdout().all()).isEmpty();
                assertThat(client.log().all()).singleElement().asString()
                        .contains("no healthy server at 127.0.0.1:" + taken.getLocalPort(), "1000 ms");
            }
        }
    }

    @Test
    void client_peerIsSilent_waitsAndSaysSo() throws IOException {
        try (ServerSocket silent = listen();
                Running client = Launch.client(silent.getLocalPort(), "--connect-timeout", "1s").start()) {
            assertThat(client.exitCode()).as("%s", client).isEqualTo(SERVER_NOT_THERE);
            assertThat(client.log().all()).singleElement().asString().contains("no healthy server");
        }
    }

    @Test
    void client_peerSpeaksHttp1_waitsAndSaysSo() throws IOException {
        try (ServerSocket web = listen();
                Running client = Launch.client(web.getLocalPort(), "--connect-timeout", "3s").start()) {
            try (Socket request = web.accept()) {
                request.getOutputStream().write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(client.exitCode()).as("%s", client).isEqualTo(SERVER_NOT_THERE);
            assertThat(client.log().all()).singleElement().asString().contains("no healthy server",
                    "3000 ms");
        }
    }

    @Test
    void client_serverComesLater_waitsForIt() throws IOException {
        ServerSocket early = listen();
        int port = early.getLocalPort();
        try (Running client = Launch.client(port, "--msl", "20ms").start()) {
            // It has tried, and failed.
            early.accept().close();
            early.close();
            checkServedAt(port, client);
        } finally {
            early.close();
        }
    }

    @Test
    void client_serverIsShuttingDown_waitsForTheNext() {
        try (Running old = Launch.server("--drain", "30s").start();
                Running stuck = Launch.busyClient(old.port()).start()) {
            stuck.stdout().await("[Client 30] ESTABLISHED");
            // Keeps the old server from ending.
            stuck.pause();
            old.terminate();
            try (Running client = Launch.client(old.port(), "--msl", "20ms").start()) {
                client.log().await("no server takes sessions now");
                old.kill9();
                assertThat(old.exitCode()).isEqualTo(128 + 9);
                checkServedAt(old.port(), client);
            }
        }
    }

    private static void checkServedAt(int port, Running client) {
        try (Running server = Launch.serverAsTold("--port", Integer.toString(port)).start()) {
            assertThat(client.exitCode()).as("%s\n%s", client, server).isZero();
            assertThat(client.stdout().all()).endsWith("TCP connection disconnected");
        }
    }

    @Test
    void server_portTaken_namesThePort() throws IOException {
        try (ServerSocket taken = listen();
                Running server = Launch.serverAsTold("--port", "" + taken.getLocalPort()).start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(PORT_TAKEN);
            assertThat(server.stdout().all()).isEmpty();
            assertThat(server.log().all()).singleElement().asString()
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "Address already in use");
        }
    }

    @Test
    void server_hostUnknown_namesTheHost() {
        try (Running server = Launch.serverAsTold("--host", "nowhere.invalid", "--port", "0").start()) {
            assertThat(server.exitCode()).as("%s", server).isEqualTo(PORT_TAKEN);
            assertThat(server.log().all()).singleElement().asString()
                    .contains("cannot listen on nowhere.invalid:0", "unknown host");
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
