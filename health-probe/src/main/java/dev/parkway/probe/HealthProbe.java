package dev.parkway.probe;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * The containers' health check: exits with 0 if the service on this machine says that it serves, else with 1.
 *
 * <p>It asks by gRPC's own health protocol, so that a server that drains, or that listens and no longer
 * answers, counts as unhealthy. Its arguments name environment variables: the first that is set holds the port.
 */
public final class HealthProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private HealthProbe() {}

    /**
     * Asks once and ends the process.
     *
     * @param arguments names of environment variables, the first of which that is set holds the port
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.getenv(), System.out));
    }

    static int run(String[] arguments, Map<String, String> environment, PrintStream out) {
        try {
            HealthCall call = new HealthCall(address(arguments, environment), PATIENCE);
            HealthStatus status = call.ask();
            out.println(status);
            return status == HealthStatus.SERVING ? 0 : 1;
        } catch (IOException | IllegalArgumentException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private static InetSocketAddress address(String[] arguments, Map<String, String> environment) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("expected the names of variables that may hold the port");
        }
        String variable = Arrays.stream(arguments).filter(environment::containsKey).findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(String.join(" and ", arguments) + " is not set"));
        String port = environment.getOrDefault(variable, "");
        try {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variable + " is no port: " + port, e);
        }
    }
}
