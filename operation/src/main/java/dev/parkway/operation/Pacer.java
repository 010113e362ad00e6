package dev.parkway.operation;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.connection.Observation;
import dev.parkway.connection.Observer;
import dev.parkway.connection.Pace;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Paces the connections of a process, each by itself. It is given to all state threads as their pace and as one of
 * their observers: so it knows which connections run.
 */
public final class Pacer implements Pace, Observer, AutoCloseable {

    private final Pace otherwise;
    private final Map<ConnectionName, Course> courses = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates a pacer that holds nobody.
     *
     * @param otherwise the pace of connections that nobody has said anything of
     */
    public Pacer(Pace otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public boolean hold(History history) {
        Course course = courses.get(history.name());
        if (course == null || closed || course.runs()) {
            return otherwise.hold(history);
        }
        return course.hold(history.side());
    }

    @Override
    public Observation begin(History history) {
        Course course = courses.computeIfAbsent(history.name(),
                name -> new Course(name, 1, new Rate.Run()));
        return new Observation() {

            @Override
            public void entered(int ordinal) {
                // The journal tells.
            }

            @Override
            public void ended() {
                if (course.ended()) {
                    courses.remove(course.name(), course);
                }
            }
        };
    }

    /** Takes notice of a connection with both sides in this process whose threads are about to start. */
    void expect(ConnectionName name, Rate rate) {
        courses.put(name, new Course(name, 2, rate));
    }

    /** Returns the course of a connection of which a side runs here. */
    Optional<Course> find(ConnectionName name) {
        return Optional.ofNullable(courses.get(name));
    }

    boolean isClosed() {
        return closed;
    }

    /** Lets everybody go, and holds nobody any more. */
    @Override
    public void close() {
        closed = true;
        courses.values().forEach(course -> course.rate(new Rate.Run()));
    }
}
