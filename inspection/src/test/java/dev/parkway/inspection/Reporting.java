package dev.parkway.inspection;

import dev.parkway.connection.History;
import dev.parkway.proto.inspection.v1.ReportServiceGrpc;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.proto.inspection.v1.ReportTransitionsResponse;
import dev.parkway.script.Transition;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client that reports whatever a test wants it to. */
final class Reporting implements StreamObserver<ReportTransitionsResponse> {

    volatile long taken;
    volatile boolean completed;
    volatile @Nullable Throwable failure;
    private final StreamObserver<ReportTransitionsRequest> requests;

    Reporting(Channel channel, byte[]... secrets) {
        Metadata proof = new Metadata();
        for (byte[] secret : secrets) {
            proof.put(SessionProof.KEY, secret);
        }
        requests = ReportServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(proof)).reportTransitions(this);
    }

    void send(ReportTransitionsRequest report) {
        requests.onNext(report);
    }

    void complete() {
        requests.onCompleted();
    }

    Throwable failure() {
        return Objects.requireNonNull(failure);
    }

    /** A report of a history's records, from one to another. */
    static ReportTransitionsRequest.Builder report(long number, History history, int first, int last) {
        ReportTransitionsRequest.Builder report = ReportTransitionsRequest.newBuilder();
        add(report, number, history, first, last);
        return report;
    }

    static void add(ReportTransitionsRequest.Builder report, long number, History history, int first,
            int last) {
        report.addConnections(number).addFirstOrdinals(first).addCounts(last - first + 1);
        // In this order: of one that runs the last record comes before the end.
        boolean over = history.outcome().isPresent();
        boolean ended = over && last == history.size();
        report.addOutcomes(ended ? word(report, history.outcome().orElseThrow()) : 0);
        long before = sum(report);
        for (int ordinal = first; ordinal <= last; ordinal++) {
            Transition each = history.transition(ordinal);
            report.addStates(Messages.state(each.to()))
                    .addCauses(each.cause() == null ? 0 : word(report, each.cause().toString()))
                    .addEdges(each.edge() == null ? 0 : word(report, each.edge().name()))
                    .addSent(each.sent()).addReceived(each.received())
                    .addTimes(each.epochNanos() - before);
            before = each.epochNanos();
        }
    }

    private static long sum(ReportTransitionsRequest.Builder report) {
        return report.getTimesList().stream().mapToLong(Long::longValue).sum();
    }

    static int word(ReportTransitionsRequest.Builder report, String text) {
        int place = report.getWordsList().indexOf(text);
        if (place < 0) {
            report.addWords(text);
            return report.getWordsCount();
        }
        return place + 1;
    }

    @Override
    public void onNext(ReportTransitionsResponse response) {
        taken = response.getTaken();
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
    }

    @Override
    public void onCompleted() {
        completed = true;
    }

    /** Answers that nobody reads. */
    static final class Ignored implements StreamObserver<ReportTransitionsResponse> {

        @Override
        public void onNext(ReportTransitionsResponse response) {}

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
    }
}
