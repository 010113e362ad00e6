package dev.parkway.script;

import java.util.List;

/** Checks that two scripts fit together: each token that one gives is one that the other takes, and no deadlock. */
final class Pairing {

    /** A script and the lines on which it awaits its tokens. */
    record Placed(Script script, List<Integer> awaitLines) {}

    private final String source;
    private final int line;

    Pairing(String source, int line) {
        this.source = source;
        this.line = line;
    }

    void check(Placed client, Placed server) {
        checkTokens(client, server);
        checkTokens(server, client);
        checkProgress(client, server);
    }

    private void checkTokens(Placed giver, Placed taker) {
        List<Token> sent = giver.script().sent();
        List<Token> awaited = taker.script().awaited();
        String from = role(giver);
        String to = role(taker);
        for (int i = 0; i < Math.min(sent.size(), awaited.size()); i++) {
            if (!sent.get(i).equals(awaited.get(i))) {
                throw new ScenarioFormatException(source, taker.awaitLines().get(i),
                        "token " + (i + 1) + " of the "
                                + from + " is " + sent.get(i) + "!, but the " + to + " awaits "
                                + awaited.get(i) + "?");
            }
        }
        if (sent.size() != awaited.size()) {
            throw new ScenarioFormatException(source, line, "the " + from + " gives " + sent.size()
                    + " tokens, but the " + to + " takes " + awaited.size());
        }
    }

    private static String role(Placed placed) {
        return placed.script().protocol().role(placed.script().side());
    }

    // A token that is given never stops its giver, so what one side can do the other cannot undo: going on with
    // either as far as it gets, again and again, ends in the same place as any other run.
    private void checkProgress(Placed client, Placed server) {
        Walk clientWalk = new Walk(client.script());
        Walk serverWalk = new Walk(server.script());
        while (clientWalk.goOn(serverWalk.given) || serverWalk.goOn(clientWalk.given)) {
            // Each round goes as far as it can.
        }
        if (!clientWalk.ended() || !serverWalk.ended()) {
            throw new ScenarioFormatException(source, client.awaitLines().get(clientWalk.taken),
                    "deadlock: the " + role(client) + " waits for its token " + clientWalk.waitsFor()
                            + " while the " + role(server) + " waits for its token "
                            + serverWalk.waitsFor());
        }
    }

    /** How far a side has come. */
    private static final class Walk {

        private final Script script;
        private int next;
        private int given;
        private int taken;

        Walk(Script script) {
            this.script = script;
        }

        boolean ended() {
            return next == script.steps().size();
        }

        String waitsFor() {
            return (taken + 1) + " (" + script.awaited().get(taken) + "?)";
        }

        boolean goOn(int available) {
            int before = next;
            while (!ended()) {
                switch (script.steps().get(next)) {
                    case Step.Send _ -> given++;
                    case Step.Await _ -> {
                        if (taken == available) {
                            return next > before;
                        }
                        taken++;
                    }
                    case Step.Enter _,Step.Pause _ -> {
                    }
                }
                next++;
            }
            return next > before;
        }
    }
}
