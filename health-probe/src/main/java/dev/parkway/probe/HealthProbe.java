package dev.parkway.probe;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * The containers' health check: exits with 0 if the service on this machine says that it serves, else with 1.
 *
 * <p>It asks by gRPC's own health protocol, so that a server that drains, or that listens and no longer
 * answers, counts as unhealthy. Its one argument names the environment variable that holds the port.
 */
public final class HealthProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private HealthProbe() {}

    /**
     * Asks once and ends the process.
     *
     * @param arguments the name of the environment variable that holds the port
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
        if (arguments.length != 1) {
            throw new IllegalArgumentException("expected the name of the variable that holds the port");
        }
        String port = environment.get(arguments[0]);
        if (port == null) {
            throw new IllegalArgumentException(arguments[0] + " is not set");
        }
        try {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(arguments[0] + " is no port: " + port, e);
        }
    }
}
