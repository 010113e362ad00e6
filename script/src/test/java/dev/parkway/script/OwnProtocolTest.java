package dev.parkway.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import dev.parkway.script.picture.HistoryText;
import dev.parkway.script.picture.Ladder;
import dev.parkway.script.picture.SequenceDiagram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A protocol of one's own, from its text to its verdict: a mail dialogue in small. */
class OwnProtocolTest {

    static final String MAIL = """
            protocol: mail   # edges may stand before what they speak of
            roles: sender receiver
            edge: S1 IDLE -> GREETED by 220: the greeting
            edge: S2 GREETED -> SENT by SEND
            edge: S3 SENT -> IDLE by 250
            edge: S4 SENT -> IDLE by PATIENCE
            edge: R1 IDLE -> GREETED by ACCEPT
            edge: R2 GREETED -> IDLE by MAIL after R1
            edge: F1 * -> BROKEN by (ended)
            state: IDLE nobody says anything
            state: GREETED
            state: SENT
            state: BROKEN the line is gone
            token: 220 is ready
            token: MAIL
            token: 250 is done
            call: ACCEPT
            call: SEND
            timer: PATIENCE

            scenario: one-mail
            title: A mail is delivered
            sender: IDLE 220? GREETED SENT MAIL! 250? IDLE
            receiver: IDLE GREETED 220! MAIL? IDLE 250!

            scenario: one-mail
            profile: lockstep
            sender: IDLE 220? GREETED turn! SENT MAIL! 250? IDLE
            receiver: IDLE GREETED 220! turn? MAIL? IDLE 250!

            scenario: no-answer
            sender: IDLE 220? GREETED (SEND) SENT MAIL! PATIENCE IDLE
            receiver: IDLE [R1] GREETED 220! MAIL? (stay) CRASH IDLE
            """;

    private static final OwnProtocol PROTOCOL = parse(MAIL);
    private static final Scenario ONE = PROTOCOL.scenarios().get("one-mail");

    static OwnProtocol parse(String text) {
        return OwnProtocol.parse("mail.txt", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parse_wholeText_hasWhatStandsThere() {
        assertThat(PROTOCOL.name()).isEqualTo("mail");
        assertThat(PROTOCOL.role(Side.CLIENT)).isEqualTo("sender");
        assertThat(PROTOCOL.role(Side.SERVER)).isEqualTo("receiver");
        assertThat(PROTOCOL.states()).extracting(State::name).containsExactly("IDLE", "GREETED", "SENT",
                "BROKEN");
        assertThat(PROTOCOL.initial().meaning()).isEqualTo("nobody says anything");
        assertThat(PROTOCOL.tokens()).extracting(Token::toString).containsExactly("220", "MAIL", "250",
                "turn");
        assertThat(PROTOCOL.edges()).extracting(Edge::name)
                .containsExactly("S1", "S2", "S3", "S4", "R1", "R2", "F1");
        assertThat(PROTOCOL.edge("S1").orElseThrow().text()).isEqualTo("220 / the greeting");
        assertThat(PROTOCOL.scenarios().all()).extracting(Scenario::toString)
                .containsExactly("one-mail (plain)", "one-mail (lockstep)", "no-answer (plain)");
    }

    @Test
    void cause_anyText_isReadBack() {
        for (String text : List.of("220", "turn", "SEND", "PATIENCE", "CRASH", "session lost")) {
            assertThat(PROTOCOL.cause(text)).hasToString(text);
        }
        assertThat(PROTOCOL.cause("220")).isEqualTo(PROTOCOL.tokens().getFirst().received());
        assertThat(PROTOCOL.cause("session lost")).isInstanceOf(Cause.Ended.class);
    }

    @Test
    void ending_everyState_leadsWhereTheTableSays() {
        for (State state : PROTOCOL.states()) {
            assertThat(PROTOCOL.ending(state).to().name()).isEqualTo("BROKEN");
        }
    }

    @Test
    void script_written_isReadBackAndAlwaysTheSame() {
        Scenario scenario = PROTOCOL.scenarios().get("no-answer");

        assertThat(scenario.client()).hasToString("IDLE 220? GREETED SENT MAIL! PATIENCE IDLE");
        assertThat(scenario.server()).hasToString("IDLE GREETED 220! MAIL? (stay) CRASH IDLE");
        Scenario again = Scenarios
                .parse(PROTOCOL, "again", ("scenario: no-answer\nsender: " + scenario.client()
                        + "\nreceiver: " + scenario.server()).getBytes(StandardCharsets.UTF_8))
                .get("no-answer");
        assertThat(again.digest()).isEqualTo(scenario.digest());
    }

    @Test
    void digest_otherTableOfEdges_differs() {
        Scenario other = parse(MAIL.replace("edge: S4 SENT -> IDLE", "edge: S4 SENT -> GREETED")
                .replace("PATIENCE IDLE", "PATIENCE GREETED")).scenarios().get("one-mail");

        assertThat(other.client()).hasToString(ONE.client().toString());
        assertThat(other.digest()).isNotEqualTo(ONE.digest());
        assertThat(parse(MAIL + "# a comment\n").scenarios().get("one-mail").digest())
                .isEqualTo(ONE.digest());
    }

    @Test
    void check_wholeRun_conformsAndFailedWaitIsNamed() {
        List<Transition> sender = ONE.client().transitions();
        List<Transition> receiver = new ArrayList<>(ONE.server().transitions());
        assertThat(check(sender, receiver)).hasToString("conforms");

        Transition lost = new Transition(Side.SERVER, 3, PROTOCOL.states().get(1), PROTOCOL.states().get(3),
                new Cause.Ended("session lost"), PROTOCOL.edge("F1").orElseThrow(), 1, 0, 0);
        receiver.set(2, lost);
        Verdict verdict = check(sender.subList(0, 3), receiver);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.endings()).containsExactly(lost);
    }

    @Test
    void check_edgeThatAsksForAnotherWayIn_violates() {
        List<Transition> receiver = new ArrayList<>(ONE.server().transitions());
        Transition greeted = receiver.get(1);
        receiver.set(1, new Transition(Side.SERVER, 2, greeted.from(), greeted.to(), PROTOCOL.cause("220"),
                PROTOCOL.edge("S1").orElseThrow(), 0, 0, 0));

        assertThat(check(ONE.client().transitions(), receiver).violations()).singleElement()
                .hasToString(
                        "a move that the script does not make: server 2: IDLE -> GREETED (220), where the "
                                + "script has server 2: IDLE -> GREETED (ACCEPT)");
    }

    private static Verdict check(List<Transition> sender, List<Transition> receiver) {
        return new Checker(ONE, Duration.ZERO).check(new Trace("1", Side.CLIENT, sender),
                new Trace("1", Side.SERVER, receiver));
    }

    @Test
    void pictures_ofOwnProtocol_haveItsRoles() {
        assertThat(Ladder.of(ONE).lines().findFirst().orElseThrow().strip().split(" +", -1))
                .containsExactly("Sender", "Receiver");
        assertThat(Ladder.of(ONE)).contains("─ MAIL ─", "│    SENT     │", "SEND │");
        assertThat(SequenceDiagram.of(ONE)).contains("participant C as Sender", "participant S as Receiver",
                "C->>S: MAIL");
        assertThat(HistoryText.of(PROTOCOL, ONE.client().transitions(), ONE.server().transitions()))
                .startsWith("sender ").contains("receiver", "GREETED (ACCEPT) R1");
    }

    @Test
    void get_unknownName_namesTheKnown() {
        assertThatThrownBy(() -> PROTOCOL.scenarios().get("two-mails"))
                .isInstanceOf(UnknownScenarioException.class).hasMessageContaining("one-mail, no-answer");
    }
}
