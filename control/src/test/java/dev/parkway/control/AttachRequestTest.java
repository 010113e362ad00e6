package dev.parkway.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachRequestTest {

    private static final SessionTerms TERMS = new SessionTerms("S1", "lockstep", Duration.ofSeconds(60), 7);

    private final AttachRequest request = new AttachRequest(SessionId.random(), 1, TERMS);
    private final Metadata metadata = request.toMetadata();

    @Test
    void from_whatWasPut_isTheSame() {
        assertThat(AttachRequest.from(metadata)).isEqualTo(request);
    }

    @Test
    void toMetadata_keys_areThoseThatTheContractLists() {
        assertThat(metadata.keys()).containsExactlyInAnyOrder("parkway-session-bin", "parkway-attach",
                "parkway-scenario", "parkway-profile", "parkway-wait-deadline-ms", "parkway-connections");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT0.0000001S, 1", "PT0.0019S, 1", "PT1M, 60000"})
    void toMetadata_deadline_isZeroOnlyForNone(Duration deadline, String millis) {
        Metadata put = new AttachRequest(SessionId.random(), 1, new SessionTerms("S1", "rfc", deadline, 0))
                .toMetadata();

        assertThat(put.get(key("parkway-wait-deadline-ms"))).isEqualTo(millis);
    }

    @Test
    void toMetadata_deadlineTooLongForMillis_isTheLongestThereIs() {
        SessionTerms patient = new SessionTerms("S1", "rfc", ChronoUnit.FOREVER.getDuration(), 0);

        Metadata put = new AttachRequest(SessionId.random(), 1, patient).toMetadata();

        assertThat(put.get(key("parkway-wait-deadline-ms"))).isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parkway-attach", "parkway-scenario", "parkway-profile",
            "parkway-wait-deadline-ms", "parkway-connections"})
    void from_keyMissing_isRefused(String name) {
        metadata.removeAll(key(name));

        assertThat(refusal()).containsEntry("key", name).containsEntry("value", "missing")
                .containsEntry("allowed", "exactly one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parkway-attach", "parkway-scenario", "parkway-profile",
            "parkway-wait-deadline-ms", "parkway-connections"})
    void from_keyTwice_isRefused(String name) {
        metadata.put(key(name), "1");

        assertThat(refusal()).containsEntry("key", name).containsEntry("value", "given more than once");
    }

    @Test
    void from_sessionMissingOrTwice_isRefused() {
        metadata.put(AttachRequest.SESSION, new byte[SessionId.BYTES]);
        assertThat(refusal()).containsEntry("value", "given more than once");

        metadata.removeAll(AttachRequest.SESSION);
        assertThat(refusal()).containsEntry("value", "missing").containsEntry("key", "parkway-session-bin");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 1000})
    void from_sessionOfAnotherLength_isRefusedWithoutShowingIt(int length) {
        metadata.removeAll(AttachRequest.SESSION);
        metadata.put(AttachRequest.SESSION, "x".repeat(length).getBytes(UTF_8));

        assertThat(refusal()).containsEntry("value", length + " bytes").containsEntry("allowed", "16 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "+1", "1.0", "0x1", " 1", "one", "9223372036854775808",
            "99999999999999999999999"})
    void from_attachNumberMalformed_isRefused(String value) {
        replace("parkway-attach", value);

        assertThat(refusal()).containsEntry("value", value)
                .containsEntry("allowed", "1..9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parkway-wait-deadline-ms", "parkway-connections"})
    void from_zeroWhereItMeansNone_isTaken(String name) {
        replace(name, "0");
        assertThat(AttachRequest.from(metadata).number()).isEqualTo(1);

        replace(name, "-1");
        assertThat(refusal()).containsEntry("key", name).containsEntry("allowed", "0..9223372036854775807");
    }

    @Test
    void from_numbersAtTheirHighest_areTaken() {
        replace("parkway-wait-deadline-ms", Long.toString(Long.MAX_VALUE));
        replace("parkway-connections", Long.toString(Long.MAX_VALUE));

        SessionTerms terms = AttachRequest.from(metadata).terms();

        assertThat(terms.waitDeadline()).isEqualTo(Duration.ofMillis(Long.MAX_VALUE));
        assertThat(terms.plannedConnections()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"parkway-scenario, ''", "parkway-profile, ''", "parkway-scenario, 'a\nb'",
            "parkway-profile, 'a\u0007'", "parkway-scenario, 'a\u007f'"})
    void from_nameEmptyOrNotPrintable_isRefused(String name, String value) {
        replace(name, value);

        assertThat(refusal()).containsEntry("key", name)
                .containsEntry("allowed", "1..100 printable ASCII characters");
    }

    @Test
    void from_nameTooLong_isRefusedInAShortMessage() {
        replace("parkway-scenario", "x".repeat(100));
        assertThat(AttachRequest.from(metadata).terms().scenario()).hasSize(100);

        replace("parkway-scenario", "x".repeat(101));
        assertThat(refusal()).containsEntry("value", "101 characters");
    }

    @Test
    void from_longNonsense_isShownCut() {
        replace("parkway-attach", "z".repeat(7000));

        assertThat(refusal()).containsEntry("value", "z".repeat(100) + "...");
    }

    private Map<String, String> refusal() {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class,
                () -> AttachRequest.from(metadata));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(SessionSide.reason(failure)).isEqualTo("METADATA");
        return Failure.info(failure).orElseThrow().getMetadataMap();
    }

    private void replace(String name, String value) {
        metadata.removeAll(key(name));
        metadata.put(key(name), value);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
