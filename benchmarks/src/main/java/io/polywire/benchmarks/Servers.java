package io.polywire.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Starts Polywire and its peers, each on a free port of the loopback address in a folder of its own. */
final class Servers {
    /** Without TLS, which only one of two servers would have as they are configured here. */
    private static final String PLAIN = "?sslmode=disable";

    private Servers() {}

    /** A started server and how to reach it. */
    record Server(String name, ServerProcess process, String url, String user, String password)
            implements AutoCloseable {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** The assembled distribution. */
    static Server polywire(Path distribution, Path work) throws IOException {
        return up(startPolywire(distribution, work, freePort()));
    }

    /** The same, without waiting for it. */
    static Server startPolywire(Path distribution, Path work, int port) throws IOException {
        Path home = Files.createDirectories(work.resolve("polywire"));
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(
                config.resolve("io.polywire.net-r2db2.cfg"),
                "protocol = r2db2\naddress = 127.0.0.1\nport = " + port + "\nauth = none, password\n");
        Files.writeString(
                config.resolve("io.polywire.storage.sqlite-main.cfg"),
                "directory = data/databases\ncreate = main, postgres\n");
        ServerProcess p = new ServerProcess(
                work.resolve("polywire.log"),
                List.of(distribution.resolve("bin/polywire").toString(), "run", "--home", home.toString()));
        return new Server("polywire", p, "jdbc:r2db2://127.0.0.1:" + port + "/main?connectRetries=1", "test", "test");
    }

    /** The assembled distribution, reached by PostgreSQL's wire and driver. */
    static Server polywireByPostgresqlWire(Path distribution, Path work) throws IOException {
        int port = freePort();
        Path config = Files.createDirectories(work.resolve("polywire").resolve("config"));
        Files.writeString(
                config.resolve("io.polywire.net-postgresql.cfg"),
                "protocol = postgresql\ndialect = postgresql\naddress = 127.0.0.1\nport = " + port
                        + "\nauth = password\n");
        Server other = startPolywire(distribution, work, freePort());
        return up(new Server(
                other.name, other.process, "jdbc:postgresql://127.0.0.1:" + port + "/main" + PLAIN, "test", "test"));
    }

    /** H2's own TCP server. */
    static Server h2(Path work) throws IOException {
        int port = freePort();
        Path base = Files.createDirectories(work.resolve("h2"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-cp",
                Path.of(org.h2.Driver.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString(),
                "org.h2.tools.Server",
                "-tcp",
                "-tcpPort",
                Integer.toString(port),
                "-ifNotExists",
                "-baseDir",
                base.toString()));
        ServerProcess p = new ServerProcess(work.resolve("h2.log"), command);
        return up(new Server("h2", p, "jdbc:h2:tcp://127.0.0.1:" + port + "/bench", "sa", ""));
    }

    /**
     * PostgreSQL as its distribution configures it (a commit is on disk before it is acknowledged), in a cluster of its own.
     *
     * @param bin folder of its programs
     */
    static Server postgresql(Path bin, Path work) throws IOException, InterruptedException {
        int port = freePort();
        Path base = Files.createDirectories(work.resolve("postgresql"));
        List<String> as = List.of();
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as root.
            as = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups");
            work.toFile().setExecutable(true, false);
            var owner = base.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
            Files.setOwner(base, owner);
        }
        Path data = base.resolve("data");
        List<String> init = new ArrayList<>(as);
        init.addAll(List.of(bin.resolve("initdb").toString(), "-A", "trust", "-U", "bench", "-D", data.toString()));
        Process p = new ProcessBuilder(init)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("initdb.log").toFile())
                .start();
        if (p.waitFor() != 0) {
            throw new IllegalStateException("initdb failed; see its log");
        }
        List<String> run = new ArrayList<>(as);
        run.addAll(List.of(
                bin.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-k",
                base.toString()));
        ServerProcess server = new ServerProcess(work.resolve("postgresql.log"), run);
        return up(new Server(
                "postgresql", server, "jdbc:postgresql://127.0.0.1:" + port + "/postgres" + PLAIN, "bench", "bench"));
    }

    private static Server up(Server s) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                s.connect().close();
                return s;
            } catch (SQLException e) {
                if (!s.process().isAlive() || System.nanoTime() > end) {
                    s.close();
                    throw new IllegalStateException(s.name() + " did not start; see its log", e);
                }
            }
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket s = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return s.getLocalPort();
        }
    }
}
