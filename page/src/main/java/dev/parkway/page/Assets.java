package dev.parkway.page;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The page's own files, kept in memory: they are few and small, and nothing has to be unpacked where a root is
 * read-only. No path of a request ever becomes the name of a file.
 */
final class Assets {

    private static final List<String> FILES = List.of("app.css", "api.js", "connection.js", "diagram.js",
            "dom.js", "favicon.svg", "figures.css", "filters.js", "ladder.js", "list.js", "main.js",
            "operations.js", "rows.js");

    private final byte[] bytes;
    private final String type;
    private final String tag;

    private Assets(String file) {
        bytes = read(file);
        type = type(file);
        tag = tag(bytes);
    }

    static void register(HttpRouting.Builder routing) {
        Assets page = new Assets("index.html");
        routing.get("/", page::send).get("/connections/{session}/{number}", page::send);
        for (String file : FILES) {
            routing.get("/assets/" + file, new Assets(file)::send);
        }
    }

    private void send(ServerRequest request, ServerResponse response) {
        // Asked for each time, answered with nothing if it is the same: a new version is never mixed with an old.
        response.header(HeaderNames.ETAG, tag).header(HeaderNames.CACHE_CONTROL, "no-cache");
        if (request.headers().first(HeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, type).send(bytes);
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.'))) {
            case ".html" -> "text/html; charset=utf-8";
            case ".css" -> "text/css; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("a file of no known type: " + file);
        };
    }

    private static byte[] read(String file) {
        try (InputStream in = Assets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(sum, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
