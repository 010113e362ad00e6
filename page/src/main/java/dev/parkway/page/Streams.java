package dev.parkway.page;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Server-sent events: what a browser is told without asking again. Each stream is a virtual thread that waits. */
final class Streams implements HttpService, AutoCloseable {

    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Calls calls;
    private final PagePlan plan;
    private final Feed feed;
    private final Set<Thread> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Streams(Calls calls, PagePlan plan, Feed feed) {
        this.calls = calls;
        this.plan = plan;
        this.feed = feed;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/events", (_, response) -> stream(() -> list(response)))
                .get("/connections/{session}/{number}/events",
                        (request, response) -> stream(() -> connection(request, response)));
    }

    /** One that ends only with its browser, or with this server. */
    private interface Endless {
        void run() throws InterruptedException;
    }

    private void stream(Endless stream) {
        open.add(Thread.currentThread());
        try {
            stream.run();
        } catch (InterruptedException e) {
            // This server ends; the browser finds out by itself.
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            // The browser has gone.
        } finally {
            open.remove(Thread.currentThread());
        }
    }

    private void list(ServerResponse response) throws InterruptedException {
        Reader reader = new Reader();
        feed.join(reader);
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            while (!closed) {
                Event event = reader.next(HEARTBEAT);
                sink.emit(event == null ? Event.HEARTBEAT : event.sse());
                if (event != null && event.name().equals(Event.END)) {
                    // It asks again, and then there is another watch.
                    return;
                }
            }
        } finally {
            feed.leave(reader);
        }
    }

    private void connection(ServerRequest request, ServerResponse response) throws InterruptedException {
        try (View view = new View(calls, plan, Reading.name(request))) {
            // Refused before it becomes a stream, if it is to be refused.
            view.begin();
            try (SseSink sink = response.sink(SseSink.TYPE)) {
                while (!closed && !view.isOver()) {
                    for (Event event : view.next(HEARTBEAT)) {
                        sink.emit(event.sse());
                    }
                    sink.emit(Event.HEARTBEAT);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Thread::interrupt);
    }
}
