package dev.parkway.benchmarks.lifecycles;

import java.lang.reflect.Modifier;
import java.util.List;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/** Whose work a thread is doing: that of the innermost frame that has an owner. The JDK's tools work for who calls them. */
enum Where {
    /** The kernel, called by netty: sockets, and waking event loops and waiting in them. */
    KERNEL("kernel called by netty"),
    /** The JDK's virtual threads: mounting, their scheduler, starting and ending them. */
    VIRTUAL_THREADS("virtual threads and their scheduler", "java.lang.VirtualThread",
            "java.lang.ThreadBuilders",
            "java.lang.Thread", "java.lang.BaseVirtualThread", "java.lang.System$1", "jdk.internal.vm.",
            "jdk.internal.misc.VirtualThreads", "java.util.concurrent.ForkJoin",
            "java.util.concurrent.locks.LockSupport"),
    /** Netty. */
    NETTY("netty", "io.grpc.netty.shaded.io.netty."),
    /** The rest of grpc-java, and protobuf. */
    GRPC("grpc-java and protobuf", "io.grpc.", "com.google."),
    /** The bridge. */
    CONTROL("control", "dev.parkway.control."),
    /** The parkers and gates. */
    PARKER("parker", "dev.parkway.parker."),
    /** This benchmark itself. */
    BENCHMARK("benchmark itself", "dev.parkway.benchmarks."),
    /** State threads, scripts and records. */
    CONNECTION("connection and script", "dev.parkway."),
    /** None of these. */
    ELSEWHERE("elsewhere");

    private final String text;
    @SuppressWarnings("ImmutableEnumChecker") // List.of makes none that changes.
    private final List<String> owned;

    Where(String text, String... owned) {
        this.text = text;
        this.owned = List.of(owned);
    }

    /** Whose work a stack does, innermost frame first. */
    static Where of(List<RecordedFrame> stack) {
        for (RecordedFrame frame : stack) {
            Where owner = owner(frame.getMethod());
            if (owner != ELSEWHERE) {
                return owner == NETTY && Modifier.isNative(frame.getMethod().getModifiers()) ? KERNEL : owner;
            }
        }
        return ELSEWHERE;
    }

    /** In the order of the constants: who owns a part stands before who owns the whole. */
    private static Where owner(RecordedMethod method) {
        String type = method.getType().getName();
        for (Where where : values()) {
            if (where.owned.stream().anyMatch(type::startsWith)) {
                return where;
            }
        }
        return ELSEWHERE;
    }

    /** {@return its name for people, without a comma} */
    @Override
    public String toString() {
        return text;
    }
}
