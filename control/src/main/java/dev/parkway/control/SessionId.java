package dev.parkway.control;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names a control session between its two processes: 128 random bits, and a secret, since who knows them may
 * speak for the session. Everyone else is shown its {@link #name()}.
 */
public final class SessionId {

    /** How many bytes an id has. */
    public static final int BYTES = 16;

    private static final int NAME_BYTES = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;
    private final String name;
    private final int hash;

    private SessionId(byte[] secret) {
        this.secret = secret;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret);
            name = HexFormat.of().formatHex(digest, 0, NAME_BYTES);
            // Not of the bytes themselves: who chooses an id could make it meet with all others in a map.
            hash = HexFormat.fromHexDigits(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@return a fresh id that nobody can guess} */
    public static SessionId random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new SessionId(secret);
    }

    /**
     * Reads an id as it came over the wire.
     *
     * @param secret its bytes, copied
     * @return the id
     * @throws IllegalArgumentException if there are not {@value #BYTES} of them
     */
    public static SessionId of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException(
                    "a session id has " + BYTES + " bytes, this one has " + secret.length);
        }
        return new SessionId(secret.clone());
    }

    /** {@return the secret, a copy, for the peer alone} */
    public byte[] secret() {
        return secret.clone();
    }

    /** {@return the public name: the first 8 hex digits of the secret's SHA-256} */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionId id && MessageDigest.isEqual(secret, id.secret);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@return the public name; never the secret} */
    @Override
    public String toString() {
        return name;
    }
}
