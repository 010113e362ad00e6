package dev.parkway.probe;

/** What a service says of itself, in the order of {@code grpc.health.v1.HealthCheckResponse.ServingStatus}. */
enum HealthStatus {
    UNKNOWN,
    SERVING,
    NOT_SERVING,
    SERVICE_UNKNOWN
}
