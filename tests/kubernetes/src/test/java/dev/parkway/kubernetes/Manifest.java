package dev.parkway.kubernetes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The objects that a kustomization makes.
 *
 * @param objects in the order in which they would be sent
 */
record Manifest(List<KubernetesObject> objects) {

    /** Checks an object as strictly as its type can. */
    @FunctionalInterface
    private interface Check {
        void validate(JsonElement element) throws IOException;
    }

    private record Kind(Class<? extends KubernetesObject> type, Check check) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "apps/v1 Deployment", new Kind(V1Deployment.class, V1Deployment::validateJsonElement),
            "batch/v1 Job", new Kind(V1Job.class, V1Job::validateJsonElement),
            "networking.k8s.io/v1 NetworkPolicy",
            new Kind(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement),
            "policy/v1 PodDisruptionBudget",
            new Kind(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement),
            "v1 Service", new Kind(V1Service.class, V1Service::validateJsonElement));

    static Manifest of(Path folder) throws IOException, InterruptedException {
        return parse(Kubectl.kustomize(folder));
    }

    /**
     * Reads objects.
     *
     * @throws IllegalArgumentException if one has a field that its type has not, or lacks one that it must have
     */
    static Manifest parse(String yaml) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<KubernetesObject> objects = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            objects.add(object(new Gson().toJsonTree(document).getAsJsonObject()));
        }
        return new Manifest(objects);
    }

    private static KubernetesObject object(JsonObject json) throws IOException {
        String name = json.get("apiVersion").getAsString() + " " + json.get("kind").getAsString();
        Kind kind = KINDS.get(name);
        if (kind == null) {
            throw new IllegalArgumentException(name + " is none of " + KINDS.keySet());
        }
        kind.check().validate(json);
        return JSON.getGson().fromJson(json, kind.type());
    }

    <T extends KubernetesObject> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    <T extends KubernetesObject> T only(Class<T> type) {
        List<T> found = all(type).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + type);
        }
        return found.getFirst();
    }

    /** The pods that they make, by the name of what makes them. */
    @SuppressWarnings("NullAway") // What a kind of object must have was checked when it was read.
    Map<String, V1PodTemplateSpec> pods() {
        return Map.of("server", only(V1Deployment.class).getSpec().getTemplate(), "client",
                only(V1Job.class).getSpec().getTemplate());
    }
}
