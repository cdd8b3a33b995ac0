package io.polywire.itests.postgresql.server;

import io.polywire.client.r2db2.R2db2Driver;
import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The assembled distribution with a listener of the PostgreSQL wire in PostgreSQL's dialect, on a free port. */
public final class PolywireServer implements AutoCloseable {
    /** Of the user {@code test} that the shipped configuration has. */
    public static final String PASSWORD = "test";

    private final Path folder;
    private final Home home;
    private Polywire server;
    private final int port;
    /** Makes databases: kept, since each check of a password takes the time that it is made to take; null before the first. */
    private Connection makesDatabases;

    private PolywireServer(Path folder, Home home, int port) {
        this.folder = folder;
        this.home = home;
        this.server = Polywire.start(home);
        this.port = port;
    }

    /** Whether the distribution has both the wire and the dialect. */
    public static boolean isShipped() throws IOException {
        try (Stream<Path> files = Files.walk(Home.distribution())) {
            return files.map(file -> file.getFileName().toString())
                            .filter(name -> name.contains("protocol.postgresql") || name.contains("dialect.postgresql"))
                            .count()
                    == 2;
        }
    }

    public static PolywireServer start() throws IOException {
        return start(home -> {});
    }

    /** @param setUp what is configured before the start */
    public static PolywireServer start(Consumer<Home> setUp) throws IOException {
        Path folder = Files.createTempDirectory("polywire-suite");
        Home home = new Home(folder.resolve("home"));
        setUp.accept(home);
        int port = home.listener("suite", "protocol", "postgresql", "dialect", "postgresql", "auth", "password");
        return new PolywireServer(folder, home, port);
    }

    /** Ends the server and starts another on the same home. */
    public void restart() {
        restart(() -> {});
    }

    /** Ends the server, does something to its files, and starts another on the same home. */
    public void restart(Runnable between) {
        server.close();
        between.run();
        server = Polywire.start(home);
    }

    /** Port of the PostgreSQL wire. */
    public int port() {
        return port;
    }

    /** Of the server's process. */
    public long pid() {
        return server.pid();
    }

    /** Threads of the server's process now. */
    public long threads() {
        return server.threads();
    }

    /** Makes an empty database, through the other wire, so that a test of this one does not stand on itself. */
    public synchronized void database(String name) throws SQLException {
        if (makesDatabases == null || !makesDatabases.isValid(1)) {
            makesDatabases = overR2db2("main");
        }
        try (Statement statement = makesDatabases.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    /** A connection of the other wire, of the user {@code test}. */
    public Connection overR2db2(String database) throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", "test");
        who.setProperty("password", PASSWORD);
        return new R2db2Driver().connect(server.url(database), who);
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
