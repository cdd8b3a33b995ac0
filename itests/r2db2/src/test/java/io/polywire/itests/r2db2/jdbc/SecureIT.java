package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Style;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R01: TLS on the same port")
class SecureIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    private static Path certificate() {
        return SHARED.server().home().root().resolve("data/tls/self-signed.crt");
    }

    @Test
    @DisplayName("the driver checks the certificate and the name, and reads results as in clear")
    void verified() throws SQLException {
        for (int port : new int[] {SHARED.port(), SHARED.encryptedPort()}) {
            try (Connection connection =
                    SharedServer.connect(port, "main", "tls=verify-full", "tlsRootCert=" + certificate())) {
                assertThat(Rows.value(connection, "SELECT hex(zeroblob(100000))"))
                        .hasSize(200_000);
            }
        }
    }

    @Test
    @DisplayName("a certificate that nobody vouches for is refused by the driver that checks")
    void unknown() {
        SQLException failure = catchThrowableOfType(
                SQLException.class,
                () -> SharedServer.connect(SHARED.port(), "main", "tls=verify-full", "connectRetries=1"));
        assertThat(failure.getSQLState()).isEqualTo("08001");
    }

    @Test
    @DisplayName("encrypted without a check, with compression on top, while plain clients go on")
    void compressed() throws SQLException {
        try (Connection secure = SHARED.connect("main", "tls=require", "compression=lz4", "compressionLevel=9");
                Connection plain = SHARED.connect("main")) {
            String sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                    + " SELECT i, 'text ' || i FROM n";
            assertThat(Rows.all(secure, sql)).isEqualTo(Rows.all(plain, sql)).hasSize(20_000);
        }
    }

    @Test
    @DisplayName("a listener that requires TLS refuses a clear S with E, and closes")
    void required() throws Exception {
        try (DesignClient client = new DesignClient(SHARED.encryptedPort())) {
            client.startUp("test", "test");
            assertThat(client.expectError()).contains("requires TLS");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("a client of the published design begins with the handshake")
    void design(String version) throws Exception {
        SSLContext context = SSLContext.getInstance(version);
        context.init(null, trust().getTrustManagers(), null);
        for (int port : new int[] {SHARED.port(), SHARED.encryptedPort()}) {
            try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port);
                    DesignClient client = new DesignClient(socket, Style.NUL)) {
                ((javax.net.ssl.SSLSocket) socket).setEnabledProtocols(new String[] {version});
                client.startUp("test", "test");
                client.expect('A');
                client.expect('Z');
                assertThat(client.query("select 'secret'").rows()).containsExactly(List.of("secret"));
                client.send('X');
                client.expectEnd();
            }
        }
    }

    private static TrustManagerFactory trust() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate())) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
