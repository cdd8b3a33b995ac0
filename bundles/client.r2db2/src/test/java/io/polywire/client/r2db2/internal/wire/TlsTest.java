package io.polywire.client.r2db2.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLNonTransientConnectionException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    static Path folder;

    private static ServerSocketFactory factory;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        Files.writeString(
                folder.resolve("root.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        factory = context.getServerSocketFactory();
    }

    private static Connection connect(Peer peer, String host, String options) throws Exception {
        return DriverManager.getConnection(
                "jdbc:r2db2://" + host + ":" + peer.port() + "/?connectRetryDelay=0&connectRetries=2&" + options);
    }

    private static String rootCert() {
        return "tlsRootCert=" + folder.resolve("root.pem").toString().replace("%", "%25");
    }

    private static void serve(Talk talk) throws Exception {
        talk.welcome();
        talk.expectEnd();
    }

    @Test
    void requireTakesAnyCertificate() throws Exception {
        try (Peer peer = new Peer(factory, TlsTest::serve);
                Connection connection = connect(peer, "127.0.0.1", "tls=require")) {
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void verifyFullTakesTheRightOne() throws Exception {
        try (Peer peer = new Peer(factory, TlsTest::serve);
                Connection connection = connect(peer, "localhost", "tls=verify-full&" + rootCert())) {
            assertThat(connection.isClosed()).isFalse();
        }
    }

    private static void handshakeFails(Talk talk) {
        try {
            assertThat(talk.read())
                    .as("a message in spite of the failed handshake")
                    .isNull();
        } catch (java.io.IOException e) {
            // an alert or a reset, as the client's TLS likes it
        }
    }

    @Test
    void verifyFullRefusesAnotherName() throws Exception {
        try (Peer peer = new Peer(factory, TlsTest::handshakeFails)) {
            assertThatThrownBy(() -> connect(peer, "127.0.0.1", "tls=verify-full&" + rootCert()))
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessageContaining("TLS handshake failed");
        }
    }

    @Test
    void verifyFullRefusesAnUnknownIssuer() throws Exception {
        try (Peer peer = new Peer(factory, TlsTest::handshakeFails)) {
            assertThatThrownBy(() -> connect(peer, "localhost", "tls=verify-full"))
                    .isInstanceOf(SQLNonTransientConnectionException.class);
        }
    }

    @Test
    void aFileThatCannotBeReadIsNamedByItsOption() {
        assertThatThrownBy(() -> DriverManager.getConnection(
                        "jdbc:r2db2://localhost:1/?tls=verify-full&tlsRootCert=/nowhere/root.pem"))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessageContaining("tlsRootCert")
                .hasMessageNotContaining("nowhere");
    }

    @Test
    void cancelUsesTlsToo() throws Exception {
        var cancelled = new java.util.concurrent.CountDownLatch(1);
        try (Peer peer = new Peer(
                        factory,
                        talk -> {
                            talk.welcome();
                            int[] n = new int[3];
                            talk.readRun(n);
                            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
                            talk.send(
                                    io.polywire.client.r2db2.peer.Msg.error("57014", "canceled"),
                                    io.polywire.client.r2db2.peer.Msg.ready('I'),
                                    io.polywire.client.r2db2.peer.Msg.error("26000", "unknown"),
                                    io.polywire.client.r2db2.peer.Msg.ready('I'));
                            talk.expectEnd();
                        },
                        talk -> {
                            talk.expect('k');
                            cancelled.countDown();
                        });
                Connection connection = connect(peer, "localhost", "tls=verify-full&" + rootCert());
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.executeQuery("SELECT slow()"))
                    .isInstanceOf(java.sql.SQLTimeoutException.class);
        }
    }
}
