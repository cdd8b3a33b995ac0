package io.polywire.itests.postgresql.server;

import io.polywire.itests.postgresql.wire.BackendMessage;
import io.polywire.itests.postgresql.wire.PgClient;
import io.polywire.itests.r2db2.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL 15 of our own: made in a temporary folder with the collation that Polywire has (C, ctype C.UTF-8), on a
 * free port of the loopback address, for the role {@code test}; stopped and removed afterwards. Under root it runs as the
 * user {@code postgres}, since the server refuses root.
 */
public final class PrivatePostgres implements AutoCloseable {
    /** Folder of {@code initdb} and {@code postgres}. */
    public static final String BINARIES = "polywire.postgresql.bin";

    private static final String USER = "test";

    private final Path folder;
    private final Process process;
    private final int port;

    private PrivatePostgres(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /** Where the server is installed: the property, or Debian's path. */
    public static Path binaries() {
        return Path.of(System.getProperty(BINARIES, "/usr/lib/postgresql/15/bin"));
    }

    public static boolean isInstalled() {
        return Files.isExecutable(binaries().resolve("initdb"));
    }

    /** Makes and starts one, and returns when it lets clients in. */
    public static PrivatePostgres start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("polywire-postgresql");
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            run(List.of("chown", "postgres", folder.toString()), folder);
        }
        List<String> initdb = command(root, "initdb");
        initdb.addAll(List.of("-D", folder.resolve("data").toString(), "-U", USER, "--auth=trust", "--encoding=UTF8"));
        initdb.addAll(List.of("--locale=C.UTF-8", "--lc-collate=C", "--no-sync", "--no-instructions"));
        run(initdb, folder);
        int port = Ports.free();
        List<String> command = command(root, "postgres");
        command.addAll(List.of("-D", folder.resolve("data").toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "timezone=UTC", "jit=off")) {
            command.addAll(List.of("-c", setting));
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        PrivatePostgres server = new PrivatePostgres(folder, process, port);
        server.awaitUp();
        return server;
    }

    private static List<String> command(boolean root, String program) {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(binaries().resolve(program).toString());
        return command;
    }

    private static void run(List<String> command, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    private void awaitUp() throws IOException, InterruptedException {
        org.awaitility.Awaitility.await("PostgreSQL is up")
                .pollDelay(java.time.Duration.ZERO)
                .pollInterval(java.time.Duration.ofMillis(20))
                .until(() -> {
                    try {
                        PgClient.ready(port, USER, null, "postgres").close();
                        return true;
                    } catch (IOException e) {
                        if (!process.isAlive()) {
                            throw new AssertionError("PostgreSQL ended with status " + process.exitValue());
                        }
                        return false;
                    }
                });
    }

    public int port() {
        return port;
    }

    /** Makes an empty database; one of that name is dropped before. */
    public void database(String name) throws IOException {
        try (PgClient client = PgClient.ready(port, USER, null, "postgres")) {
            must(client.query("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
            must(client.query("CREATE DATABASE " + name + " TEMPLATE template0"));
        }
    }

    private static void must(List<BackendMessage> answer) {
        for (BackendMessage message : answer) {
            if (message instanceof BackendMessage.ErrorResponse error) {
                throw new AssertionError(error);
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
