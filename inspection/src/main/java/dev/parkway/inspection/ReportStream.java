package dev.parkway.inspection;

import dev.parkway.control.SessionId;
import dev.parkway.parker.Unparker;
import dev.parkway.proto.inspection.v1.ReportServiceGrpc;
import dev.parkway.proto.inspection.v1.ReportTransitionsRequest;
import dev.parkway.proto.inspection.v1.ReportTransitionsResponse;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call that reports. gRPC's threads only note what comes and wake the sender, whose thread does all the
 * rest.
 */
final class ReportStream
        implements
            ClientResponseObserver<ReportTransitionsRequest, ReportTransitionsResponse> {

    /** Messages that the server has not answered yet; with more the sender waits. */
    private static final int WINDOW = 32;

    private final Unparker sender;
    // Set before the call starts.
    private @Nullable ClientCallStreamObserver<ReportTransitionsRequest> requests;
    // Written by gRPC's threads.
    private volatile long taken;
    private volatile @Nullable Status end;

    // Touched by the sender's thread alone.
    private final ArrayDeque<List<Reported>> unanswered = new ArrayDeque<>();
    private long answered;
    private boolean halfClosed;

    private ReportStream(Unparker sender) {
        this.sender = sender;
    }

    static ReportStream open(Channel channel, SessionId session, Unparker sender) {
        Metadata proof = new Metadata();
        proof.put(SessionProof.KEY, session.secret());
        ReportStream stream = new ReportStream(sender);
        // Waits until the channel has a connection again, which is the channel's affair.
        var _ = ReportServiceGrpc.newStub(channel)
                .withWaitForReady()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(proof))
                .reportTransitions(stream);
        return stream;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ReportTransitionsRequest> call) {
        requests = call;
        call.setOnReadyHandler(sender::unpark);
    }

    @Override
    public void onNext(ReportTransitionsResponse response) {
        taken = response.getTaken();
        sender.unpark();
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    private void end(Status status) {
        end = status;
        sender.unpark();
    }

    /** Returns how it ended; null while it has not. */
    @Nullable
    Status end() {
        return end;
    }

    boolean hasRoom() {
        return !halfClosed && unanswered.size() < WINDOW && requests().isReady();
    }

    void send(ReportBatch batch, long dropped, Duration twoMsl) {
        unanswered.add(batch.connections());
        requests().onNext(batch.message(dropped, twoMsl));
    }

    /** Forgets what the server has taken; true if it has taken anything since the last time. */
    boolean takeAnswers() {
        long now = taken;
        boolean news = answered < now;
        for (; answered < now && !unanswered.isEmpty(); answered++) {
            unanswered.remove();
        }
        return news;
    }

    /** Returns whose records may or may not have arrived. */
    Set<Reported> unanswered() {
        Set<Reported> connections = Collections.newSetFromMap(new IdentityHashMap<>());
        new ArrayList<>(unanswered).forEach(connections::addAll);
        return connections;
    }

    /** Says that all has been sent. */
    void halfClose() {
        if (!halfClosed) {
            halfClosed = true;
            requests().onCompleted();
        }
    }

    void cancel() {
        requests().cancel("the reporter is closed", null);
    }

    private ClientCallStreamObserver<ReportTransitionsRequest> requests() {
        ClientCallStreamObserver<ReportTransitionsRequest> call = requests;
        if (call == null) {
            throw new IllegalStateException("the call has not started");
        }
        return call;
    }
}
