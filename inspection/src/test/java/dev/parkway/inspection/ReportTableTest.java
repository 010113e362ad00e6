package dev.parkway.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.parkway.connection.History;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.script.Side;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports that no client of ours writes. */
final class ReportTableTest {

    /** What is wrong with a report, and which field a refusal must name. */
    enum Fault {
        COLUMN_TOO_SHORT("times", report -> report.clearTimes()),
        COLUMN_TOO_LONG("sent", report -> report.addSent(1)),
        CONNECTIONS_WITHOUT_COUNTS("counts", report -> report.clearCounts()),
        COUNT_TOO_HIGH("counts", report -> report.setCounts(0, 8)),
        COUNT_TOO_LOW("counts", report -> report.setCounts(0, 6)),
        COUNT_HUGE("counts", report -> report.setCounts(0, -1)),
        CONNECTION_ZERO("connections", report -> report.setConnections(0, 0)),
        CONNECTION_HUGE("connections", report -> report.setConnections(0, -1)),
        ORDINAL_ZERO("first_ordinals", report -> report.setFirstOrdinals(0, 0)),
        ORDINAL_HUGE("first_ordinals", report -> report.setFirstOrdinals(0, -1)),
        ORDINAL_PAST_THE_END("first_ordinals", report -> report.setFirstOrdinals(0, Integer.MAX_VALUE)),
        STATE_UNSPECIFIED("states", report -> report.setStates(3, State.STATE_UNSPECIFIED)),
        STATE_UNKNOWN("states", report -> report.setStatesValue(3, 99)),
        WORD_NOT_THERE("causes", report -> report.setCauses(3, 100)),
        WORD_HUGE("causes", report -> report.setCauses(3, -1)),
        WORD_EMPTY("words", report -> report.setWords(0, "")),
        WORD_TOO_LONG("words", report -> report.setWords(0, "x".repeat(65))),
        WORDS_TOO_MANY("words", report -> {
            for (int i = 0; i < 300; i++) {
                report.addWords("word " + i);
            }
        }),
        CAUSE_MISSING("causes", report -> report.setCauses(3, 0)),
        CAUSE_OF_THE_FIRST("causes", report -> report.setCauses(0, 1)),
        CAUSE_UNKNOWN("causes, sent, received",
                report -> report.setCauses(3, Reporting.word(report, "boredom"))),
        CAUSE_BLANK("causes, sent, received", report -> report.setCauses(3, Reporting.word(report, "  "))),
        EDGE_UNKNOWN("edges", report -> report.setEdges(3, Reporting.word(report, "E21"))),
        EDGE_NOT_THERE("edges", report -> report.setEdges(3, 100)),
        SENT_HUGE("causes, sent, received", report -> report.setSent(3, -1)),
        RECEIVED_TOO_HIGH("causes, sent, received", report -> report.setReceived(3, 1 << 20)),
        OUTCOME_UNKNOWN("outcomes", report -> report.setOutcomes(0, Reporting.word(report, "bored"))),
        OUTCOME_NOT_THERE("outcomes", report -> report.setOutcomes(0, 100)),
        DROPPED_HUGE("dropped", report -> report.setDropped(-1));

        private final String field;
        @SuppressWarnings("ImmutableEnumChecker") // Without state.
        private final Consumer<ReportTransitionsRequest.Builder> plant;

        Fault(String field, Consumer<ReportTransitionsRequest.Builder> plant) {
            this.field = field;
            this.plant = plant;
        }
    }

    @Test
    void appendTo_report_isTheHistory() {
        History read = Histories.empty(1, Side.CLIENT);
        read(report().build(), read);

        assertThat(read.transitions()).isEqualTo(Histories.completed(1, Side.CLIENT).transitions());
        assertThat(read.completed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void read_faultPlanted_isRefusedNamingTheField(Fault fault) {
        ReportTransitionsRequest.Builder report = report();
        fault.plant.accept(report);
        Throwable failure = catchThrowable(() -> read(report.build(), Histories.empty(1, Side.CLIENT)));

        assertThat(Served.refused(failure, Status.Code.INVALID_ARGUMENT, "MALFORMED_REPORT").getMetadataMap())
                .containsEntry("field", fault.field).containsKey("value");
    }

    @Test
    void read_randomChanges_areRefusedOrHarmless() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = report().build().toByteArray();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            History read = Histories.empty(1, Side.CLIENT);
            try {
                read(ReportTransitionsRequest.parseFrom(bytes), read);
            } catch (StatusRuntimeException | InvalidProtocolBufferException e) {
                // Refused, by us or by the parser: anything else fails the test.
                assertThat(e).as("seed %d", seed).isNotNull();
            }
            assertThat(read.size()).as("seed %d", seed).isLessThanOrEqualTo(8);
        }
    }

    private static void read(ReportTransitionsRequest report, History history) {
        for (ReportTable table = new ReportTable(report); table.next();) {
            if (table.number() == 1) {
                table.appendTo(history);
            }
        }
    }

    private static ReportTransitionsRequest.Builder report() {
        return Reporting.report(1, Histories.completed(1, Side.CLIENT), 1, 7);
    }
}
