package dev.parkway.service;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.picture.Explanation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints each state that is entered, as in {@code [Client] SYN_SENT}. A line is written, whole and flushed,
 * before the state thread goes on: so it stands in the output before any line that depends on it, whichever
 * process prints that.
 */
public final class Transcript implements Observer {

    private static final Logger log = LoggerFactory.getLogger(Transcript.class);

    private final Function<History, Optional<String>> label;
    private final boolean explains;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final OutputStream out;
    // Guarded by lock for writing.
    private volatile boolean broken;

    /**
     * Creates a transcript.
     *
     * @param out where to; every line is one write
     * @param label what to call a connection's side, as in {@code Client 7}; nothing if it is not printed
     * @param explains whether each state comes with its cause and meaning
     */
    public Transcript(OutputStream out, Function<History, Optional<String>> label, boolean explains) {
        this.out = out;
        this.label = label;
        this.explains = explains;
    }

    /** {@return the process's standard output, unbuffered} */
    public static OutputStream standardOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    /**
     * {@return the name of a side as the transcript shows it}
     *
     * @param side which side
     */
    public static String name(Side side) {
        return side == Side.CLIENT ? "Client" : "Server";
    }

    @Override
    public Observation begin(History history) {
        return label.apply(history)
                .<Observation>map(name -> ordinal -> print(name, history.transition(ordinal)))
                .orElse(Observation.NONE);
    }

    /**
     * Prints a state that was entered.
     *
     * @param name whose, as in {@code Client 7}
     * @param transition into the state
     */
    public void print(String name, Transition transition) {
        String state = "[" + name + "] " + transition.to();
        print(explains ? "%-24s %s".formatted(state, Explanation.of(transition)) : state);
    }

    /**
     * Prints a line.
     *
     * @param line without its end
     */
    public void print(String line) {
        if (broken) {
            return;
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            // Again: many wait here while one of them finds out.
            if (!broken) {
                out.write(bytes);
                out.flush();
            }
        } catch (IOException e) {
            // Whoever read along has gone; the connections have not.
            broken = true;
            log.warn("standard output is closed, the transcript ends: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
