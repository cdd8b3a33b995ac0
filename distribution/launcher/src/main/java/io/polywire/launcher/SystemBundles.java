package io.polywire.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * The bundles that are shipped, in {@code system/NN-name/}: NN is their start level. Lower levels start first and stop
 * last, so that a wire drains while what it needs is still there.
 */
final class SystemBundles {
    /** Where the framework ends up. */
    static final int TOP_LEVEL = 99;
    /** Where bundles from {@code deploy/} start and stop: with the wires. */
    static final int ADDED_LEVEL = 40;

    private SystemBundles() {}

    /** Installs them, to be started as the framework reaches their level. */
    static void install(BundleContext context, Path system) throws BundleException {
        FrameworkStartLevel levels = context.getBundle().adapt(FrameworkStartLevel.class);
        for (Path directory : list(system)) {
            // the level of each bundle from its first moment on: said later, it would be written to the disk once more
            levels.setInitialBundleStartLevel(level(directory));
            for (Path jar : list(directory)) {
                if (jar.toString().endsWith(".jar")) {
                    installOne(context, jar);
                }
            }
        }
        levels.setInitialBundleStartLevel(ADDED_LEVEL);
    }

    private static void installOne(BundleContext context, Path jar) throws BundleException {
        // by reference: the jar is read where it is and not copied
        Bundle bundle = context.installBundle("reference:" + jar.toUri());
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    private static int level(Path directory) {
        String name = directory.getFileName().toString();
        try {
            int level = Integer.parseInt(name.substring(0, Math.max(0, name.indexOf('-'))));
            if (level > 0 && level < TOP_LEVEL) {
                return level;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new Failure(ExitStatus.FAILED, directory + " is not named by a start level, like 30-polywire");
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.sorted().toList();
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILED, "the distribution is not whole: " + Home.explain(e), e);
        }
    }
}
