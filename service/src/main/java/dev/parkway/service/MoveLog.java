package dev.parkway.service;

import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every move with its cause, for those who ask for it; nothing is formatted for those who do not. */
public final class MoveLog implements Observer {

    private static final Logger log = LoggerFactory.getLogger(MoveLog.class);

    /** Creates the log. */
    public MoveLog() {}

    @Override
    public Observation begin(History history) {
        if (!log.isDebugEnabled()) {
            return Observation.NONE;
        }
        return new Observation() {
            @Override
            public void entered(int ordinal) {
                log.atDebug().addKeyValue("connection", history.name())
                        .addKeyValue("session", history.name().session())
                        .log("connection={} {}", history.name(), history.transition(ordinal));
            }

            @Override
            public void ended() {
                log.atDebug().addKeyValue("connection", history.name())
                        .addKeyValue("session", history.name().session()).log("connection={} {} {}",
                                history.name(), history.side(),
                                history.outcome().orElse(""));
            }
        };
    }
}
