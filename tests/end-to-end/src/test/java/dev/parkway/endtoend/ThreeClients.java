package dev.parkway.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests that only look the one deployment that they share: three clients of five connections each. */
final class ThreeClients implements ParameterResolver {

    static final int CLIENTS = 3;
    static final int CONNECTIONS = 5;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Deployment.class;
    }

    @Override
    public Deployment resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // In the store of the whole run: it is closed, and the deployment with it, after the last class.
        return context.getRoot().getStore(ExtensionContext.Namespace.create(ThreeClients.class))
                .computeIfAbsent(Deployment.class, _ -> Plan.clients(CLIENTS).connections(CONNECTIONS).up(),
                        Deployment.class);
    }
}
