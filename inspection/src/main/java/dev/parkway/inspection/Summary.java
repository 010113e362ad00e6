package dev.parkway.inspection;

import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.ScenarioCount;
import dev.parkway.proto.inspection.v1.State;
import dev.parkway.proto.inspection.v1.StateCount;
import dev.parkway.proto.inspection.v1.VerdictCounts;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** A journal's connections, counted. */
final class Summary {

    /** So many connections may be judged before whoever else has to run gets its turn. */
    private static final int STRETCH = 256;

    private final Verdicts kept = new Verdicts();
    private final Map<State, StateCount.Builder> states = new EnumMap<>(State.class);
    private long connections;

    private Summary() {}

    static GetSummaryResponse of(Journal journal) {
        Summary summary = new Summary();
        long forgotten = journal.forgotten();
        journal.forEach(summary::add);
        return summary.message(journal.verdicts().byScenario(), forgotten);
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on it but how long others wait.
    private void add(Entry entry) {
        StateCount.Builder clients = count(Messages.lastState(entry.client()));
        clients.setClients(clients.getClients() + 1);
        StateCount.Builder servers = count(Messages.lastState(entry.server()));
        servers.setServers(servers.getServers() + 1);
        kept.add(entry.scenario(), entry.verdict().outcome());
        if (++connections % STRETCH == 0) {
            // The caller is a virtual thread, as state threads are, and none of these is made to make way.
            Thread.yield();
        }
    }

    private StateCount.Builder count(State state) {
        return states.computeIfAbsent(state, _ -> StateCount.newBuilder().setState(state));
    }

    private GetSummaryResponse message(SortedMap<Verdicts.Key, VerdictCounts> judged, long forgotten) {
        SortedMap<Verdicts.Key, VerdictCounts> here = kept.byScenario();
        GetSummaryResponse.Builder message = GetSummaryResponse.newBuilder()
                .setKept(connections)
                .setForgotten(forgotten)
                .setKeptVerdicts(Verdicts.sum(here))
                .setJudgedVerdicts(Verdicts.sum(judged));
        states.values().forEach(message::addStates);
        SortedSet<Verdicts.Key> scenarios = new TreeSet<>(here.keySet());
        scenarios.addAll(judged.keySet());
        VerdictCounts none = VerdictCounts.getDefaultInstance();
        for (Verdicts.Key each : scenarios) {
            message.addScenarios(ScenarioCount.newBuilder()
                    .setScenario(each.name()).setProfile(each.profile())
                    .setKept(here.getOrDefault(each, none)).setJudged(judged.getOrDefault(each, none)));
        }
        return message.build();
    }
}
