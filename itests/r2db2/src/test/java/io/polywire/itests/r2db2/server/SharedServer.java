package io.polywire.itests.r2db2.server;

import io.polywire.client.r2db2.R2db2Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for all tests that change nothing of it; each takes databases of its own. */
public final class SharedServer implements BeforeAllCallback {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Running running;

    /** Kept by JUnit for the whole run, and closed after it. */
    private record Running(Path directory, Polywire server, int strict, int encrypted) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            server.close();
            delete(directory);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(SharedServer.class, key -> run(), Running.class);
    }

    private static Running run() {
        try {
            Path directory = Files.createTempDirectory("polywire-shared");
            Home home = new Home(directory.resolve("home"));
            int strict = home.listener("strict", "auth", "password");
            int encrypted = home.listener("encrypted", "tls", "required");
            return new Running(directory, Polywire.start(home), strict, encrypted);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public Polywire server() {
        return running.server;
    }

    /** Port of the listener that lets clients in with and without a password. */
    public int port() {
        return running.server.port();
    }

    /** Port of a listener that wants a password. */
    public int strictPort() {
        return running.strict;
    }

    /** Port of a listener that refuses clear text. */
    public int encryptedPort() {
        return running.encrypted;
    }

    /** A new empty database. */
    public String database() throws SQLException {
        String name = "t" + DATABASES.incrementAndGet();
        try (Connection connection = connect("main");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return name;
    }

    /** A connection of user test. */
    public Connection connect(String database, String... options) throws SQLException {
        return connect(port(), database, options);
    }

    /** A connection of user test; options as {@code name=value}. */
    public static Connection connect(int port, String database, String... options) throws SQLException {
        return open(Polywire.url(port, database) + (options.length == 0 ? "" : "?" + String.join("&", options)));
    }

    /** A connection of user test. */
    public static Connection open(String url) throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", "test");
        who.setProperty("password", "test");
        return new R2db2Driver().connect(url, who);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
