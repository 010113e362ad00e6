package dev.parkway.server;

import io.grpc.BindableService;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the page of this process calls.
 *
 * @param inspection what shows its connections; none if it does not
 * @param operation what starts and paces them; none if nobody may
 */
record LocalServices(List<BindableService> inspection, List<BindableService> operation) {

    LocalServices {
        inspection = List.copyOf(inspection);
        operation = List.copyOf(operation);
    }

    List<BindableService> all() {
        return Stream.concat(inspection.stream(), operation.stream()).toList();
    }
}
