package io.polywire.itests.r2db2.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server's home that is prepared before its first start: the shipped configuration with changes. */
public final class Home {
    private final Path root;
    private final int port = Ports.free();

    /** @param root is made with the shipped configuration, and a free port for the listener {@code r2db2} */
    public Home(Path root) {
        this.root = root;
        try (Stream<Path> shipped = Files.list(distribution().resolve("config"))) {
            Files.createDirectories(root.resolve("config"));
            Files.createDirectories(databases());
            for (Path file : shipped.toList()) {
                Files.copy(file, root.resolve("config").resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("net-r2db2", "port", port);
        set("net-postgresql", "port", 0);
        // the least work that may be configured: hundreds of servers log somebody in, and what a check costs is no
        // subject here
        set("auth.password", "argon2.memory", 7168);
        set("auth.password", "argon2.passes", 1);
    }

    /** The assembled distribution under test. */
    public static Path distribution() {
        Path path = Path.of(System.getProperty("polywire.distribution")).toAbsolutePath();
        if (!Files.isExecutable(path.resolve("bin/polywire"))) {
            throw new AssertionError("no distribution in " + path + "; \"mvn package\" makes it");
        }
        return path.normalize();
    }

    public Path root() {
        return root;
    }

    public Path databases() {
        return root.resolve("data/databases");
    }

    /** Port of the listener {@code r2db2}. */
    public int port() {
        return port;
    }

    /**
     * Sets a key of {@code config/io.polywire.<part>.cfg} in one step, as an editor does that replaces the file.
     *
     * @return this
     */
    public Home set(String part, String key, Object value) {
        Path file = config(part);
        try {
            List<String> lines = new ArrayList<>();
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
                lines.removeIf(line -> line.matches("#? *" + key.replace(".", "\\.") + " *=.*"));
            }
            lines.add(key + " = " + value);
            Path next = root.resolve("config").resolve("io.polywire." + part + ".next");
            Files.write(next, lines);
            Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Adds a listener of the r2db2 wire, as the shipped one but on a free port of its own, which is returned. */
    public int listener(String name, String... keysAndValues) {
        int free = Ports.free();
        try {
            Files.copy(config("net-r2db2"), config("net-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("net-" + name, "port", free);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            set("net-" + name, keysAndValues[i], keysAndValues[i + 1]);
        }
        return free;
    }

    private Path config(String part) {
        return root.resolve("config/io.polywire." + part + ".cfg");
    }

    /** All that was logged so far, the console included. */
    public String log() {
        StringBuilder text = new StringBuilder();
        try {
            for (String name : List.of("polywire.log", "console.log")) {
                Path file = root.resolve("logs").resolve(name);
                if (Files.exists(file)) {
                    text.append(Files.readString(file)).append('\n');
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
