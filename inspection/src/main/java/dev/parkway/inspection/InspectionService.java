package dev.parkway.inspection;

import dev.parkway.connection.ConnectionName;
import dev.parkway.control.Failure;
import dev.parkway.proto.inspection.v1.Connection;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceImplBase;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import dev.parkway.proto.inspection.v1.ListConnectionsResponse;
import dev.parkway.proto.inspection.v1.ListScenariosRequest;
import dev.parkway.proto.inspection.v1.ListScenariosResponse;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import dev.parkway.script.Scenarios;
import dev.parkway.script.check.Verdict;
import dev.parkway.script.check.Violation;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Shows a {@link Journal} over gRPC. */
public final class InspectionService extends InspectionServiceImplBase {

    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1_000;
    private static final int SHOWN = 64;

    private final Journal journal;
    private final InspectionLimits limits;
    private final Scenarios scenarios;
    private final PageToken tokens = new PageToken();
    private final AtomicInteger watchers = new AtomicInteger();

    /**
     * Creates a service.
     *
     * @param journal what it shows
     * @param limits how much of it at a time
     * @param scenarios what connections may do here
     */
    public InspectionService(Journal journal, InspectionLimits limits, Scenarios scenarios) {
        this.journal = journal;
        this.limits = limits;
        this.scenarios = scenarios;
    }

    @Override
    public void listConnections(ListConnectionsRequest request,
            StreamObserver<ListConnectionsResponse> responses) {
        try {
            ListConnectionsResponse page = page(request);
            responses.onNext(page);
            responses.onCompleted();
        } catch (StatusRuntimeException e) {
            responses.onError(e);
        }
    }

    private ListConnectionsResponse page(ListConnectionsRequest request) {
        int count = count(request);
        String session = request.getSession();
        checkSession(session);
        long before = Long.MAX_VALUE;
        if (!request.getPageToken().isEmpty()) {
            before = tokens.read(request.getPageToken(), session)
                    .orElseThrow(() -> bad("PAGE_TOKEN", "page_token", request.getPageToken(),
                            "next_page_token of this process's last answer for the same session"));
        }
        // One more than asked for tells whether there is another page.
        List<Entry> found = journal.older(before, count + 1, session.isEmpty() ? null : session);
        List<Entry> shown = found.subList(0, Math.min(count, found.size()));
        ListConnectionsResponse.Builder page = ListConnectionsResponse.newBuilder()
                .setForgotten(journal.forgotten());
        shown.forEach(entry -> page.addConnections(Messages.connection(entry)));
        if (found.size() > count) {
            page.setNextPageToken(tokens.write(shown.getLast().serial(), session));
        }
        return page.build();
    }

    /** Returns how many connections a page may have at most. */
    static int count(ListConnectionsRequest request) {
        if (request.getPageSize() < 0) {
            throw bad("PAGE_SIZE", "page_size", Integer.toString(request.getPageSize()), "0 or more");
        }
        return request.getPageSize() == 0 ? DEFAULT_PAGE : Math.min(request.getPageSize(), MAX_PAGE);
    }

    @Override
    public void getConnection(GetConnectionRequest request, StreamObserver<GetConnectionResponse> responses) {
        try {
            GetConnectionResponse connection = connection(name("name", request.getName()));
            responses.onNext(connection);
            responses.onCompleted();
        } catch (StatusRuntimeException e) {
            responses.onError(e);
        }
    }

    private GetConnectionResponse connection(ConnectionName name) {
        Entry entry = journal.find(name);
        if (entry == null) {
            throw Failure.notFound("CONNECTION_UNKNOWN",
                    "no connection " + name + " here, or it has been forgotten: only the last "
                            + limits.connections() + " are kept",
                    Map.of("connection", name.toString(), "kept", Integer.toString(limits.connections())));
        }
        // How far it is first, then the verdict, then the records: each has at least what the one before speaks of.
        Connection.Builder connection = Messages.unjudged(entry);
        Verdict verdict = entry.verdict();
        GetConnectionResponse.Builder answer = GetConnectionResponse.newBuilder()
                .setConnection(connection.setVerdict(verdict.outcome().toString()))
                .addAllTransitions(Messages.transitions(entry));
        for (Violation each : verdict.violations()) {
            answer.addViolations(each.toString()).addBroken(Messages.violation(each));
        }
        return answer.build();
    }

    @Override
    public void listScenarios(ListScenariosRequest request, StreamObserver<ListScenariosResponse> responses) {
        responses.onNext(ListScenariosResponse.newBuilder()
                .addAllScenarios(scenarios.all().stream().map(Messages::scenario).toList()).build());
        responses.onCompleted();
    }

    @Override
    public void getSummary(GetSummaryRequest request, StreamObserver<GetSummaryResponse> responses) {
        responses.onNext(Summary.of(journal));
        responses.onCompleted();
    }

    @Override
    public void watchTransitions(WatchTransitionsRequest request,
            StreamObserver<WatchTransitionsResponse> responses) {
        var call = (ServerCallStreamObserver<WatchTransitionsResponse>) responses;
        WatchCall watch;
        try {
            watch = new WatchCall(call, filter(request), limits.watchBuffer());
            admit();
        } catch (StatusRuntimeException e) {
            responses.onError(e);
            return;
        }
        call.setOnReadyHandler(watch::flush);
        call.setOnCancelHandler(() -> {
            watch.cancelled();
            leave(watch);
        });
        call.setOnCloseHandler(() -> leave(watch));
        journal.teller().add(watch);
    }

    private void admit() {
        if (watchers.incrementAndGet() > limits.watchers()) {
            watchers.decrementAndGet();
            throw Failure.resourceExhausted("TOO_MANY_WATCHERS",
                    limits.watchers() + " calls are watching, which is all that this process allows",
                    Map.of("allowed", Integer.toString(limits.watchers())));
        }
    }

    private void leave(WatchCall watch) {
        watchers.decrementAndGet();
        journal.teller().remove(watch);
    }

    private static Predicate<ConnectionName> filter(WatchTransitionsRequest request) {
        String session = request.getSession();
        checkSession(session);
        if (request.getConnection().isEmpty()) {
            return session.isEmpty() ? name -> true : name -> name.session().equals(session);
        }
        ConnectionName connection = name("connection", request.getConnection());
        if (!session.isEmpty() && !connection.session().equals(session)) {
            throw bad("SESSION", "session", session,
                    "empty or " + connection.session() + ", which connection " + connection + " belongs to");
        }
        return connection::equals;
    }

    private static ConnectionName name(String field, String text) {
        try {
            return ConnectionName.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad("CONNECTION_NAME", field, text, "session/number, as in 3f2a9c1d/7");
        }
    }

    private static void checkSession(String text) {
        if (!text.isEmpty() && !ConnectionName.isSession(text)) {
            throw bad("SESSION", "session", text, "8 hex digits, as in 3f2a9c1d, or local");
        }
    }

    static StatusRuntimeException bad(String reason, String field, String value, String allowed) {
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
        return Failure.invalidArgument(reason,
                field + " is \"" + shown + "\", allowed is " + allowed,
                Map.of("field", field, "value", shown, "allowed", allowed));
    }
}
