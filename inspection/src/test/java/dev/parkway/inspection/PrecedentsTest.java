package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.History;
import dev.parkway.script.Side;
import dev.parkway.script.check.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PrecedentsTest {

    private static final Verdict CONFORMS = new Verdict(Verdict.Outcome.CONFORMS, List.of(), List.of());
    private static final Verdict INCOMPLETE = new Verdict(Verdict.Outcome.INCOMPLETE, List.of(), List.of());

    private final Precedents precedents = new Precedents();
    private final History client = Histories.completed(1, Side.CLIENT);

    @Test
    void check_connectionThatIsOver_isFoundForItsLikes() {
        History server = Histories.completed(1, Side.SERVER);
        assertThat(precedents.check(Histories.LOCKSTEP, client, server, () -> CONFORMS)).isSameAs(CONFORMS);

        assertThat(find(Histories.completed(2, Side.CLIENT), Histories.completed(2, Side.SERVER)))
                .contains(CONFORMS);
    }

    @Test
    void check_sideThatEndsWhileItIsChecked_isNoPrecedent() {
        History server = Histories.empty(1, Side.SERVER);
        // Its last record comes after the checker has looked, and before the verdict is kept.
        assertThat(precedents.check(Histories.LOCKSTEP, client, server, () -> {
            Histories.grow(server, server.script().states());
            server.end(History.COMPLETED);
            return INCOMPLETE;
        })).isSameAs(INCOMPLETE);

        assertThat(find(Histories.completed(2, Side.CLIENT), Histories.completed(2, Side.SERVER))).isEmpty();
    }

    private Optional<Verdict> find(History likeClient, History likeServer) {
        return precedents.find(Histories.LOCKSTEP, likeClient, Duration.ZERO, likeServer, Duration.ZERO);
    }
}
