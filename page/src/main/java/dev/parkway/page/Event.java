package dev.parkway.page;

import io.helidon.http.sse.SseEvent;

/**
 * An event for a browser.
 *
 * @param name which kind
 * @param json what it tells
 */
record Event(String name, String json) {

    /** The kind that is the last of its stream. */
    static final String END = "end";

    /** Nothing but a sign of life, so that a reader that has gone is noticed. */
    static final SseEvent HEARTBEAT = SseEvent.builder().comment("still here").build();

    SseEvent sse() {
        return SseEvent.builder().name(name).data(json).build();
    }
}
