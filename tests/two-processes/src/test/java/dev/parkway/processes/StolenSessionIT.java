package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.ReportServiceGrpc;
import dev.parkway.proto.inspection.v1.ReportTransitionsResponse;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has a session's secret id, and a certificate that the server trusts, but not the session's own. */
final class StolenSessionIT {

    private static final String HOST = "localhost";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void resumeAndReport_withAnothersId_areNotFoundAndTheOwnerGoesOn() throws Exception {
        Papers.Issuer issuer = new Papers.Issuer("issuer");
        Papers own = issuer.issue(scratch, "server", HOST);
        try (Running server = Launch.server("--tls-certificate",
                own.folder().resolve("certificate.pem").toString(),
                "--tls-key", own.folder().resolve("key.pem").toString(), "--tls-client-ca", own.issuer())
                .start()) {
            ManagedChannel owners = dial(server, issuer.issue(scratch, "owner", "owner.test"));
            ManagedChannel thiefs = dial(server, issuer.issue(scratch, "thief", "thief.test"));
            try {
                Metadata secret = RawAttach.opening();
                RawAttach session = new RawAttach(owners, secret).awaitOpen();

                RawAttach.set(secret, "parkway-attach", "2");
                new RawAttach(thiefs, secret).checkFails(Status.Code.NOT_FOUND, "SESSION_UNKNOWN");
                assertThat(report(thiefs, secret)).isEqualTo(Status.Code.NOT_FOUND);

                assertThat(session.isOpen()).isTrue();
                // A certificate of the same name, issued anew, is the owner's still.
                ManagedChannel renewed = dial(server, issuer.issue(scratch, "owner", "owner.test"));
                RawAttach resumed = new RawAttach(renewed, secret).awaitOpen();
                session.checkFails(Status.Code.ABORTED, "TAKEN_OVER");
                resumed.finish();
                renewed.shutdownNow();
            } finally {
                owners.shutdownNow();
                thiefs.shutdownNow();
            }
        }
    }

    private static ManagedChannel dial(Running server, Papers papers) throws IOException {
        return Grpc.newChannelBuilderForAddress(HOST, server.port(), TlsChannelCredentials.newBuilder()
                .trustManager(Path.of(papers.issuer()).toFile())
                .keyManager(papers.folder().resolve("certificate.pem").toFile(),
                        papers.folder().resolve("key.pem").toFile())
                .build()).build();
    }

    private static Status.Code report(ManagedChannel channel, Metadata secret) throws Exception {
        CompletableFuture<Status.Code> end = new CompletableFuture<>();
        var _ = ReportServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(secret))
                .reportTransitions(new StreamObserver<ReportTransitionsResponse>() {
                    @Override
                    public void onNext(ReportTransitionsResponse response) {}

                    @Override
                    public void onError(Throwable failure) {
                        end.complete(Status.fromThrowable(failure).getCode());
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.Code.OK);
                    }
                });
        return end.get(Running.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
