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
