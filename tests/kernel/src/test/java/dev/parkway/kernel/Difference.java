package dev.parkway.kernel;

import dev.parkway.script.State;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpEdge;
import dev.parkway.tcp.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A difference between what a script records and what Linux's sockets show, as a rewriting of one side's
 * records. These, in this order, and the names in {@link LinuxState}, are all that is allowed: after them the
 * records must be the kernel's events one for one, and come in an order that the scenario allows. That each
 * is needed is tested, too. RFC 9293 has one machine for each connection; Linux has more than one kind of
 * socket for it, and that is what most of them are about.
 */
enum Difference {

    /** A FIN that acknowledges ours as well is taken in two steps: first the ACK, then the FIN. */
    ACK_BEFORE_FIN {
        @Override
        void rewrite(Transition record, List<Transition> shown) {
            if (record.edge() != TcpEdge.X1) {
                shown.add(record);
                return;
            }
            shown.add(changed(record, record.from(), TcpState.FIN_WAIT_2, record));
            shown.add(changed(record, TcpState.FIN_WAIT_2, record.to(), record));
        }
    },

    /**
     * What a listener gets by a SYN is a request, not a socket. The socket comes with the ACK that ends the
     * handshake, passes through SYN_RECV in that moment, and never comes if the ACK does not.
     */
    REQUEST_UNTIL_ACK {
        @Override
        void rewrite(Transition record, List<Transition> shown) {
            if (record.from() == TcpState.SYN_RCVD && !shown.isEmpty() && request(shown.getLast())) {
                Transition request = shown.removeLast();
                if (record.edge() == TcpEdge.E9) {
                    return;
                }
                shown.add(changed(request, request.from(), request.to(), record));
            }
            shown.add(record);
        }
    },

    /** The listener is a socket of its own and goes on listening, whatever becomes of a connection. */
    LISTENER_GOES_ON {
        @Override
        void rewrite(Transition record, List<Transition> shown) {
            if (record.edge() != TcpEdge.E1 || shown.stream().noneMatch(each -> each.edge() == TcpEdge.E1)) {
                shown.add(record);
            }
        }
    },

    /**
     * TIME_WAIT is a smaller kind of socket, without events. The connection's own is closed as that one takes
     * its place; the end of TIME_WAIT, a minute later, shows nowhere but in the socket table.
     */
    TIME_WAIT_APART {
        @Override
        void rewrite(Transition record, List<Transition> shown) {
            if (record.to() == TcpState.TIME_WAIT) {
                shown.add(changed(record, record.from(), TcpState.CLOSED, record));
            } else if (record.from() != TcpState.TIME_WAIT) {
                shown.add(record);
            }
        }
    };

    /** Adds to what the kernel shows what it shows of the next record. */
    abstract void rewrite(Transition record, List<Transition> shown);

    /**
     * Rewrites what one side records into what the kernel shows of it.
     *
     * @param records what the script's run records
     * @param differences which of the differences to know of
     * @return the kernel's events, with the counts of tokens that say what must come before them
     */
    static List<Transition> shown(List<Transition> records, Set<Difference> differences) {
        // The first record is the script's start. No socket says that it came into being CLOSED.
        List<Transition> shown = records.stream().filter(record -> record.from() != null).toList();
        for (Difference difference : values()) {
            if (differences.contains(difference)) {
                List<Transition> rewritten = new ArrayList<>();
                shown.forEach(record -> difference.rewrite(record, rewritten));
                shown = rewritten;
            }
        }
        return List.copyOf(shown);
    }

    private static boolean request(Transition record) {
        return record.edge() == TcpEdge.E4;
    }

    /** The record with other states, made at the time of a record of the same side. */
    private static Transition changed(Transition record, @Nullable State from, State to,
            Transition at) {
        return new Transition(record.side(), at.ordinal(), from, to, record.cause(), record.edge(), at.sent(),
                at.received(), 0);
    }
}
