package io.polywire.itests.conformance;

import io.polywire.client.r2db2.R2db2Driver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The distribution as a person has it: its script, a home of its own, ports moved by an offset. Closing it stops what
 * still runs there and takes the home away.
 */
final class Polywire implements AutoCloseable {
    static final int R2DB2_PORT = 2345;

    private static final long LONGEST_COMMAND_SECONDS = 60;

    private final Path home;
    private final int offset;
    private final List<Process> processes = new ArrayList<>();

    /** What a command did. */
    record Result(int status, String out, String err) {
        /** Everything it said, for messages. */
        String all() {
            return "status " + status + "\n" + out + err;
        }
    }

    Polywire() {
        this("polywire");
    }

    /** A home whose directory has a name of the test's choice. */
    Polywire(String name) {
        try {
            home = Files.createTempDirectory("polywire-it").resolve(name);
            offset = freePort() - R2DB2_PORT;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path distribution() {
        return Path.of(System.getProperty("polywire.distribution"))
                .toAbsolutePath()
                .normalize();
    }

    Path home() {
        return home;
    }

    Path config(String pid) {
        return home.resolve("config").resolve(pid + ".cfg");
    }

    int offset() {
        return offset;
    }

    int port() {
        return R2DB2_PORT + offset;
    }

    /** Makes the home with the shipped configuration, as a first start would, so that a test can change it. */
    Polywire prepare() throws IOException {
        Files.createDirectories(home.resolve("config"));
        try (Stream<Path> shipped = Files.list(distribution().resolve("config"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, home.resolve("config").resolve(file.getFileName()));
            }
        }
        return this;
    }

    /** Gives a key of a configuration file a value, whether its line is commented out or not. */
    void set(String pid, String key, String value) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(config(pid)));
        lines.removeIf(line -> line.startsWith(key + " "));
        lines.add(key + " = " + value);
        Files.write(config(pid), lines);
    }

    /** Runs {@code bin/polywire} with this home and waits for its end. */
    Result run(String... arguments) {
        return runWith("", arguments);
    }

    /** The same, with something on its standard input. */
    Result runWith(String input, String... arguments) {
        try {
            Process process = builder(arguments).start();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(Arrays.toString(arguments) + " did not end: " + out.join() + err.join());
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts {@code bin/polywire} with this home and lets it run; both its outputs come as one. */
    Process begin(String... arguments) throws IOException {
        Process process = builder(arguments).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                distribution().resolve("bin/polywire").toString(),
                "--home",
                home.toString(),
                "--port-offset",
                Integer.toString(offset)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeIf(k -> k.startsWith("POLYWIRE_"));
        return builder;
    }

    Connection connect(String database) throws SQLException {
        return connect(database, "test", "test");
    }

    Connection connect(String database, String user, String password) throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", user);
        who.setProperty("password", password);
        return new R2db2Driver().connect("jdbc:r2db2://127.0.0.1:" + port() + "/" + database, who);
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port that nothing listens on at this moment, below those that the system gives to outgoing connections, so that
     * none of these takes it or those of the other listeners at the offset that leads there.
     */
    static int freePort() {
        for (int i = 0; i < 1000; i++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 28_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
        throw new AssertionError("no free port");
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(home)) {
            run("stop");
        }
        for (Process process : processes) {
            process.destroyForcibly().onExit().join();
        }
        try (Stream<Path> paths = Files.walk(home.getParent())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
