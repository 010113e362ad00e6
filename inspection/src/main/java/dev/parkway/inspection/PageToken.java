package dev.parkway.inspection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/**
 * Writes down where a page ended, so that only the process that wrote it reads it, and for the same list
 * only.
 */
final class PageToken {

    private static final int BYTES = Long.BYTES + Integer.BYTES;

    private final long process;

    PageToken() {
        this(ThreadLocalRandom.current().nextLong());
    }

    PageToken(long process) {
        this.process = process;
    }

    String write(long place, String session) {
        byte[] bytes = ByteBuffer.allocate(BYTES).putLong(place).putInt(check(place, session)).array();
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** Returns the place that was written, or nothing if this was not written by this process for this list. */
    OptionalLong read(String token, String session) {
        return decoded(token)
                .filter(bytes -> bytes.getInt(Long.BYTES) == check(bytes.getLong(0), session))
                .map(bytes -> OptionalLong.of(bytes.getLong(0)))
                .orElse(OptionalLong.empty());
    }

    private static Optional<ByteBuffer> decoded(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            // The alphabet has more spellings than one for the same bytes in general, but not for this many.
            return bytes.length == BYTES && token.length() == BYTES / 3 * 4
                    ? Optional.of(ByteBuffer.wrap(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private int check(long place, String session) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(process).putLong(place).flip());
        sum.update(session.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }
}
