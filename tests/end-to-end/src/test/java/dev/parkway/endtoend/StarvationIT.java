package dev.parkway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.endtoend.Load.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Less than is needed, under load: packets that get through, bandwidth, time, memory. */
@EngineRequired
final class StarvationIT {

    private static final int SOME = 300;
    private static final double A_FIFTH = 0.2;
    private static final Duration DELAY = Duration.ofMillis(60);
    private static final long ROOM = 512L << 20;

    @Test
    void network_losesPacketsAndHasLittleBandwidth_losesNoTurn() {
        try (Load load = Load.begin()) {
            load.awaitJudged(SOME);

            Runnable lossEnds = load.faults().lose(load.server(), A_FIFTH);
            load.awaitMore(SOME);
            lossEnds.run();
            List<Runnable> starved = List.of(load.faults().starve(load.server(), "128kbit"),
                    load.faults().starve(load.container(Client.DEFAULT), "64kbit"));
            load.awaitMore(SOME);
            starved.forEach(Runnable::run);

            load.countWhole(Client.values());
            load.settle("a fifth of the packets lost, then bandwidth of 128 kbit/s");
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
        }
    }

    @Test
    void network_delayed_losesNoTurn() {
        Plan plan = Plan.clients(1).forOutages(Duration.ZERO).through(Detour.PORT);
        try (Detour detour = Detour.begin(Plan.gateway(), Plan.control(), DELAY);
                Load load = Load.begin(plan)) {
            load.faults().count();
            load.countWhole(Client.values());

            load.settle("delay of " + DELAY.toMillis() + " ms each way");
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
            assertThat(detour.accepted()).as("streams that were delayed").isGreaterThanOrEqualTo(3);
            // To send a SYN and to have its answer takes a delay each way, in every one of them.
            assertThat(load.account().shortestRoundTrip()).isGreaterThanOrEqualTo(DELAY.multipliedBy(2));
        }
    }

    @Test
    void server_memoryCloseToTheLimit_losesNothing() {
        Plan plan = Plan.clients(1).forOutages(Load.PACE).with("PARKWAY_MEMORY", "208m");
        try (Load load = Load.begin(plan)) {
            load.countWhole(Client.values());

            Memory memory = Memory.of(load.server());
            // The rest is what the health check's own process needs every ten seconds.
            assertThat(memory.used()).as(memory.toString()).isGreaterThan(memory.limit() * 6 / 10);
            assertThat(load.server().inspect().getState().getOOMKilled()).isFalse();
            // The tool that counts what is left needs memory in the same container.
            Engine.client().updateContainerCmd(load.server().id()).withMemory(ROOM).withMemorySwap(2 * ROOM)
                    .exec();
            load.settle("the server's memory at " + memory);
            assertThat(load.account().completed()).isEqualTo(Load.ALL);
        }
    }
}
