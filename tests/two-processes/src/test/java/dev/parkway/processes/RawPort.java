package dev.parkway.processes;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** A TCP connection to a server's port, without HTTP/2 or gRPC in between. */
final class RawPort implements AutoCloseable {

    /** How the other side ended the connection. */
    enum End {
        /** With GOAWAY, whose error code says why. */
        GOAWAY,
        /** Without a word. */
        CUT
    }

    /** The end, and the error code of the GOAWAY, or -1. */
    record Ended(End how, int code) {}

    private static final int MAX_FRAME = 1 << 20;

    private final Socket socket;

    RawPort(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) Running.PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes; says whether the other side still took them. */
    boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (SocketException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean send(Frames frames) {
        return send(frames.bytes());
    }

    /** Sends no more; what comes can still be read. */
    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // Cut off already.
        }
    }

    /** Reads until the other side ends the connection. */
    Ended awaitEnd() {
        int[] goaway = {-1};
        boolean _ = awaitFrame(type -> type == Frames.GOAWAY, goaway);
        if (goaway[0] < 0) {
            return new Ended(End.CUT, -1);
        }
        boolean _ = awaitFrame(_ -> false, new int[1]);
        return new Ended(End.GOAWAY, goaway[0]);
    }

    /** Reads until a frame of a type comes; says whether it came before the end. */
    boolean awaitFrame(int type) {
        return awaitFrame(each -> each == type, new int[1]);
    }

    private boolean awaitFrame(IntPredicate wanted, int[] code) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int lengthAndType = in.readInt();
                byte[] rest = new byte[5 + Math.min(lengthAndType >>> 8, MAX_FRAME)];
                in.readFully(rest);
                int type = lengthAndType & 0xff;
                if (wanted.test(type)) {
                    if (type == Frames.GOAWAY) {
                        code[0] = ByteBuffer.wrap(Arrays.copyOfRange(rest, 9, 13)).getInt();
                    }
                    return true;
                }
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("neither answered nor ended", e);
        } catch (IOException e) {
            return false;
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
