package dev.parkway.page;

import dev.parkway.control.Failure;
import io.grpc.StatusRuntimeException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps other sites out that a browser has open, too. A site may point its own name at this address (DNS
 * rebinding): so only names that are ours are answered. And it may send requests here: so what changes something
 * must come from this page, or from no page at all.
 */
final class Guard implements Filter {

    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    /** Nothing but what this server serves, no inline script or style, in nobody's frame. */
    private static final Map<HeaderName, String> HEADERS = Map.of(
            HeaderNames.create("Content-Security-Policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'",
            HeaderNames.create("X-Content-Type-Options"), "nosniff",
            HeaderNames.create("Referrer-Policy"), "no-referrer",
            HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin",
            HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin");
    // An address in digits, or localhost, with or without a port.
    private static final Pattern OURS = Pattern.compile(
            "(?:localhost|[a-z0-9-]+\\.localhost|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private final Set<String> names;

    Guard(List<String> names) {
        this.names = names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        HEADERS.forEach(response::header);
        try {
            check(request.prologue().method(), request.headers());
            chain.proceed();
        } catch (StatusRuntimeException e) {
            Refusal.send(response, e);
        }
    }

    private void check(Method method, ServerRequestHeaders headers) {
        String host = headers.first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
        if (!OURS.matcher(host).matches() && !names.contains(PORT.matcher(host).replaceFirst(""))) {
            throw Failure.permissionDenied("FOREIGN_HOST",
                    "this page does not go by the name \"" + host + "\": call it by its address, or "
                            + "name it with --page-names",
                    Map.of("host", host));
        }
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
            return;
        }
        String origin = headers.first(HeaderNames.ORIGIN).orElse("").toLowerCase(Locale.ROOT);
        String site = headers.first(FETCH_SITE).orElse("same-origin");
        boolean ours = origin.isEmpty() || origin.equals("http://" + host)
                || origin.equals("https://" + host);
        if (!ours || !site.equals("same-origin")) {
            throw Failure.permissionDenied("FOREIGN_ORIGIN",
                    "only this page itself may ask for that, not \"" + origin + "\"",
                    Map.of("origin", origin));
        }
        // No form of another site can send this type.
        if (headers.contentType().filter(type -> type.mediaType().text().equals("application/json"))
                .isEmpty()) {
            throw Failure.invalidArgument("CONTENT_TYPE", "the body must be application/json",
                    Map.of("allowed", "application/json"));
        }
    }
}
