package dev.parkway.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A plot for two parties: what both sides of a protocol do, by a name and a profile. */
public final class Scenario {

    private final Protocol protocol;
    private final String name;
    private final Profile profile;
    private final String title;
    private final String figures;
    private final Script client;
    private final Script server;
    private final String digest;

    Scenario(Protocol protocol, String name, Profile profile, String title, String figures, Script client,
            Script server) {
        this.protocol = protocol;
        this.name = name;
        this.profile = profile;
        this.title = title;
        this.figures = figures;
        this.client = client;
        this.server = server;
        this.digest = digestOf(canonical());
    }

    /** {@return whose states and edges its scripts walk} */
    public Protocol protocol() {
        return protocol;
    }

    /** {@return the name, as on the command line: {@code client-closes-first}} */
    public String name() {
        return name;
    }

    /** {@return which tokens its scripts use} */
    public Profile profile() {
        return profile;
    }

    /** {@return what happens, in a line} */
    public String title() {
        return title;
    }

    /**
     * {@return the numbers of the figures that show it in the protocol's own document, as in {@code 6, 12}; empty if
     * none does}
     */
    public String figures() {
        return figures;
    }

    /** {@return what the client does} */
    public Script client() {
        return client;
    }

    /** {@return what the server does} */
    public Script server() {
        return server;
    }

    /**
     * {@return what one side does}
     *
     * @param side which side
     */
    public Script script(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    /** {@return the edges that its two sides walk, in the table's order} */
    public Set<Edge> edges() {
        Set<Edge> walked = new TreeSet<>(Comparator.comparingInt(Edge::ordinal));
        for (Script script : List.of(client, server)) {
            script.transitions().stream().map(Transition::edge).flatMap(Stream::ofNullable)
                    .forEach(walked::add);
        }
        return Collections.unmodifiableSet(walked);
    }

    /**
     * {@return a SHA-256 in hex over name, profile and steps, and a protocol of one's own: equal on two machines if they
     * mean the same}
     */
    public String digest() {
        return digest;
    }

    private String canonical() {
        return protocol.canonical() + name + "\n" + profile + "\n" + client + "\n" + server + "\n";
    }

    private static String digestOf(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Returns name and profile, as in {@code client-closes-first (lockstep)}. */
    @Override
    public String toString() {
        return name + " (" + profile + ")";
    }
}
