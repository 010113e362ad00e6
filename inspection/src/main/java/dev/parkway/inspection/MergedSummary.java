package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.ScenarioCount;
import dev.parkway.proto.inspection.v1.StateCount;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import io.grpc.StatusRuntimeException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The counts of several servers, added up. */
final class MergedSummary {

    private final GetSummaryResponse.Builder sum = GetSummaryResponse.newBuilder();
    /** By number: a newer server may have states that have no name here. */
    private final SortedMap<Integer, StateCount.Builder> states = new TreeMap<>();
    private final SortedMap<Verdicts.Key, ScenarioCount.Builder> scenarios = new TreeMap<>();

    void add(Answer<GetSummaryResponse> answer, Function<StatusRuntimeException, String> why) {
        switch (answer) {
            case Answer.Given<GetSummaryResponse>(Peer server, GetSummaryResponse counts) -> {
                sum.addServers(server.address());
                add(counts);
            }
            case Answer.None<GetSummaryResponse> none ->
                add(new Peers.Unasked(none.server().address(), why.apply(none.failure())));
        }
    }

    void add(Peers.Unasked unasked) {
        sum.addUnasked(Messages.unasked(unasked));
    }

    private void add(GetSummaryResponse one) {
        sum.setKept(sum.getKept() + one.getKept()).setForgotten(sum.getForgotten() + one.getForgotten())
                .setKeptVerdicts(plus(sum.getKeptVerdicts(), one.getKeptVerdicts()))
                .setJudgedVerdicts(plus(sum.getJudgedVerdicts(), one.getJudgedVerdicts()));
        for (StateCount each : one.getStatesList()) {
            StateCount.Builder state = states.computeIfAbsent(each.getStateValue(),
                    key -> StateCount.newBuilder().setStateValue(key));
            state.setClients(state.getClients() + each.getClients())
                    .setServers(state.getServers() + each.getServers());
        }
        for (ScenarioCount each : one.getScenariosList()) {
            ScenarioCount.Builder scenario = scenarios.computeIfAbsent(
                    new Verdicts.Key(each.getScenario(), each.getProfile()),
                    key -> ScenarioCount.newBuilder().setScenario(key.name()).setProfile(key.profile()));
            scenario.setKept(plus(scenario.getKept(), each.getKept()))
                    .setJudged(plus(scenario.getJudged(), each.getJudged()));
        }
    }

    private static VerdictCounts plus(VerdictCounts one, VerdictCounts other) {
        return VerdictCounts.newBuilder().setConforms(one.getConforms() + other.getConforms())
                .setIncomplete(one.getIncomplete() + other.getIncomplete())
                .setViolates(one.getViolates() + other.getViolates()).build();
    }

    GetSummaryResponse message() {
        states.values().forEach(sum::addStates);
        scenarios.values().forEach(sum::addScenarios);
        return sum.build();
    }
}
