package dev.parkway.parker;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that makes one call and keeps what came of it. */
final class Caller<T> {

    // Far beyond what any of these waits takes: reached only when something hangs.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FutureTask<T> task;
    private final Thread thread;
    private volatile boolean interruptedAtEnd;

    private Caller(ThreadKind kind, String name, Callable<T> call) {
        task = new FutureTask<>(() -> {
            try {
                return call.call();
            } finally {
                interruptedAtEnd = Thread.currentThread().isInterrupted();
            }
        });
        thread = kind.builder().name(name).unstarted(task);
    }

    static <T> Caller<T> start(ThreadKind kind, Callable<T> call) {
        return start(kind, "caller", call);
    }

    static <T> Caller<T> start(ThreadKind kind, String name, Callable<T> call) {
        Caller<T> caller = new Caller<>(kind, name, call);
        caller.thread.start();
        return caller;
    }

    /** Starts a caller and returns when it is parked. */
    static <T> Caller<T> parked(ThreadKind kind, Callable<T> call) {
        return start(kind, call).untilParked();
    }

    /** Waits until the thread is parked at a parker. */
    Caller<T> untilParked() {
        long startNanos = System.nanoTime();
        while (!isParked()) {
            if (task.isDone() || System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                return fail("%s is not parked but %s", thread, thread.getState());
            }
            Thread.onSpinWait();
        }
        return this;
    }

    boolean isParked() {
        Thread.State state = thread.getState();
        return LockSupport.getBlocker(thread) instanceof Parker
                && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
    }

    boolean isDone() {
        return task.isDone();
    }

    Thread thread() {
        return thread;
    }

    /** Waits for the call's result. */
    T result() throws Exception {
        try {
            return task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new AssertionError(thread + " hangs: " + thread.getState(), e);
        }
    }

    /** Waits for the call to fail and returns what it threw; null if it returned. */
    @Nullable
    Throwable failure() throws Exception {
        try {
            result();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Returns whether the thread's interrupt status was set when the call returned. */
    boolean interruptedAtEnd() {
        return interruptedAtEnd;
    }
}
