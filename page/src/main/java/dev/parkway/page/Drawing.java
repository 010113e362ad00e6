package dev.parkway.page;

import dev.parkway.inspection.Inspector;
import dev.parkway.inspection.Inspector.Recorded;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.script.Scenario;
import dev.parkway.script.Scenarios;
import dev.parkway.script.Side;
import dev.parkway.script.Transition;
import dev.parkway.script.UnknownScenarioException;
import dev.parkway.script.check.CausalOrder;
import dev.parkway.script.picture.Figure;
import dev.parkway.tcp.TcpProfile;
import java.util.List;

/**
 * A connection's ladder for a browser.
 *
 * @param rows how many rows it has
 * @param boxRows how many of them a box takes
 * @param boxes the states that were entered, each with its vector clock
 * @param arrows the tokens
 */
record Drawing(int rows, int boxRows, List<Box> boxes, List<Arrow> arrows) {

    /** Beyond this a ladder helps nobody, and costs too much to be laid out anew for each record. */
    private static final int MAX_RECORDS = 400;

    /** A state entered; its clock says how many records of either side had happened by then. */
    record Box(String side, int ordinal, int row, int client, int server) {}

    /** A token; rows are -1 for what did not happen, or is not known to have. */
    record Arrow(String giver, int token, String label, int given, int taken) {}

    private static final Drawing NONE = new Drawing(0, Figure.BOX_ROWS, List.of(), List.of());

    /** Lays out what is known of a connection; without rows if it is too long or of no scenario that is known. */
    static Drawing of(GetConnectionResponse answer, Scenarios scenarios) {
        if (answer.getTransitionsCount() > MAX_RECORDS) {
            return NONE;
        }
        Recorded recorded = Inspector.recorded(answer);
        Scenario scenario;
        try {
            scenario = scenarios.get(recorded.scenario(), TcpProfile.of(recorded.profile()));
        } catch (UnknownScenarioException e) {
            return NONE;
        }
        List<Transition> client = recorded.of(Side.CLIENT);
        List<Transition> server = recorded.of(Side.SERVER);
        Figure figure = Figure.of(scenario, client, server);
        CausalOrder order = CausalOrder.of(client, server);
        return new Drawing(figure.rows(), Figure.BOX_ROWS,
                figure.boxes().stream().map(box -> box(box, client, server, order)).toList(),
                figure.arrows().stream().map(arrow -> new Arrow(arrow.giver().toString(), arrow.token(),
                        arrow.label(), arrow.givenRow(), arrow.takenRow())).toList());
    }

    private static Box box(Figure.Box box, List<Transition> client, List<Transition> server,
            CausalOrder order) {
        Transition record = (box.side() == Side.CLIENT ? client : server).stream()
                .filter(each -> each.ordinal() == box.ordinal()).findFirst().orElseThrow();
        return new Box(box.side().toString(), box.ordinal(), box.row(), order.clock(record, Side.CLIENT),
                order.clock(record, Side.SERVER));
    }
}
