package dev.parkway.control;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** The address at which a client has reached this process: there it can dial it again, whatever its own name is. */
final class Reached {

    private Reached() {}

    /** Returns what was set, or if nothing was, the address at this end of the call's connection. */
    static String or(String set, Attributes call) {
        if (set.isEmpty() && call.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR) instanceof InetSocketAddress local) {
            String host = local.getAddress().getHostAddress();
            return (local.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":"
                    + local.getPort();
        }
        return set;
    }
}
