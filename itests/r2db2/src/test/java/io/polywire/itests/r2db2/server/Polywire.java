package io.polywire.itests.r2db2.server;

import io.polywire.itests.r2db2.wire.DesignClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The assembled server, started by its script in a process of its own. */
public final class Polywire implements AutoCloseable {
    /** More for a run of low priority beside other work. */
    private static final long UP_SECONDS = Long.getLong("polywire.test.up.seconds", 60);

    /**
     * The shipped options of Java for memory. A server of a short run lives for seconds, half of whose CPU the second
     * compiler would take.
     */
    private static final String OPTIONS = "-XX:+UseSerialGC -Xms32m -Xss512k"
            + ("long".equals(System.getProperty("polywire.test.length")) ? "" : " -XX:TieredStopAtLevel=1");

    private final Home home;
    private final Process process;

    private Polywire(Home home, Process process) {
        this.home = home;
        this.process = process;
        // where the tests themselves are killed
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts a server and waits until its listener {@code r2db2} serves. */
    public static Polywire start(Home home) {
        return launch(home, "", "", OPTIONS);
    }

    /** With other options of Java for memory. */
    public static Polywire startWithJava(Home home, String options) {
        return launch(home, "", "", options);
    }

    /** With a limit of the system, such as {@code ulimit -n 20000}; fails if it cannot be set. */
    public static Polywire startLimited(Home home, String limit) {
        return launch(home, limit + " || { echo 'cannot do: " + limit + "' >&2; exit 1; }\n", "", OPTIONS);
    }

    /** Under another command, such as {@code setpriv ...}. */
    public static Polywire startUnder(Home home, String command) {
        return launch(home, "", command + " ", OPTIONS);
    }

    private static Polywire launch(Home home, String before, String under, String javaOptions) {
        String script = before + "exec " + under + "\"$0\" run --home \"$1\"\n";
        try {
            Path logs = Files.createDirectories(home.root().resolve("logs"));
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script));
            command.add(Home.distribution().resolve("bin/polywire").toString());
            command.add(home.root().toString());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            logs.resolve("console.log").toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("POLYWIRE_JAVA_OPTS", javaOptions);
            Polywire server = new Polywire(home, builder.start());
            server.awaitUp();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitUp() {
        try {
            Awaitility.await("the server is up")
                    .atMost(Duration.ofSeconds(UP_SECONDS))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || serves(home.port()));
            if (!process.isAlive()) {
                throw new AssertionError("the server ended with status " + process.exitValue() + ":\n" + home.log());
            }
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new AssertionError("the server does not come up:\n" + home.log(), e);
        }
    }

    /** Whether somebody new gets an answer to a statement. */
    public static boolean serves(int port) {
        try (DesignClient client = new DesignClient(port)) {
            client.startUp();
            return client.read() != null && client.query("select 42").rows().equals(List.of(List.of("42")));
        } catch (IOException e) {
            return false;
        }
    }

    public Home home() {
        return home;
    }

    public int port() {
        return home.port();
    }

    public String url(String database) {
        return url(port(), database);
    }

    public static String url(int port, String database) {
        return "jdbc:r2db2://127.0.0.1:" + port + "/" + database;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Resident memory in KiB. */
    public long residentKib() {
        return proc("VmRSS");
    }

    public long threads() {
        return proc("Threads");
    }

    private long proc(String key) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith(key + ":")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no " + key + " of the server's process");
    }

    /** As a power cut for the process: kill -9. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server does not stop:\n" + home.log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** Stops it in good order, and fails if that does not succeed. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        awaitEnd();
        if (process.exitValue() != 0) {
            throw new AssertionError("the server stopped with status " + process.exitValue() + ":\n" + home.log());
        }
    }
}
