package dev.parkway.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a protocol's text may be wrong is refused, with line and reason. */
class OwnProtocolRefusalTest {

    private static final String SOUND = """
            protocol: ping
            roles: one other
            state: IDLE
            state: BUSY
            token: PING
            call: GO
            timer: REST
            edge: A IDLE -> BUSY by GO, PING
            edge: B BUSY -> IDLE by REST
            edge: F * -> IDLE by (ended)
            scenario: once
            one: IDLE BUSY PING! REST IDLE
            other: IDLE PING? BUSY REST IDLE
            """;

    @Test
    void parse_sound_isRead() {
        assertThat(OwnProtocolTest.parse(SOUND).scenarios().all()).hasSize(1);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("protocol: ping", "state: IDLE", 1, "a protocol begins with \"protocol: NAME\""),
                arguments("protocol: ping", "protocol: Ping", 1, "not \"Ping\""),
                arguments("token: PING", "protocol: pong", 5, "protocol is given twice"),
                arguments("token: PING", "tokens: PING", 5,
                        "unknown key tokens; known before the first scenario: protocol, roles, state, token"),
                arguments("roles: one other", "roles: one one", 2, "roles are two names"),
                arguments("roles: one other", "roles: one", 2, "not \"one\""),
                arguments("roles: one other", "roles: title other", 2,
                        "none of [figures, profile, scenario, title]"),
                arguments("state: IDLE", "roles: two more", 3, "roles is given twice"),
                arguments("state: BUSY", "state: busy", 4,
                        "a state is named by 1 to 13 capitals, digits and _"),
                arguments("state: BUSY", "state: BUSY_AS_ANYTHING", 4, "not \"BUSY_AS_ANYTHING\""),
                arguments("state: BUSY", "state:", 4, "not \"\""),
                arguments("token: PING", "token: turn", 5,
                        "a token is named by 1 to 13 capitals, digits and _, +, . or -"),
                arguments("call: GO", "call: PING", 6, "PING is there already, on line 5"),
                arguments("call: GO", "call: CRASH", 6, "CRASH has a meaning already"),
                arguments("state: BUSY", "state: BUSY\nstate: LOST", 5, "no edge enters state LOST"),
                arguments("call: GO", "call: GO\ncall: STOP", 7, "no edge is walked by STOP"),
                arguments("edge: F * ->", "edge: F BUSY ->", 3,
                        "no edge leads out of state IDLE for a wait that fails; one is written: edge: NAME IDLE -> STATE by (ended)"),
                arguments("edge: F * -> IDLE by (ended)",
                        "edge: F * -> IDLE by (ended)\nedge: G BUSY -> BUSY by (ended)", 11,
                        "a wait that fails leads out of state BUSY by both F and G"),
                arguments("edge: A IDLE -> BUSY by", "edge: A IDLE BUSY by", 8,
                        "an edge is written: NAME FROM, FROM -> TO by"),
                arguments("edge: A IDLE ->", "edge: A IDEL ->", 8, "unknown state IDEL; known: [IDLE, BUSY]"),
                arguments("-> BUSY by GO", "-> BSUY by GO", 8, "unknown state BSUY"),
                arguments("by GO, PING", "by GO, PONG", 8,
                        "unknown cause PONG; known: [PING, GO, REST] and (ended)"),
                arguments("by GO, PING", "by GO, PING after Z", 8, "unknown edge Z; known: [A, B, F]"),
                arguments("edge: B BUSY -> IDLE by REST", "edge: A BUSY -> IDLE by REST", 9,
                        "edge A is there twice"),
                arguments("by REST", "by REST\nedge: C IDLE -> BUSY by GO", 10,
                        "both A and C lead IDLE -> BUSY by GO"),
                arguments("one: IDLE BUSY PING!", "one: BUSY PING!", 12, "a script begins with IDLE"),
                arguments("PING! REST IDLE", "PING! IDLE", 12,
                        "ping has no edge BUSY -> IDLE by a call of the one; it has [B] (REST), [F] ((ended))"),
                arguments("PING! REST IDLE", "PONG! REST IDLE", 12,
                        "unknown token PONG!; known: [PING, turn]"),
                arguments("PING! REST IDLE", "turn! REST IDLE", 12, "profile plain has no turns"),
                arguments("one: IDLE BUSY", "one: IDLE REST BUSY", 12,
                        "REST passes in BUSY only, not in IDLE"),
                arguments("other: IDLE", "client: IDLE", 13,
                        "unknown key client; known: scenario, profile, title, figures, one, other"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void parse_mistake_isRefusedWhereItStands(String sound, String wrong, int line, String reason) {
        assertThat(SOUND).contains(sound);

        ScenarioFormatException refusal = refusal(SOUND.replace(sound, wrong));

        assertThat(refusal.reason()).contains(reason);
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal).hasMessage("mail.txt:" + line + ": " + refusal.reason());
    }

    @Test
    void parse_protocolWithoutScenario_isRefusedAtTheEnd() {
        ScenarioFormatException refusal = refusal(SOUND.substring(0, SOUND.indexOf("scenario:")));

        assertThat(refusal.reason()).startsWith("there is no scenario here");
        assertThat(refusal.line()).isEqualTo(11);
    }

    @Test
    void parse_nothing_isRefused() {
        assertThat(refusal("").reason()).isEqualTo("a protocol begins with \"protocol: NAME\"");
    }

    @Test
    void parse_moreStatesThanARecordHasBitsFor_isRefused() {
        StringBuilder text = new StringBuilder(
                "protocol: large\ncall: GO\nedge: F * -> S0 by (ended)\nstate: S0\n");
        for (int i = 1; i <= Protocol.MAX_STATES; i++) {
            text.append("state: S").append(i).append("\nedge: E").append(i).append(" S").append(i - 1)
                    .append(" -> S").append(i).append(" by GO\n");
        }

        assertThat(refusal(text + "scenario: none\nclient: -\nserver: -\n").reason())
                .isEqualTo("65 states, but at most 64");
    }

    private static ScenarioFormatException refusal(String text) {
        ScenarioFormatException refusal = catchThrowableOfType(ScenarioFormatException.class,
                () -> OwnProtocolTest.parse(text));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
