package dev.parkway.examples.commit;

import dev.parkway.connection.History;
import dev.parkway.script.Scenario;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.check.Checker;
import dev.parkway.script.check.Trace;
import dev.parkway.script.check.Verdict;
import dev.parkway.script.picture.Ladder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts a participant as a process of its own, coordinates a transaction with it, draws both and checks them. */
public final class TwoPhaseCommit {

    private TwoPhaseCommit() {}

    /** What both processes did. */
    record Run(Scenario scenario, List<Transition> coordinator, List<Transition> participant) {

        String ladder() {
            return Ladder.of(scenario, coordinator, participant);
        }

        Verdict verdict() {
            return verdict(coordinator, participant);
        }

        Verdict verdict(List<Transition> byCoordinator, List<Transition> byParticipant) {
            return new Checker(scenario, Commit.PATIENCE).check(
                    new Trace(scenario.name(), Side.CLIENT, byCoordinator),
                    new Trace(scenario.name(), Side.SERVER, byParticipant));
        }
    }

    /**
     * Prints what happened.
     *
     * @param arguments the scenario's name: commit, abort, timeout or recovery
     * @throws Exception if the other process cannot be started, or says nothing
     */
    public static void main(String[] arguments) throws Exception {
        Run run = run(arguments.length == 0 ? "commit" : arguments[0]);
        System.out.print(run.ladder());
        System.out.println(run.verdict());
    }

    static Run run(String name) throws IOException, InterruptedException {
        Scenario scenario = Commit.PROTOCOL.scenarios().get(name);
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Participant.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = process.inputReader()) {
            String first = String.valueOf(output.readLine());
            if (!first.startsWith(Participant.LISTENING)) {
                throw new IOException("the participant did not start: " + first);
            }
            int port = Integer.parseInt(first.substring(Participant.LISTENING.length()));
            History coordinator = Coordinator.run(scenario, port);
            List<Transition> participant = Records.read(Commit.PROTOCOL, output.lines().toList());
            return new Run(scenario, coordinator.transitions(), participant);
        } finally {
            process.destroy();
        }
    }
}
