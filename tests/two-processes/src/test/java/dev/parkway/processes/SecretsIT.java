package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session's id, with which it could be taken over, is told to nobody: neither shown nor logged nor in an error. */
final class SecretsIT {

    private static final Metadata.Key<byte[]> SESSION = Metadata.Key.of("parkway-session-bin",
            Metadata.BINARY_BYTE_MARSHALLER);

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void sessionId_whateverHappensToItsSession_isNowhere(String format) {
        Metadata metadata = RawAttach.opening();
        byte[] secret = metadata.get(SESSION);
        assertThat(secret).hasSize(16);
        List<String> told = new ArrayList<>();
        try (Running server = Launch.server("--log-level", "debug", "--log-format", format).start()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(Launch.LOOPBACK, server.port())
                    .usePlaintext()
                    .build();
            try {
                RawAttach attach = new RawAttach(channel, metadata).awaitOpen();
                attach.send(RawAttach.batch(RawAttach.token(1, 1)));
                server.stdout().await("[Server] SYN_RCVD");
                told.addAll(failures(channel, metadata));
                told.addAll(shown(channel));
                attach.send(RawAttach.batch(RawAttach.token(1, 9)));
                told.add(attach.awaitFailure().toString());
            } finally {
                channel.shutdownNow();
            }
            server.terminate();
            told.addAll(server.log().all());
            told.addAll(server.stdout().all());
        }
        assertThat(told).anyMatch(line -> line.contains("opened"));
        List<String> spellings = List.of(HexFormat.of().formatHex(secret),
                Base64.getEncoder().withoutPadding().encodeToString(secret),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret), Arrays.toString(secret),
                HexFormat.ofDelimiter(" ").formatHex(secret));
        for (String spelling : spellings) {
            assertThat(told).noneMatch(line -> line.toLowerCase(Locale.ROOT)
                    .contains(spelling.toLowerCase(Locale.ROOT)));
        }
    }

    /** Attaches that are refused for the session's sake, in each way that there is. */
    private static List<String> failures(ManagedChannel channel, Metadata metadata) {
        List<String> told = new ArrayList<>();
        told.add(new RawAttach(channel, metadata).awaitFailure().toString());
        for (String[] change : new String[][]{{"parkway-attach", "2", "parkway-profile", "rfc"},
                {"parkway-attach", "x", "parkway-profile", "lockstep"},
                {"parkway-attach", "1", "parkway-scenario", "none"}}) {
            Metadata spoilt = new Metadata();
            spoilt.merge(metadata);
            RawAttach.set(spoilt, change[0], change[1]);
            RawAttach.set(spoilt, change[2], change[3]);
            told.add(new RawAttach(channel, spoilt).awaitFailure().toString());
        }
        return told;
    }

    private static List<String> shown(ManagedChannel channel) {
        var inspection = InspectionServiceGrpc.newBlockingStub(channel);
        List<String> told = new ArrayList<>();
        inspection.listConnections(ListConnectionsRequest.getDefaultInstance()).getConnectionsList()
                .forEach(each -> {
                    told.add(each.toString());
                    told.add(inspection
                            .getConnection(GetConnectionRequest.newBuilder().setName(each.getName()).build())
                            .toString());
                });
        assertThat(told).isNotEmpty();
        return told;
    }
}
