package dev.parkway.kernel;

import static dev.parkway.tcp.TcpState.CLOSED;
import static dev.parkway.tcp.TcpState.CLOSE_WAIT;
import static dev.parkway.tcp.TcpState.ESTABLISHED;
import static dev.parkway.tcp.TcpState.FIN_WAIT_1;
import static dev.parkway.tcp.TcpState.FIN_WAIT_2;
import static dev.parkway.tcp.TcpState.SYN_RCVD;
import static dev.parkway.tcp.TcpState.SYN_SENT;
import static dev.parkway.tcp.TcpState.TIME_WAIT;

import dev.parkway.script.Scenario;
import dev.parkway.tcp.TcpProfile;
import dev.parkway.tcp.TcpScenarios;
import java.util.Locale;
import java.util.Map;

/**
 * How real sockets are brought to walk a scenario: by its users' calls, and by a cable on which segments can
 * be kept back or lost. Each is named like its scenario.
 */
enum Play {

    CLIENT_CLOSES_FIRST {
        @Override
        void drive(End client, End server) {
            open(client, server);
            closeInTurn(client, server);
        }
    },

    SERVER_CLOSES_FIRST {
        @Override
        void drive(End client, End server) {
            open(client, server);
            closeInTurn(server, client);
        }
    },

    SIMULTANEOUS_CLOSE {
        @Override
        void drive(End client, End server) {
            open(client, server);
            client.host().hold();
            server.host().hold();
            client.close();
            server.close();
            client.awaits(FIN_WAIT_1);
            server.awaits(FIN_WAIT_1);
            // Both FINs are under way now, neither acknowledging the other.
            client.host().release();
            server.host().release();
        }
    },

    SIMULTANEOUS_OPEN {
        @Override
        void drive(End client, End server) {
            client.host().hold();
            server.host().hold();
            client.connect();
            server.connect();
            client.awaits(SYN_SENT);
            server.awaits(SYN_SENT);
            client.host().release();
            server.host().release();
            client.awaits(ESTABLISHED);
            server.awaits(ESTABLISHED);
            closeInTurn(client, server);
        }
    },

    RESET_BY_CLIENT {
        @Override
        void drive(End client, End server) {
            open(client, server);
            client.abort();
        }
    },

    RESET_BY_SERVER {
        @Override
        void drive(End client, End server) {
            open(client, server);
            server.abort();
        }
    },

    REFUSED {
        @Override
        void drive(End client, End server) {
            client.connect();
        }
    },

    SERVER_RESTART {
        @Override
        void drive(End client, End server) {
            open(client, server);
            forget(server);
            client.close();
        }
    },

    CLIENT_RESTART {
        @Override
        void drive(End client, End server) {
            open(client, server);
            forget(client);
            client.connect();
        }
    },

    CONNECT_TIMEOUT {
        @Override
        void drive(End client, End server) {
            client.host().hold();
            client.host().sendSynAgain(ONCE);
            // The kernel's own limit of retransmissions ends it.
            client.connect();
        }
    },

    CONNECT_TIMEOUT_LATE_REPLY {
        @Override
        void drive(End client, End server) {
            client.host().sendSynAgain(ONCE);
            reachRequest(client, server);
            client.awaits(CLOSED);
            server.host().release();
        }
    },

    THREE_SEGMENT_CLOSE {
        @Override
        void drive(End client, End server) {
            open(client, server);
            server.host().hold();
            client.close();
            server.awaits(CLOSE_WAIT);
            // No FIN sent again may bring forth another ACK,
            client.host().hold();
            // and the first is lost: so the ACK that comes is the one which the server's own FIN carries.
            server.host().lose();
            server.close();
            server.host().release();
            client.awaits(TIME_WAIT);
            client.host().release();
        }
    },

    CLOSE_IN_LISTEN {
        @Override
        void drive(End client, End server) {
            server.listen();
            server.close();
            client.connect();
        }
    },

    CLOSE_IN_SYN_SENT {
        @Override
        void drive(End client, End server) {
            reachRequest(client, server);
            client.close();
            client.awaits(CLOSED);
            server.host().release();
        }
    };

    private static final int ONCE = 1;

    /** The scenarios that are not played, and why sockets cannot reach them. */
    static final Map<String, String> NOT_PLAYED = Map.of(
            "old-duplicate-syn",
            "no call sends the SYN of a connection that is not: it would have to be forged",
            "close-in-syn-received",
            "Linux hands a connection to its user when it is ESTABLISHED, not before",
            "send-in-listen", "Linux refuses SEND and active OPEN on a listening socket");

    /** Brings two sockets through the scenario, up to the last call of a user. */
    abstract void drive(End client, End server);

    String scenarioName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Scenario scenario() {
        return TcpScenarios.builtIn().get(scenarioName(), TcpProfile.RFC);
    }

    private static void open(End client, End server) {
        server.listen();
        client.connect();
        client.awaits(ESTABLISHED);
        server.awaits(ESTABLISHED);
        server.accept();
    }

    private static void closeInTurn(End first, End second) {
        first.close();
        second.awaits(CLOSE_WAIT);
        first.awaits(FIN_WAIT_2);
        second.close();
        first.awaits(TIME_WAIT);
    }

    /** A crash, as the peer sees it: the connection is gone and nothing was said. */
    private static void forget(End end) {
        end.host().hold();
        end.abort();
        end.awaits(CLOSED);
        end.host().lose();
        end.host().release();
    }

    /** The SYN has come, the SYN+ACK is kept back. */
    private static void reachRequest(End client, End server) {
        server.listen();
        server.host().hold();
        client.connect();
        server.awaits(SYN_RCVD);
        client.awaits(SYN_SENT);
    }
}
