package dev.parkway.inspection;

import dev.parkway.control.Failure;
import dev.parkway.proto.inspection.v1.GetConnectionRequest;
import dev.parkway.proto.inspection.v1.GetConnectionResponse;
import dev.parkway.proto.inspection.v1.GetSummaryRequest;
import dev.parkway.proto.inspection.v1.GetSummaryResponse;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceBlockingStub;
import dev.parkway.proto.inspection.v1.InspectionServiceGrpc.InspectionServiceImplBase;
import dev.parkway.proto.inspection.v1.ListConnectionsRequest;
import dev.parkway.proto.inspection.v1.ListConnectionsResponse;
import dev.parkway.proto.inspection.v1.ListScenariosRequest;
import dev.parkway.proto.inspection.v1.ListScenariosResponse;
import dev.parkway.proto.inspection.v1.Scenario;
import dev.parkway.proto.inspection.v1.WatchTransitionsRequest;
import dev.parkway.proto.inspection.v1.WatchTransitionsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows what several servers inspect, as if it were one's. Nothing is kept here: every question goes to those that are
 * present at that moment, and who cannot be asked is left out and named in the summary. Its calls wait, so it is to be
 * served by threads that may: virtual ones.
 */
public final class MergedInspection extends InspectionServiceImplBase {

    private final Peers peers;
    private final Duration patience;
    private final SessionHomes homes = new SessionHomes();

    /**
     * Creates a service.
     *
     * @param peers whom it asks
     * @param patience how long it waits for an answer of each
     */
    public MergedInspection(Peers peers, Duration patience) {
        this.peers = peers;
        this.patience = patience;
    }

    @Override
    public void listConnections(ListConnectionsRequest request,
            StreamObserver<ListConnectionsResponse> responses) {
        answer(responses, () -> page(request));
    }

    private ListConnectionsResponse page(ListConnectionsRequest request) {
        int count = InspectionService.count(request);
        List<Peer> ordered = MergedPlace.ordered(peers.present());
        Optional<MergedPlace> place = first(request.getPageToken(), ordered);
        ListConnectionsResponse.Builder page = ListConnectionsResponse.newBuilder();
        while (place.isPresent() && page.getConnectionsCount() < count) {
            place = add(place.get(), request.toBuilder().setPageSize(count - page.getConnectionsCount()),
                    ordered, page);
        }
        return page.setNextPageToken(place.map(MergedPlace::write).orElse("")).build();
    }

    private static Optional<MergedPlace> first(String token, List<Peer> ordered) {
        if (token.isEmpty()) {
            return ordered.stream().findFirst().map(each -> new MergedPlace(each.address(), ""));
        }
        return MergedPlace.read(token)
                .orElseThrow(() -> InspectionService.bad("PAGE_TOKEN", "page_token", token,
                        "next_page_token of the last answer for the same session"))
                .among(ordered);
    }

    /** Adds what there is from a place on, at most of one server; returns where it goes on. */
    private Optional<MergedPlace> add(MergedPlace place, ListConnectionsRequest.Builder request,
            List<Peer> ordered, ListConnectionsResponse.Builder page) {
        List<String> addresses = ordered.stream().map(Peer::address).toList();
        int at = addresses.indexOf(place.address());
        Optional<MergedPlace> next = addresses.stream().skip(at + 1).findFirst()
                .map(each -> new MergedPlace(each, ""));
        ListConnectionsRequest asked = request.setPageToken(place.token()).build();
        return switch (Asking.one(ordered.get(at), peer -> stub(peer).listConnections(asked))) {
            case Answer.Given<ListConnectionsResponse>(Peer server, ListConnectionsResponse some) -> {
                some.getConnectionsList().forEach(each -> homes.seen(each.getName(), server.address()));
                page.addAllConnections(some.getConnectionsList())
                        .setForgotten(page.getForgotten() + some.getForgotten());
                yield some.getNextPageToken().isEmpty() ? next
                        : Optional.of(new MergedPlace(server.address(), some.getNextPageToken()));
            }
            case Answer.None<ListConnectionsResponse> none -> {
                // A place that is none there any more is one of the server that was at this address before.
                if (place.token().isEmpty() && isWrong(none)) {
                    throw none.failure();
                }
                yield next;
            }
        };
    }

    @Override
    public void getConnection(GetConnectionRequest request, StreamObserver<GetConnectionResponse> responses) {
        answer(responses, () -> connection(request));
    }

    private GetConnectionResponse connection(GetConnectionRequest request) {
        List<Answer.None<GetConnectionResponse>> none = new ArrayList<>();
        for (List<Peer> some : inTurn(request.getName())) {
            Optional<GetConnectionResponse> found = find(request, some, none);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw missing(request.getName(), none);
    }

    /** Returns whom to ask for a connection: the first, for it wins; then who had its session; then all others. */
    private List<List<Peer>> inTurn(String connection) {
        List<Peer> present = peers.present();
        List<Peer> first = present.subList(0, Math.min(1, present.size()));
        Optional<String> home = homes.of(connection);
        Map<Boolean, List<Peer>> others = present.stream().skip(1)
                .collect(Collectors.partitioningBy(each -> home.equals(Optional.of(each.address()))));
        return List.of(first, others.getOrDefault(true, List.of()), others.getOrDefault(false, List.of()));
    }

    /** Asks some at once; the first answer is enough. */
    private Optional<GetConnectionResponse> find(GetConnectionRequest request, List<Peer> some,
            List<Answer.None<GetConnectionResponse>> none) {
        BlockingQueue<Answer<GetConnectionResponse>> answers = new LinkedBlockingQueue<>();
        Asking.asked(some, peer -> stub(peer).getConnection(request))
                .forEach(coming -> {
                    var _ = coming.thenAccept(answers::add);
                });
        try {
            for (int i = 0; i < some.size(); i++) {
                switch (answers.take()) {
                    case Answer.Given<GetConnectionResponse>(Peer server, GetConnectionResponse found) -> {
                        homes.seen(request.getName(), server.address());
                        return Optional.of(found);
                    }
                    case Answer.None<GetConnectionResponse> no -> none.add(no);
                }
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unavailable("SHUTTING_DOWN", "this process is shutting down", Map.of());
        }
    }

    private StatusRuntimeException missing(String connection, List<Answer.None<GetConnectionResponse>> none) {
        List<String> unasked = Stream.concat(
                none.stream().filter(each -> !isAnswer(each))
                        .map(each -> each.server().address() + ": " + why(each.failure())),
                peers.unknown().map(each -> each.address() + ": " + each.reason()).stream()).toList();
        Optional<StatusRuntimeException> answered = none.stream().filter(MergedInspection::isAnswer)
                .map(Answer.None::failure).findFirst();
        if (answered.isPresent() && unasked.isEmpty()) {
            // They all say the same, and it does not matter who does.
            return answered.get();
        }
        String others = String.join("; ", unasked);
        return answered.isPresent()
                ? Failure.notFound("CONNECTION_UNKNOWN",
                        "no connection " + connection + " at any server that could be asked; could not be: "
                                + others,
                        Map.of("connection", connection, "unasked", others))
                : Failure.unavailable("NO_SERVER_ASKED", "no server could be asked; " + others,
                        Map.of("unasked", others));
    }

    @Override
    public void listScenarios(ListScenariosRequest request, StreamObserver<ListScenariosResponse> responses) {
        answer(responses, () -> {
            Map<String, Scenario> all = new LinkedHashMap<>();
            Asking.given(Asking.ask(peers.present(), peer -> stub(peer).listScenarios(request)))
                    .forEach(some -> some.getScenariosList()
                            .forEach(each -> all.putIfAbsent(each.getDigest(), each)));
            return ListScenariosResponse.newBuilder().addAllScenarios(all.values()).build();
        });
    }

    @Override
    public void getSummary(GetSummaryRequest request, StreamObserver<GetSummaryResponse> responses) {
        answer(responses, () -> {
            MergedSummary summary = new MergedSummary();
            Asking.ask(MergedPlace.ordered(peers.present()), peer -> stub(peer).getSummary(request))
                    .forEach(each -> summary.add(each, this::why));
            peers.unknown().ifPresent(summary::add);
            return summary.message();
        });
    }

    @Override
    public void watchTransitions(WatchTransitionsRequest request,
            StreamObserver<WatchTransitionsResponse> responses) {
        new MergedWatch((ServerCallStreamObserver<WatchTransitionsResponse>) responses, request, peers, homes,
                patience).start();
    }

    private String why(StatusRuntimeException failure) {
        return failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
                ? "no answer within " + patience.toMillis() + " ms" : peers.why(failure);
    }

    /** Says whether a server that gave nothing has answered all the same. */
    private static boolean isAnswer(Answer.None<?> none) {
        return none.failure().getStatus().getCode() == Status.Code.NOT_FOUND || isWrong(none);
    }

    /** Says whether it is the question that is wrong. */
    private static boolean isWrong(Answer.None<?> none) {
        return none.failure().getStatus().getCode() == Status.Code.INVALID_ARGUMENT;
    }

    private InspectionServiceBlockingStub stub(Peer peer) {
        return InspectionServiceGrpc.newBlockingStub(peer.channel())
                .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static <T> void answer(StreamObserver<T> responses, Supplier<T> answer) {
        T message;
        try {
            message = answer.get();
        } catch (StatusRuntimeException e) {
            responses.onError(e);
            return;
        }
        responses.onNext(message);
        responses.onCompleted();
    }
}
