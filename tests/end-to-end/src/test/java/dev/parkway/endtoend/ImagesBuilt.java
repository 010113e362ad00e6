package dev.parkway.endtoend;

import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Builds the images before the first test that needs them; every deployment then finds all of it in the cache. */
final class ImagesBuilt implements BeforeAllCallback {

    private static boolean built;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        synchronized (ImagesBuilt.class) {
            if (!built) {
                Deployment.buildImages();
                built = true;
            }
        }
    }
}
