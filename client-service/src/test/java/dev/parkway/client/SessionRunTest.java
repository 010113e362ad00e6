package dev.parkway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parkway.parker.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionRunTest {

    private final List<String> order = new ArrayList<>();

    /** Whoever sees that none is left finishes the session, and asks it which connections have not. */
    @Test
    void finish_peerIsTold_beforeThereIsOneLess() {
        counted(() -> order.add("finish")).finish();

        assertThat(order).containsExactly("finish", "one less");
    }

    @Test
    void finish_peerCannotBeTold_thereIsOneLessAllTheSame() {
        SessionRun.Counted counted = counted(() -> {
            throw new IllegalStateException("on purpose");
        });

        assertThatIllegalStateException().isThrownBy(counted::finish);
        assertThat(order).containsExactly("one less");
    }

    private SessionRun.Counted counted(Runnable finish) {
        return new SessionRun.Counted(new Peer() {
            @Override
            public void unpark() {}

            @Override
            public void finish() {
                finish.run();
            }
        }, () -> order.add("one less"));
    }
}
