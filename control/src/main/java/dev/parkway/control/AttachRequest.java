package dev.parkway.control;

import io.grpc.Metadata;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says once, as metadata, when it opens a stream; the keys are listed in
 * {@code control.proto}.
 */
record AttachRequest(SessionId id, long number, SessionTerms terms) {

    /** The number of the attach that opens a session. */
    static final long OPENING = 1;

    static final Metadata.Key<byte[]> SESSION = Metadata.Key.of("parkway-session-bin",
            Metadata.BINARY_BYTE_MARSHALLER);
    static final Metadata.Key<String> INSTANCE = ascii("parkway-instance");
    static final Metadata.Key<String> ADDRESS = ascii("parkway-address");
    private static final Metadata.Key<String> ATTACH = ascii("parkway-attach");
    private static final Metadata.Key<String> SCENARIO = ascii("parkway-scenario");
    private static final Metadata.Key<String> PROFILE = ascii("parkway-profile");
    private static final Metadata.Key<String> DIGEST = ascii("parkway-scenario-digest");
    private static final Metadata.Key<String> WAIT_DEADLINE = ascii("parkway-wait-deadline-ms");
    private static final Metadata.Key<String> CONNECTIONS = ascii("parkway-connections");

    private static final int MAX_NAME = 100;
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");

    private static Metadata.Key<String> ascii(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    Metadata toMetadata() {
        Metadata metadata = new Metadata();
        metadata.put(SESSION, id.secret());
        metadata.put(ATTACH, Long.toString(number));
        metadata.put(SCENARIO, terms.scenario());
        metadata.put(PROFILE, terms.profile());
        if (!terms.digest().isEmpty()) {
            metadata.put(DIGEST, terms.digest());
        }
        metadata.put(WAIT_DEADLINE, Long.toString(wholeMillis(terms.waitDeadline())));
        metadata.put(CONNECTIONS, Long.toString(terms.plannedConnections()));
        return metadata;
    }

    /** A deadline below a millisecond must not become 0, which is none. */
    private static long wholeMillis(Duration deadline) {
        long millis = TimeUnit.MILLISECONDS.convert(deadline);
        return millis == 0 && deadline.isPositive() ? 1 : millis;
    }

    /** Reads the metadata of an attach; whatever is missing or malformed is INVALID_ARGUMENT. */
    static AttachRequest from(Metadata metadata) {
        SessionTerms terms = new SessionTerms(
                name(metadata, SCENARIO), name(metadata, PROFILE),
                metadata.containsKey(DIGEST) ? name(metadata, DIGEST) : "",
                Duration.ofMillis(number(metadata, WAIT_DEADLINE, 0)), number(metadata, CONNECTIONS, 0));
        return new AttachRequest(sessionId(metadata), number(metadata, ATTACH, OPENING), terms);
    }

    /** Reads the secret that proves a session. */
    static SessionId sessionId(Metadata metadata) {
        byte[] secret = once(SESSION, metadata);
        try {
            return SessionId.of(secret);
        } catch (IllegalArgumentException e) {
            throw bad(SESSION, secret.length + " bytes", SessionId.BYTES + " bytes");
        }
    }

    private static String name(Metadata metadata, Metadata.Key<String> key) {
        String value = once(key, metadata);
        // Names end up in logs: whatever could forge a line stays out.
        if (value.isEmpty() || value.length() > MAX_NAME || !PRINTABLE.matcher(value).matches()) {
            throw bad(key, value.length() + " characters", "1.." + MAX_NAME + " printable ASCII characters");
        }
        return value;
    }

    private static long number(Metadata metadata, Metadata.Key<String> key, long min) {
        String value = once(key, metadata);
        try {
            long number = DECIMAL.matcher(value).matches() ? Long.parseLong(value) : -1;
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Digits, but too many: said below with all else that is out of range.
        }
        throw bad(key, value, min + ".." + Long.MAX_VALUE);
    }

    private static <T> T once(Metadata.Key<T> key, Metadata metadata) {
        Iterable<T> values = metadata.getAll(key);
        @Nullable
        T found = null;
        if (values != null) {
            for (T value : values) {
                if (found != null) {
                    throw bad(key, "given more than once", "exactly one");
                }
                found = value;
            }
        }
        if (found == null) {
            throw bad(key, "missing", "exactly one");
        }
        return found;
    }

    private static RuntimeException bad(Metadata.Key<?> key, String value, String allowed) {
        String shown = value.length() > MAX_NAME ? value.substring(0, MAX_NAME) + "..." : value;
        return Failure.invalidArgument("METADATA",
                "metadata " + key.name() + ": " + shown + ", allowed is " + allowed,
                Map.of("key", key.name(), "value", shown, "allowed", allowed));
    }
}
