package dev.parkway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkway.proto.control.v1.UnparkToken;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever steps a client takes, in whatever order: it is taken or refused by a named status, nothing is left of
 * it, and a session beside it does not notice. Without gRPC, so that there are many a second.
 */
@Timeout(600)
final class TokenFuzzTest {

    private static final Set<Status.Code> OPENING = Set.of(Status.Code.ALREADY_EXISTS, Status.Code.NOT_FOUND,
            Status.Code.ABORTED);
    private static final Set<Status.Code> TALKING = Set.of(Status.Code.INVALID_ARGUMENT,
            Status.Code.RESOURCE_EXHAUSTED, Status.Code.ABORTED);

    private final Counterparty counterparty = Counterparty.running("?!??!");
    private final ControlServer server = new ControlServer(counterparty,
            new ControlLimits(3, 6, 20, 256, Duration.ZERO), "instance", () -> "localhost:1");
    private final Visitor bystander = new Visitor();

    /** One client, and the streams that it has attached. */
    private final class Visitor {

        private final SessionId id = SessionId.random();
        private final List<FakeStream> streams = new ArrayList<>();
        private Attach newest;
        private ServerSession session;

        Visitor() {
            FakeStream stream = new FakeStream();
            streams.add(stream);
            newest = Attach.accepted(stream, AttachRequest.OPENING);
            session = server.attach(new AttachRequest(id, AttachRequest.OPENING, Site.TERMS),
                    PeerIdentity.UNKNOWN, newest);
        }

        void take(Ordeal.Step step) {
            switch (step) {
                case Ordeal.Step.AttachAs(long number) -> attach(number);
                case Ordeal.Step.Batch(long acknowledged, List<UnparkToken> tokens) ->
                    session.take(newest, Tokens.batch(acknowledged, tokens));
                case Ordeal.Step.Break() -> session.broken(newest, "broken on purpose");
                case Ordeal.Step.HalfClose() -> session.halfClosed(newest);
            }
        }

        void attach(long number) {
            FakeStream stream = new FakeStream();
            Attach attach = Attach.accepted(stream, number);
            try {
                session = server.attach(new AttachRequest(id, number, Site.TERMS), PeerIdentity.UNKNOWN,
                        attach);
                newest = attach;
                streams.add(stream);
            } catch (StatusRuntimeException e) {
                assertNamed(e, OPENING);
            }
        }

        void assertFailuresNamed() {
            for (FakeStream stream : streams) {
                StatusRuntimeException failure = stream.failed.getNow(null);
                if (failure != null) {
                    assertNamed(failure, TALKING);
                }
            }
        }
    }

    private static void assertNamed(StatusRuntimeException failure, Set<Status.Code> allowed) {
        assertThat(failure.getStatus().getCode()).as("%s", failure.getMessage()).isIn(allowed);
        assertThat(Failure.info(failure)).as("%s", failure.getMessage()).isPresent();
    }

    @BeforeEach
    void bystanderGoesHalfway() {
        bystander.take(new Ordeal.Step.Batch(0, List.of(Tokens.turn(1, 1))));
    }

    @AfterEach
    void bystanderEndsInOrder() throws Exception {
        bystander.take(new Ordeal.Step.Batch(0, List.of(Tokens.turn(1, 3), Tokens.last(1, 3))));
        FakeStream stream = bystander.streams.getFirst();
        UnparkToken token = stream.nextTokens().getLast();
        while (!token.getLast()) {
            token = stream.nextTokens().getLast();
        }
        assertThat(token).isEqualTo(Tokens.last(1, 2));
        bystander.take(new Ordeal.Step.HalfClose());
        stream.completed.get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Site.awaitZero("sessions", () -> server.sessions().size());
        Site.awaitZero("connections", server::connections);
        Site.awaitZero("threads", server::runningThreads);
    }

    @Test
    void steps_random_areTakenOrRefusedAndLeaveNothing() throws Exception {
        Rounds.play(5_000, 300_000, random -> undergo(Ordeal.random(random)));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void steps_thatDidHarmOnce_doNoMore(Path file) throws Exception {
        undergo(Ordeal.parse(Files.readAllLines(file)));
    }

    static Stream<Path> kept() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files
                .list(Path.of(TokenFuzzTest.class.getResource("corpus").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".steps")).sorted().toList().stream();
        }
    }

    private void undergo(Ordeal ordeal) {
        Visitor visitor = new Visitor();
        try {
            ordeal.steps().forEach(visitor::take);
            visitor.take(new Ordeal.Step.Break());
            Site.awaitZero("other sessions", () -> server.sessions().size() - 1);
            Site.awaitZero("other connections", () -> server.connections() - 1);
            Site.awaitZero("other threads", () -> server.runningThreads() - 1);
            visitor.assertFailuresNamed();
            counterparty.accepted.clear();
            counterparty.ended.clear();
            counterparty.sessionEnds.clear();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + ordeal, e);
        }
    }
}
