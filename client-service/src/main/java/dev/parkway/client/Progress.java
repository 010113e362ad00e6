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
                .setConsumer(new Line(to)).build();
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("progress").factory());
        var _ = looking.scheduleWithFixedDelay(() -> look(tally, bar), PERIOD.toMillis(), PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> {
            // Waits for a look that is under way, which would take the bar back.
            looking.close();
            look(tally, bar);
            bar.close();
        };
    }

    /** Leaves the cursor at the line's beginning: a line of the log then takes its place, and does not follow it. */
    final class Line extends ConsoleProgressBarConsumer {

        private final PrintStream to;

        private Line(PrintStream to) {
            super(to, WIDTH);
            this.to = to;
        }

        @Override
        public void accept(String line) {
            super.accept(line);
            to.print('\r');
            to.flush();
        }
    }

    private static void look(Tally tally, ProgressBar bar) {
        long ended = tally.ended();
        long failed = ended - tally.completed();
        bar.stepTo(ended);
        bar.setExtraMessage(failed > 0 ? " " + failed + " failed" : "");
    }
}
