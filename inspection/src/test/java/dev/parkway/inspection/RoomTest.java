package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RoomTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicBoolean full = new AtomicBoolean(true);
    private final AtomicInteger looks = new AtomicInteger();

    private boolean isFull() {
        looks.incrementAndGet();
        return full.get();
    }

    /** A thread that is about to wait, or does. */
    private CompletableFuture<Boolean> waiter(Room room) {
        CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> room.await(this::isFull));
        while (looks.get() < 2) {
            Thread.onSpinWait();
        }
        return waiter;
    }

    @Test
    void await_notFull_isTrueAtOnce() {
        full.set(false);

        assertThat(new Room(LONG).await(this::isFull)).isTrue();
        assertThat(looks).hasValue(1);
    }

    @Test
    void await_roomIsMade_isTrue() throws Exception {
        Room room = new Room(LONG);
        CompletableFuture<Boolean> waiter = waiter(room);

        full.set(false);
        room.made();

        assertThat(waiter.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void await_oneWaitedInVain_othersDoNotWaitUntilRoomIsMade() {
        Room room = new Room(Duration.ofNanos(1));

        assertThat(room.await(this::isFull)).isFalse();
        assertThat(looks).hasValue(3);
        assertThat(room.await(this::isFull)).isFalse();
        // Looked twice and did not wait.
        assertThat(looks).hasValue(5);
        room.made();
        assertThat(room.await(this::isFull)).isFalse();
        assertThat(looks).hasValue(8);
    }

    @Test
    void close_someoneWaits_isFalse() throws Exception {
        Room room = new Room(LONG);
        CompletableFuture<Boolean> waiter = waiter(room);

        room.close();

        assertThat(waiter.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(room.await(this::isFull)).isFalse();
    }

    @Test
    void await_interrupted_isFalseAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(new Room(LONG).await(this::isFull)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
