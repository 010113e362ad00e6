package dev.parkway.page;

import dev.parkway.control.Failure;
import dev.parkway.proto.operation.v1.PaceConnectionRequest;
import dev.parkway.proto.operation.v1.StartConnectionsRequest;
import dev.parkway.proto.operation.v1.StepConnectionRequest;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/** The calls of the operation API, as JSON; each is refused unless the server's operator allows them. */
final class Operating implements HttpService {

    private final Calls calls;
    private final PagePlan plan;

    Operating(Calls calls, PagePlan plan) {
        this.calls = calls;
        this.plan = plan;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/connections", this::start)
                .post("/connections/{session}/{number}/pace", this::pace)
                .post("/connections/{session}/{number}/step", this::step);
    }

    private void start(ServerRequest request, ServerResponse response) {
        StartConnectionsRequest asked = Json.read(body(request), StartConnectionsRequest.newBuilder())
                .build();
        Reading.send(response, Json.of(calls.operation().startConnections(asked)));
    }

    private void pace(ServerRequest request, ServerResponse response) {
        PaceConnectionRequest asked = Json.read(body(request), PaceConnectionRequest.newBuilder())
                .setConnection(Reading.name(request)).build();
        Reading.send(response, Json.of(calls.operation().paceConnection(asked)));
    }

    private void step(ServerRequest request, ServerResponse response) {
        StepConnectionRequest asked = Json.read(body(request), StepConnectionRequest.newBuilder())
                .setConnection(Reading.name(request)).build();
        Reading.send(response, Json.of(calls.operation().stepConnection(asked)));
    }

    private String body(ServerRequest request) {
        if (!plan.operations()) {
            throw Failure.permissionDenied("OPERATIONS_OFF",
                    "this server takes no operations: it was started without --operations", Map.of());
        }
        return request.content().hasEntity() ? request.content().as(String.class) : "";
    }
}
