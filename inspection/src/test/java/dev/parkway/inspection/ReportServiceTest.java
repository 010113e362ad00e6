package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.connection.ConnectionName;
import dev.parkway.connection.History;
import dev.parkway.control.SessionId;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.script.Side;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ReportServiceTest {

    private final Served served = new Served(Served.limits(3));
    private final SessionId session = served.open(Histories.LOCKSTEP);
    private final History client = Histories.completed(1, Side.CLIENT);

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void report_wholeConnection_isInTheJournal() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, client, 1, 7).build());
        assertThat(reporting.taken).isEqualTo(1);
        reporting.complete();

        assertThat(reporting.completed).isTrue();
        assertThat(reported(1).transitions()).isEqualTo(client.transitions());
        assertThat(reported(1).completed()).isTrue();
        assertThat(reported(1).name()).isEqualTo(new ConnectionName(session.name(), 1));
    }

    @Test
    void report_piecesAndSeveralConnections_arePutTogether() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        ReportTransitionsRequest.Builder first = Reporting.report(1, client, 1, 3);
        Reporting.add(first, 2, client, 1, 2);
        reporting.send(first.build());
        ReportTransitionsRequest.Builder second = Reporting.report(2, client, 3, 7);
        Reporting.add(second, 1, client, 4, 7);
        reporting.send(second.build());

        assertThat(reporting.taken).isEqualTo(2);
        assertThat(reported(1).transitions()).isEqualTo(client.transitions());
        assertThat(reported(2).transitions()).isEqualTo(client.transitions());
    }

    @Test
    void report_knownRecords_areIgnored() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, client, 1, 5).build());
        reporting.send(Reporting.report(1, client, 1, 7).build());
        reporting.send(Reporting.report(1, client, 3, 7).build());
        reporting.send(Reporting.report(1, client, 2, 4).build());

        assertThat(reporting.taken).isEqualTo(4);
        assertThat(reported(1).transitions()).isEqualTo(client.transitions());
    }

    @Test
    void report_outcomeAlone_isTaken() {
        History running = Histories.empty(1, Side.CLIENT);
        Histories.grow(running, 7);
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, running, 1, 7).build());
        assertThat(reported(1).outcome()).isEmpty();

        reporting.send(Reporting.report(1, client, 8, 7).build());
        assertThat(reported(1).completed()).isTrue();
    }

    @Test
    void report_gap_isRefused() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, client, 1, 2).build());
        reporting.send(Reporting.report(1, client, 4, 5).build());

        assertThat(Served.refused(reporting.failure(), Status.Code.INVALID_ARGUMENT, "MALFORMED_REPORT")
                .getMetadataMap()).containsEntry("field", "first_ordinals")
                .containsEntry("value", "record 4 of " + session.name() + "/1")
                .containsEntry("allowed", "at most record 3, since those before it are not known");
        assertThat(reported(1).size()).isEqualTo(2);
    }

    @Test
    void report_moreRecordsThanCanBe_isRefused() {
        History endless = Histories.completed(1, Side.CLIENT);
        Histories.grow(endless, 7);
        for (int i = 0; i < 2; i++) {
            Histories.append(endless, endless.transition(7), 8);
        }
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, endless, 1, 9).build());

        Served.refused(reporting.failure(), Status.Code.INVALID_ARGUMENT, "MALFORMED_REPORT");
        assertThat(reported(1).size()).isZero();
    }

    @Test
    void report_recordAfterTheOutcome_isRefused() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, client, 1, 7).build());
        History more = Histories.completed(1, Side.CLIENT);
        Histories.append(more, more.transition(7), 9);
        reporting.send(Reporting.report(1, more, 8, 8).build());

        Served.refused(reporting.failure(), Status.Code.INVALID_ARGUMENT, "MALFORMED_REPORT");
        assertThat(reported(1).size()).isEqualTo(7);
    }

    @Test
    void report_connectionForgotten_isIgnored() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, client, 1, 3).build());
        for (int number = 2; number <= 4; number++) {
            reporting.send(Reporting.report(number, client, 1, 1).build());
        }
        reporting.send(Reporting.report(1, client, 4, 7).build());
        reporting.send(Reporting.report(1, client, 1, 7).build());

        assertThat(reporting.taken).isEqualTo(6);
        assertThat(served.journal.find(new ConnectionName(session.name(), 1))).isNull();
        assertThat(served.journal.forgotten()).isEqualTo(1);
        assertThat(reported(4).size()).isEqualTo(1);
    }

    @Test
    void report_veryManyConnections_keepTheJournalWithinItsCapacity() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        for (long number = 1; number <= 5_000; number++) {
            reporting.send(Reporting.report(number, client, 1, 7).build());
        }

        assertThat(served.journal.size()).isEqualTo(3);
        assertThat(served.journal.forgotten()).isEqualTo(4_997);
    }

    @Test
    void report_connectionWithAServersSide_completesIt() {
        ConnectionName name = new ConnectionName(session.name(), 1);
        History server = new History(name, Histories.LOCKSTEP, Side.SERVER);
        Histories.grow(server, 7);
        served.journal.begin(server);
        new Reporting(served.channel, session.secret()).send(Reporting.report(1, client, 1, 7).build());

        Entry entry = Objects.requireNonNull(served.journal.find(name));
        assertThat(entry.server()).isSameAs(server);
        assertThat(reported(1).transitions()).isEqualTo(client.transitions());
        assertThat(server.size()).isEqualTo(7);
    }

    @Test
    void report_clientSideOfThisProcess_isNotTouched() {
        ConnectionName name = new ConnectionName(session.name(), 1);
        History own = new History(name, Histories.LOCKSTEP, Side.CLIENT);
        served.journal.begin(own);
        Reporting reporting = new Reporting(served.channel, session.secret());
        reporting.send(Reporting.report(1, client, 1, 7).build());

        assertThat(reporting.taken).isEqualTo(1);
        assertThat(own.size()).isZero();
    }

    @Test
    void report_otherSessionsConnection_cannotBeNamed() {
        SessionId other = served.open(Histories.LOCKSTEP);
        new Reporting(served.channel, other.secret()).send(Reporting.report(1, client, 1, 7).build());
        new Reporting(served.channel, session.secret()).send(Reporting.report(1, client, 1, 2).build());

        assertThat(reported(1).size()).isEqualTo(2);
        assertThat(Objects.requireNonNull(served.journal.find(new ConnectionName(other.name(), 1))).client())
                .satisfies(history -> assertThat(Objects.requireNonNull(history).size()).isEqualTo(7));
    }

    @Test
    void report_sessionEndedMeanwhile_goesOn() {
        Reporting reporting = new Reporting(served.channel, session.secret());
        served.forget(session);
        served.journal.sessionEnded(session.name());
        reporting.send(Reporting.report(1, client, 1, 7).build());

        assertThat(reporting.taken).isEqualTo(1);
        Served.refused(new Reporting(served.channel, session.secret()).failure(), Status.Code.NOT_FOUND,
                "SESSION_UNKNOWN");
    }

    @Test
    void report_secondStream_takesThePlaceOfTheFirst() {
        Reporting first = new Reporting(served.channel, session.secret());
        first.send(Reporting.report(1, client, 1, 3).build());
        Reporting second = new Reporting(served.channel, session.secret());
        second.send(Reporting.report(1, client, 2, 7).build());

        Served.refused(first.failure(), Status.Code.ABORTED, "SUPERSEDED");
        assertThat(second.taken).isEqualTo(1);
        assertThat(reported(1).size()).isEqualTo(7);
    }

    @Test
    void report_tooManyClients_areRefused() {
        for (int i = 0; i < 3; i++) {
            assertThat(new Reporting(served.channel, served.open(Histories.LOCKSTEP).secret()).failure)
                    .isNull();
        }
        Reporting fourth = new Reporting(served.channel, session.secret());
        Served.refused(fourth.failure(), Status.Code.RESOURCE_EXHAUSTED, "TOO_MANY_REPORTERS");
    }

    private History reported(long number) {
        Entry entry = Objects.requireNonNull(
                served.journal.find(new ConnectionName(session.name(), number)));
        return Objects.requireNonNull(entry.client());
    }
}
