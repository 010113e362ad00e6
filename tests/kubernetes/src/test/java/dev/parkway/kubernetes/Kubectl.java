package dev.parkway.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kubernetes' own command line, which needs no cluster to build what it would send to one. */
final class Kubectl {

    static final Path DEPLOY = Path.of("..", "..", "deploy", "kubernetes");

    private Kubectl() {}

    static boolean isThere() throws InterruptedException {
        try {
            run("version", "--client");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the objects of a folder that has a kustomization. */
    static String kustomize(Path folder) throws IOException, InterruptedException {
        return run("kustomize", folder.toString());
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("kubectl", ".out");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
            String said = Files.readString(out, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } finally {
            Files.deleteIfExists(out);
        }
    }
}
