package io.polywire.itests.felix;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.nat.internal.NativeTestContainer;
import org.ops4j.pax.exam.nat.internal.NativeTestContainerFactory;
import org.ops4j.pax.exam.spi.PaxExamRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * A server in this JVM: the bundles of the assembled distribution in a Felix that Pax Exam starts, with a home of its
 * own. A test talks to it over TCP, through files, and through the framework's own objects; classes of Polywire's
 * bundles are not those of the test's class path.
 */
public final class PolywireExtension implements BeforeAllCallback, AfterAllCallback {
    /** Where Pax Exam's container stops; the launcher goes further, in the same order. */
    private static final int TOP_LEVEL = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Path> more;
    private Path home;
    private TestContainer container;

    /** @param more bundles that are not part of the distribution, put among its libraries */
    PolywireExtension(Path... more) {
        this.more = List.of(more);
    }

    /** The distribution that is tested. */
    static Path distribution() {
        return Path.of(System.getProperty("polywire.distribution"))
                .toAbsolutePath()
                .normalize();
    }

    /** The jar of a third party's bundle: "protocol", "storage", "auth". */
    static Path example(String name) {
        return Path.of(System.getProperty("polywire.examples"))
                .resolve("example." + name)
                .resolve("target")
                .resolve("org.example." + name + "-" + System.getProperty("polywire.project.version") + ".jar");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        home = Files.createTempDirectory("polywire-it");
        for (String dir : List.of("config", "deploy", "data", "logs")) {
            Files.createDirectories(home.resolve(dir));
        }
        configure("io.polywire.router", "profile = development");
        configure("io.polywire.auth.password", "development.user = true");
        configure("io.polywire.storage.sqlite-main", "create = main");
        configure("io.polywire.net-r2db2", "protocol = r2db2", "port = 0", "auth = password, none");
        container = new NativeTestContainerFactory().create(PaxExamRuntime.createTestSystem(options()))[0];
        container.start();
        awaitUp("listener", "r2db2");
    }

    private Option options() throws IOException {
        List<Option> options = new ArrayList<>();
        int level = 0;
        for (Path directory : list(distribution().resolve("system"))) {
            level = Math.min(TOP_LEVEL, level + 1);
            List<Path> jars = new ArrayList<>(list(directory));
            if (directory.endsWith("20-libraries")) {
                jars.addAll(more);
            }
            for (Path jar : jars) {
                options.add(bundle(jar.toUri().toString()).startLevel(level).start(!isFragment(jar)));
            }
        }
        options.add(property("polywire.home", home));
        options.add(property("java.io.tmpdir", home.resolve("data")));
        options.add(property("felix.fileinstall.dir", home.resolve("config") + "," + home.resolve("deploy")));
        options.add(property("felix.fileinstall.filter", ".*\\.(cfg|config|jar)"));
        options.add(property("felix.fileinstall.poll", "250"));
        options.add(property("felix.fileinstall.noInitialDelay", "true"));
        options.add(property("felix.fileinstall.start.level", TOP_LEVEL));
        options.add(property("felix.fileinstall.tmpdir", home.resolve("data/tmp")));
        options.add(property("felix.fileinstall.enableConfigSave", "false"));
        options.add(property("felix.cm.dir", home.resolve("data/cm")));
        options.add(property("ds.service.changecount.timeout", "20"));
        options.add(property("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR"));
        options.add(property("org.ops4j.pax.logging.property.file", logback()));
        return composite(options.toArray(Option[]::new));
    }

    private static boolean isFragment(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Constants.FRAGMENT_HOST) != null;
        }
    }

    /** The shipped logging, with the file where the test can show it. */
    private Path logback() throws IOException {
        Path file = home.resolve("config/logback.xml");
        String shipped = Files.readString(distribution().resolve("config/logback.xml"));
        Files.writeString(file, shipped.replace("${polywire.home}", home.toString()));
        return file;
    }

    private static Option property(String key, Object value) {
        return frameworkProperty(key).value(value.toString());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (container != null) {
            container.stop();
        }
        if (context.getExecutionException().isEmpty()) {
            deleteTree(home);
        }
    }

    Path home() {
        return home;
    }

    /** The framework. */
    BundleContext framework() {
        return ((NativeTestContainer) container).getSystemBundle().getBundleContext();
    }

    /** A bundle by its symbolic name. */
    Bundle bundleOf(String symbolicName) {
        return Arrays.stream(framework().getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
    }

    /** Writes a configuration, under another name first: what is read is always whole. */
    void configure(String pid, String... lines) throws IOException {
        Path file = home.resolve("config").resolve(pid + ".cfg");
        Path part = home.resolve(pid + ".part");
        Files.write(part, List.of(lines));
        Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes a configuration away. */
    void unconfigure(String pid) throws IOException {
        Files.deleteIfExists(home.resolve("config").resolve(pid + ".cfg"));
    }

    /** Puts a bundle into {@code deploy/}, as the guide says: copy, then rename. */
    Path deploy(Path jar, String name) throws IOException {
        Path part = home.resolve("deploy").resolve(name + ".part");
        Path target = home.resolve("deploy").resolve(name);
        Files.copy(jar, part, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return Files.move(part, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the server says of itself. */
    Status status() {
        return Status.of(home);
    }

    /** Waits until a part is up, and gives it. */
    Status.Part awaitUp(String section, String name) {
        return Awaitility.await(section + " " + name + " is up")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> status().part(section, name), p -> p.state().equals("up"));
    }

    /** Waits until a part is in another state, and gives it. */
    Status.Part awaitState(String section, String name, String state) {
        return Awaitility.await(section + " " + name + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> status().part(section, name), p -> p.state().equals(state));
    }

    /** The port of a listener that is up. */
    int port(String listener) {
        return Integer.parseInt(awaitUp("listener", listener).attributes().get("port"));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.sorted().toList();
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
