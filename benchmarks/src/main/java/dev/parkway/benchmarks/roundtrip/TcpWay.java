package dev.parkway.benchmarks.roundtrip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** One byte there, one byte back. */
record TcpWay(Socket socket, InputStream in, OutputStream out) implements Asker {

    static Answerer answer(Threads threads) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread _ = threads.start("accept", () -> {
            try {
                TcpWay accepted = of(listener.accept());
                Answerer.loop(threads, () -> {
                    accepted.await();
                    accepted.give();
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new Answerer(Integer.toString(listener.getLocalPort()));
    }

    static Asker ask(String address) throws IOException {
        return of(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(address)));
    }

    private static TcpWay of(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return new TcpWay(socket, socket.getInputStream(), socket.getOutputStream());
    }

    @Override
    public void roundTrip() throws IOException {
        give();
        await();
    }

    private void give() throws IOException {
        out.write(1);
    }

    private void await() throws IOException {
        if (in.read() < 0) {
            throw new EOFException("the other side has gone");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
