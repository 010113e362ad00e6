package dev.parkway.client;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a run is: connections done, how many a second, and failures. */
interface Progress extends AutoCloseable {

    /** Shows nothing. */
    Progress NONE = () -> {};

    /** How wide the line is: a terminal's width cannot be asked for without a library of the system's. */
    int WIDTH = 79;
    Duration PERIOD = Duration.ofMillis(200);

    @Override
    void close();

    static Progress show(Tally tally, int connections, PrintStream to) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("connections").setInitialMax(connections).setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) PERIOD.toMillis()).showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(to, WIDTH)).build();
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("progress").factory());
        var _ = looking.scheduleWithFixedDelay(() -> look(tally, bar), PERIOD.toMillis(), PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> {
            looking.shutdownNow();
            look(tally, bar);
            bar.close();
        };
    }

    private static void look(Tally tally, ProgressBar bar) {
        long ended = tally.ended();
        long failed = ended - tally.completed();
        bar.stepTo(ended);
        bar.setExtraMessage(failed > 0 ? " " + failed + " failed" : "");
    }
}
