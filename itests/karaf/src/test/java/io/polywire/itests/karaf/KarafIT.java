package io.polywire.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import io.polywire.client.r2db2.R2db2Driver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.karaf.options.LogLevelOption.LogLevel;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/** The features, out of the KAR and nothing else, make a server in Karaf. */
@DisabledForJreRange(
        min = JRE.JAVA_24,
        disabledReason = "Karaf 4.4 asks for a security manager, which Java 24 and newer do not have")
class KarafIT {
    private static final String REPOSITORY_PID = "etc/org.ops4j.pax.url.mvn.cfg";
    private static final String LISTENER = "etc/io.polywire.net-r2db2.cfg";
    private static final String POSTGRESQL = "etc/io.polywire.net-postgresql.cfg";

    /** StartupMessage of protocol 3.0 for the user "test" (PostgreSQL 15's manual, 55.7). */
    private static final byte[] STARTUP = "\0\0\0\23\0\3\0\0user\0test\0\0".getBytes(StandardCharsets.US_ASCII);

    private static final String WAZUH = "etc/io.polywire.net-wazuh.cfg";
    private static final String WAZUH_HTTP = "etc/io.polywire.net-wazuh-http.cfg";

    private static TestContainer karaf;
    private static Path sockets;
    private static int port;
    private static int postgresqlPort;

    @BeforeAll
    static void start() throws Exception {
        Path downloads = Path.of(System.getProperty("polywire.karaf")).toAbsolutePath();
        Path kar = downloads.resolve("unpacked");
        unpack(downloads.resolve("io.polywire.features.kar"), kar);
        // a path of a socket is short, that of the container is not
        sockets = Files.createTempDirectory("wdb");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            postgresqlPort = other.getLocalPort();
        }
        karaf = PaxExamRuntime.createContainer(PaxExamRuntime.createTestSystem(karaf(downloads, kar)));
        karaf.start();
    }

    private static Option[] karaf(Path downloads, Path kar) {
        Path repository = kar.resolve("repository");
        String version = System.getProperty("polywire.project.version");
        Path features = repository.resolve(
                "io/polywire/io.polywire.features/" + version + "/io.polywire.features-" + version + "-features.xml");
        return options(
                karafDistributionConfiguration()
                        .frameworkUrl(downloads
                                .resolve("apache-karaf-minimal.tar.gz")
                                .toUri()
                                .toString())
                        .karafVersion(System.getProperty("karaf.dist.version"))
                        .unpackDirectory(downloads.resolve("exam").toFile())
                        .useDeployFolder(false),
                logLevel(LogLevel.INFO),
                keepRuntimeFolder(),
                editConfigurationFilePut(
                        REPOSITORY_PID,
                        "org.ops4j.pax.url.mvn.defaultRepositories",
                        repository.toUri() + "@id=kar@snapshots,"
                                + "file:${karaf.home}/${karaf.default.repository}@id=system.repository@snapshots"),
                editConfigurationFilePut(LISTENER, "protocol", "r2db2"),
                editConfigurationFilePut(LISTENER, "port", Integer.toString(port)),
                editConfigurationFilePut(LISTENER, "auth", "password, none"),
                editConfigurationFilePut(POSTGRESQL, "protocol", "postgresql"),
                editConfigurationFilePut(POSTGRESQL, "port", Integer.toString(postgresqlPort)),
                editConfigurationFilePut(POSTGRESQL, "auth", "password"),
                editConfigurationFilePut(WAZUH, "protocol", "wazuh"),
                editConfigurationFilePut(WAZUH, "address", "unix:" + sockets.resolve("wdb")),
                editConfigurationFilePut(WAZUH, "auth", "none"),
                editConfigurationFilePut(WAZUH_HTTP, "protocol", "wazuh-http"),
                editConfigurationFilePut(WAZUH_HTTP, "address", "unix:" + sockets.resolve("http")),
                editConfigurationFilePut(WAZUH_HTTP, "auth", "none"),
                features(features.toUri().toString(), "polywire", "polywire-protocol-wazuh"));
    }

    /** A KAR is a zip of a repository. */
    private static void unpack(Path kar, Path target) throws IOException {
        try (InputStream in = Files.newInputStream(kar);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(target)).isTrue();
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        if (karaf != null) {
            karaf.stop();
        }
    }

    @Test
    void answersAQuery() {
        Awaitility.await("the listener is up")
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> assertThat(answer()).isEqualTo("42"));
    }

    @Test
    void asksAPostgresqlClientForItsPassword() {
        Awaitility.await("the listener is up")
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(firstByte()).isEqualTo('R'));
    }

    @Test
    void servesTheDatabasesOfAWazuhManager() {
        byte[] text = "global sql select name from agent where id = 0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(4 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(text.length).put(text);
        byte[] get = "GET /v1/agents/ids HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        Awaitility.await("the listeners are up")
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    assertThat(ask("wdb", frame.array(), 27)).endsWith("ok [{\"name\":\"manager\"}]");
                    assertThat(ask("http", get, Integer.MAX_VALUE))
                            .startsWith("HTTP/1.1 200 OK")
                            .endsWith("\r\n\r\n[]");
                });
    }

    /** What a Unix socket answers, up to a number of bytes or its end. */
    private static String ask(String socket, byte[] request, int length) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(sockets.resolve(socket)))) {
            channel.write(ByteBuffer.wrap(request));
            ByteBuffer reply = ByteBuffer.allocate(Math.min(length, 64 * 1024));
            while (reply.hasRemaining() && channel.read(reply) >= 0) {
                // until all of it is here
            }
            return new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII);
        }
    }

    private static char firstByte() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), postgresqlPort)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(STARTUP);
            return (char) socket.getInputStream().read();
        }
    }

    private static String answer() throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", "test");
        who.setProperty("password", "test");
        String url = "jdbc:r2db2://127.0.0.1:" + port + "/main";
        try (Connection connection = new R2db2Driver().connect(url, who);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 40 + 2")) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
