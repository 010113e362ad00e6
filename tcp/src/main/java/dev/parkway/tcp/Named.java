package dev.parkway.tcp;

import java.util.List;
import java.util.stream.Stream;

/** The causes that have a fixed name and are not segments. */
final class Named {

    static final List<Cause> ALL = Stream
            .<Cause[]>of(Cause.UserCall.values(), Cause.Timer.values(), Cause.Event.values())
            .flatMap(Stream::of)
            .toList();

    private Named() {}
}
