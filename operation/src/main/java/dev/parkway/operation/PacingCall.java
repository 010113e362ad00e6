package dev.parkway.operation;

import dev.parkway.proto.operation.v1.WatchPacingResponse;
import io.grpc.stub.ServerCallStreamObserver;

/** One call that watches a connection's pacing. It keeps nothing but that there is news: the latest is enough. */
final class PacingCall implements Runnable {

    private final ServerCallStreamObserver<WatchPacingResponse> call;
    private final Course course;

    // Guarded by this, the calls on the stream too.
    private boolean news = true;
    private boolean over;

    PacingCall(ServerCallStreamObserver<WatchPacingResponse> call, Course course) {
        this.call = call;
        this.course = course;
    }

    /** Something has changed. */
    @Override
    public synchronized void run() {
        news = true;
        flush();
    }

    synchronized void cancelled() {
        over = true;
    }

    /** Tells the latest if the stream takes it now. */
    synchronized void flush() {
        if (over || !news || !call.isReady()) {
            return;
        }
        news = false;
        Course.Standing standing = course.standing();
        call.onNext(WatchPacingResponse.newBuilder()
                .setPacing(Paces.pacing(course.name(), standing)).build());
        if (standing.over()) {
            over = true;
            call.onCompleted();
        }
    }
}
