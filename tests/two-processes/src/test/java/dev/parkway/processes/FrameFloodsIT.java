package dev.parkway.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.processes.RawPort.End;
import dev.parkway.processes.RawPort.Ended;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods of HTTP/2 frames: each meets a bound, and nobody else meets anything. */
@TestInstance(Lifecycle.PER_CLASS)
final class FrameFloodsIT {

    private static final String UNPARK = "/parkway.control.v1.ControlService/Unpark";
    private static final String LIST = "/parkway.inspection.v1.InspectionService/ListConnections";
    /** RFC 9113, section 7. */
    private static final Ended ENHANCE_YOUR_CALM = new Ended(End.GOAWAY, 11);
    private static final int MANY = 200_000;
    private static final int SILENT = 500;

    private final Besieged besieged = new Besieged("--keepalive-time", "2s", "--keepalive-timeout", "3s");

    @AfterEach
    void unharmed() {
        besieged.assertUnharmed();
    }

    @AfterAll
    void close() {
        besieged.close();
    }

    @Test
    void calls_takenBackAtOnce_endTheConnection() {
        try (RawPort port = begun()) {
            int stream = 1;
            while (stream < MANY && port.send(Frames.none().call(stream, UNPARK).reset(stream))) {
                stream += 2;
            }
            assertThat(port.awaitEnd()).isIn(ENHANCE_YOUR_CALM, new Ended(End.CUT, -1));
            assertThat(stream).as("sent until it ended").isLessThan(MANY);
        }
    }

    @Test
    void pings_moreThanOneASecond_endTheConnection() {
        try (RawPort port = begun()) {
            assertThat(port.send(Frames.none().frame(Frames.PING, 0, 0, new byte[8])
                    .frame(Frames.PING, 0, 0, new byte[8]).frame(Frames.PING, 0, 0, new byte[8])
                    .frame(Frames.PING, 0, 0, new byte[8]))).isTrue();
            assertThat(port.awaitEnd()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void headers_withoutEnd_endTheConnection() {
        try (RawPort port = begun()) {
            port.send(Frames.none().frame(Frames.HEADERS, 0, 1, Frames.headers(UNPARK)));
            Frames more = Frames.none();
            for (int i = 0; i < 2_000; i++) {
                more.frame(Frames.CONTINUATION, 0, 1, new byte[0]);
            }
            port.send(more);
            assertThat(port.awaitEnd()).isIn(ENHANCE_YOUR_CALM, new Ended(End.CUT, -1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Frames.SETTINGS, Frames.WINDOW_UPDATE, Frames.PRIORITY, Frames.DATA})
    void frames_thatSayNothing_harmNobody(int type) {
        try (RawPort port = begun()) {
            port.send(Frames.none().call(1, UNPARK));
            byte[] payload = switch (type) {
                case Frames.WINDOW_UPDATE -> new byte[]{0, 0, 0, 1};
                case Frames.PRIORITY -> new byte[5];
                default -> new byte[0];
            };
            int stream = type == Frames.SETTINGS || type == Frames.WINDOW_UPDATE ? 0 : 1;
            Frames thousand = Frames.none();
            for (int i = 0; i < 1_000; i++) {
                thousand.frame(type, 0, stream, payload);
            }
            byte[] bytes = thousand.bytes();
            for (int sent = 0; sent < 2 * MANY && port.send(bytes); sent += 1_000) {
                // Nothing is read, so whatever is answered stays with the server or on its way.
            }
            port.endOutput();
            var _ = port.awaitEnd();
        }
    }

    @Test
    void answers_askedForAndNotRead_endTheConnection() {
        try (RawPort port = begun()) {
            int stream = 1;
            while (stream < MANY && port.send(
                    Frames.none().call(stream, LIST).frame(Frames.DATA, Frames.END_STREAM, stream,
                            new byte[5]))) {
                stream += 2;
            }
            assertThat(stream).as("sent until it ended").isLessThan(MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 100_000})
    void metadata_tooLarge_isRefused(int bytes) {
        ManagedChannel channel = besieged.anotherChannel();
        try {
            Metadata metadata = RawAttach.opening();
            RawAttach.set(metadata, "x-padding", "y".repeat(bytes));
            HandCall call = HandCall.reading(channel, metadata);
            assertThat(call.greeted()).isFalse();
            assertThat(call.awaitEnd().getCode()).as("%s", call.awaitEnd())
                    .isIn(Status.Code.INTERNAL, Status.Code.UNAVAILABLE, Status.Code.UNKNOWN);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void metadata_malformed_fillsNoLog() {
        int before = besieged.logLines();
        for (int connection = 0; connection < 10; connection++) {
            try (RawPort port = begun()) {
                for (int stream = 1; stream < 200; stream += 2) {
                    port.send(Frames.none().call(stream, UNPARK, "parkway-session-bin", "!!!!"));
                }
                port.endOutput();
                var _ = port.awaitEnd();
            }
        }
        assertThat(besieged.logLines() - before).as("lines for 1,000 bad calls").isLessThan(300);
    }

    @Test
    void connections_thatSayNothing_areGivenUp() {
        List<RawPort> silent = new ArrayList<>();
        try {
            for (int i = 0; i < SILENT; i++) {
                RawPort port = besieged.rawPort();
                silent.add(port);
                if (i % 2 == 0) {
                    port.send(Frames.beginning());
                }
            }
            besieged.assertUnharmed();
            silent.forEach(RawPort::awaitEnd);
        } finally {
            silent.forEach(RawPort::close);
        }
    }

    private RawPort begun() {
        RawPort port = besieged.rawPort();
        port.send(Frames.beginning());
        return port;
    }
}
