package dev.parkway.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of all modules, without their tests. */
final class Sources {

    static final Path ROOT = Path.of("..", "..");

    private Sources() {}

    static List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    all.addAll(files.filter(Files::isRegularFile).toList());
                }
            }
        }
        return all;
    }
}
