package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.tcp.TcpScenarios;
import dev.parkway.tcp.TcpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TellingTest implements Telling.Sink {

    private final Entries entries = new Entries(10);
    private final SessionLog session = entries.retain(Histories.SESSION);
    private final Entry entry = entry(Histories.LOCKSTEP);
    private final Telling telling = new Telling(entry, 1);
    private final History server = Histories.empty(1, Side.SERVER);
    private final List<Transition> told = new ArrayList<>();
    private int missed;

    @Override
    public void tell(History history, int ordinal) {
        told.add(history.transition(ordinal));
    }

    @Override
    public void missed(ConnectionName name, int count) {
        missed += count;
    }

    @Test
    void tell_randomSchedules_isALinearExtensionOfEverything() {
        for (Scenario scenario : TcpScenarios.builtIn().all()) {
            for (int seed = 0; seed < 200; seed++) {
                told.clear();
                Entry one = entry(scenario);
                runAndReport(one, new Random(seed));

                assertThat(told).as("%s, seed %d", scenario, seed)
                        .hasSize(scenario.client().states() + scenario.server().states());
                Histories.assertLinearExtension(told);
                assertThat(missed).isZero();
            }
        }
    }

    /** Both sides run; the server's records are seen at once, the client's whenever they are reported. */
    private void runAndReport(Entry one, Random random) {
        Telling tellingOne = new Telling(one, 1);
        History client = new History(one.name(), one.scenario(), Side.CLIENT);
        History ours = new History(one.name(), one.scenario(), Side.SERVER);
        one.add(ours);
        boolean running = true;
        while (running) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (Histories.canGrow(client, ours)) {
                        Histories.grow(client, client.size() + 1);
                    }
                }
                case 1 -> {
                    if (Histories.canGrow(ours, client)) {
                        Histories.grow(ours, ours.size() + 1);
                    }
                }
                case 2 -> report(one, random.nextInt(client.size() + 1));
                default -> tellingOne.tell(this);
            }
            running = client.size() < client.script().states() || ours.size() < ours.script().states();
        }
        report(one, client.size());
        tellingOne.tell(this);
        assertThat(tellingOne.isHolding()).isFalse();
    }

    @Test
    void tell_clientsRecordsNotReported_holdsTheServersUntilTheyAre() {
        entry.add(server);
        Histories.grow(server, 3);
        telling.tell(this);
        assertThat(states()).containsExactly("server CLOSED", "server LISTEN");
        assertThat(telling.isHolding()).isTrue();

        report(entry, 1);
        telling.tell(this);
        assertThat(states()).containsExactly("server CLOSED", "server LISTEN", "client CLOSED");

        report(entry, 2);
        telling.tell(this);
        assertThat(states()).containsExactly("server CLOSED", "server LISTEN", "client CLOSED",
                "client SYN_SENT", "server SYN_RCVD");
        assertThat(telling.isHolding()).isFalse();
    }

    @Test
    void tell_reportsEnded_holdsNothing() {
        entry.add(server);
        Histories.grow(server, 4);
        telling.tell(this);
        assertThat(told).hasSize(2);

        session.openReports();
        assertThat(session.closeReports(true)).isTrue();
        telling.tell(this);
        assertThat(told).hasSize(4);
        assertThat(missed).isZero();
    }

    @Test
    void tell_clientEndedEarly_doesNotWaitForWhatItNeverDid() {
        entry.add(server);
        Histories.grow(server, 4);
        report(entry, 2);
        telling.tell(this);
        // The server's third token needs more of the client than there is, so far.
        assertThat(states()).endsWith("server SYN_RCVD");
        assertThat(telling.isHolding()).isTrue();

        reported().end("session lost");
        telling.tell(this);
        assertThat(states()).endsWith("server ESTABLISHED");
    }

    @Test
    void tell_entryForgotten_holdsNothing() {
        entry.add(server);
        Histories.grow(server, 3);
        telling.tell(this);
        entry.forget();
        telling.tell(this);

        assertThat(states()).endsWith("server SYN_RCVD");
    }

    @Test
    void tell_heldLongEnough_passesOverWhatComesTooLate() {
        entry.add(server);
        Histories.grow(server, 4);
        telling.tell(this);
        telling.waitNoMore();
        telling.tell(this);
        assertThat(states()).containsExactly("server CLOSED", "server LISTEN", "server SYN_RCVD",
                "server ESTABLISHED");

        // Two were due before SYN_RCVD, the third before ESTABLISHED; the fourth depends on that.
        report(entry, 4);
        telling.tell(this);
        assertThat(states()).endsWith("server ESTABLISHED", "client FIN_WAIT_1");
        assertThat(missed).isEqualTo(3);
        Histories.assertLinearExtension(told);
    }

    @Test
    void tell_clientAlone_isToldWithoutTheServers() {
        entry.add(Histories.completed(1, Side.CLIENT));
        telling.tell(this);

        assertThat(told).hasSize(7);
    }

    @Test
    void tell_bothSidesHere_areToldInOrder() {
        History client = Histories.empty(1, Side.CLIENT);
        entry.add(client);
        entry.add(server);
        List<Transition> made = Histories.run(client, server, new Random(1));
        telling.tell(this);

        assertThat(told).containsExactlyInAnyOrderElementsOf(made);
        Histories.assertLinearExtension(told);
    }

    @Test
    void tell_countsThatCannotBe_waitsNoLongerThanItMust() {
        entry.add(server);
        Histories.grow(server, 3);
        // The client claims to have taken tokens that the server has not given, in its very first record.
        reported().append(TcpState.CLOSED, null, null, 0, History.MAX_COUNT, 1);
        telling.tell(this);
        assertThat(told).hasSize(2);
        assertThat(telling.isHolding()).isTrue();

        telling.waitNoMore();
        telling.tell(this);
        assertThat(states()).endsWith("server SYN_RCVD");
        assertThat(missed + told.size()).isEqualTo(4);
        assertThat(telling.isHolding()).isFalse();
    }

    @Test
    void fromNowOn_recordsThere_leavesThemOut() {
        entry.add(server);
        Histories.grow(server, 3);
        report(entry, 2);
        Telling later = Telling.fromNowOn(entry, 1);
        report(entry, 3);
        Histories.grow(server, 4);
        later.tell(this);

        assertThat(states()).containsExactly("client ESTABLISHED", "server ESTABLISHED");
    }

    private Entry entry(Scenario scenario) {
        return new Entry(Histories.name(1), scenario, session,
                new Entry.Staff(new Teller(entries, System::nanoTime, Duration.ZERO, run -> {}),
                        new Judge(Duration.ZERO, run -> {})));
    }

    private History reported() {
        return Objects.requireNonNull(entry.reportedClient());
    }

    private static void report(Entry to, int upTo) {
        Histories.grow(Objects.requireNonNull(to.reportedClient()), upTo);
    }

    private List<String> states() {
        return told.stream().map(each -> each.side() + " " + each.to()).toList();
    }
}
