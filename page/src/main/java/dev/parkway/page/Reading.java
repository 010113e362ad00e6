package dev.parkway.page;

import dev.parkway.control.Failure;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import dev.parkway.proto.inspection.v1.ListScenariosRequest;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/** What the inspection API tells, as JSON: its own messages. */
final class Reading implements HttpService {

    /** What a browser has to know of this server before it asks for anything else. */
    private record Settings(boolean operations) {}

    private final Calls calls;
    private final PagePlan plan;
    private final String machine = Json.of(Machine.ofTheTable());

    Reading(Calls calls, PagePlan plan) {
        this.calls = calls;
        this.plan = plan;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/settings", (_, response) -> send(response, Json.of(new Settings(plan.operations()))))
                .get("/machine", (_, response) -> send(response, machine))
                .get("/summary", (_, response) -> send(response,
                        Json.of(calls.inspection().getSummary(GetSummaryRequest.getDefaultInstance()))))
                .get("/scenarios", (_, response) -> send(response,
                        Json.of(calls.inspection().listScenarios(ListScenariosRequest.getDefaultInstance()))))
                .get("/connections", this::list)
                .get("/connections/{session}/{number}", this::connection);
    }

    private void list(ServerRequest request, ServerResponse response) {
        ListConnectionsRequest.Builder asked = ListConnectionsRequest.newBuilder()
                .setSession(request.query().first("session").orElse(""))
                .setPageToken(request.query().first("page_token").orElse(""));
        String size = request.query().first("page_size").orElse("0");
        try {
            asked.setPageSize(Integer.parseInt(size));
        } catch (NumberFormatException e) {
            throw Failure.invalidArgument("PAGE_SIZE", "page_size is no number, allowed is 0 or more",
                    Map.of("field", "page_size", "allowed", "0 or more"));
        }
        send(response, Json.of(calls.inspection().listConnections(asked.build())));
    }

    private void connection(ServerRequest request, ServerResponse response) {
        send(response, Json.of(calls.inspection().getConnection(
                GetConnectionRequest.newBuilder().setName(name(request)).build())));
    }

    /** Returns the name of the connection that a path tells. */
    static String name(ServerRequest request) {
        return request.path().pathParameters().get("session") + "/"
                + request.path().pathParameters().get("number");
    }

    static void send(ServerResponse response, String json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderNames.CACHE_CONTROL, "no-store").send(json);
    }
}
