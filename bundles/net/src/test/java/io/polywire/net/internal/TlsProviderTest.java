package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.wire.TlsState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners whose TLS is another provider's than the JDK's, with the JDK's TLS client. */
@ExtendWith(NoLeaks.class)
class TlsProviderTest {
    @TempDir
    Path home;

    private Map<String, Object> files(String provider, TestPki.Pair server) throws Exception {
        Files.writeString(home.resolve("server.crt"), server.certificatePem());
        Files.writeString(home.resolve("server.key"), server.keyPem());
        return Rig.with(
                Rig.PLAIN,
                "tls",
                "optional",
                "tls.provider",
                provider,
                "tls.certificate",
                "server.crt",
                "tls.key",
                "server.key");
    }

    @ParameterizedTest
    @CsvSource({
        "BCJSSE,  TLSv1.3, EC,      SHA256withECDSA",
        "BCJSSE,  TLSv1.2, EC,      SHA384withECDSA",
        "BCJSSE,  TLSv1.3, RSA,     SHA256withRSA",
        "BCJSSE,  TLSv1.2, RSA,     SHA256withRSA",
        "BCJSSE,  TLSv1.3, Ed25519, Ed25519",
        "BCJSSE,  TLSv1.2, Ed25519, Ed25519",
        "SunJSSE, TLSv1.3, EC,      SHA256withECDSA",
        "SunJSSE, TLSv1.2, RSA,     SHA256withRSA",
    })
    void shakesHandsByTheProviderThatIsNamed(String provider, String version, String algorithm, String signature)
            throws Exception {
        TestPki.Pair server = TestPki.pair("localhost", algorithm, signature, null);
        SSLContext client = TestPki.client(server.certificate(), null);
        try (Rig rig = Rig.open(home, files(provider, server))) {
            assertThat(rig.status().state()).as(rig.fact("reason")).isEqualTo(State.UP);
            assertThat(rig.fact("tls.provider")).isEqualTo(provider);
            rig.wire.alpn = List.of("two", "one");
            SSLSocket socket = TestPki.connect(client, rig.port(), List.of(version), List.of("one"));
            try (TestClient tls = new TestClient(socket)) {
                assertThat(tls.ask("tls")).isEqualTo(version);
                String big = "x".repeat(100_000);
                assertThat(tls.ask(big)).isEqualTo("echo " + big);
            }
            TlsState state = rig.wire.handshakes.remove();
            assertThat(state.protocol()).isEqualTo(version);
            assertThat(state.alpn()).isEqualTo("one");
            assertThat(state.serverName()).isEqualTo("localhost");
            assertThat(state.peerCertificates()).isEmpty();
            assertThat(state.serverEndPoint()).isEqualTo(EndPointBinding.of(server.certificate()));
        }
        assertThat(Security.getProvider("BCJSSE"))
                .as("nothing is registered with the JVM")
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void asksForNamesAndClientCertificates(String version) throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        TestPki.Pair db = TestPki.pair("db.example.org", "RSA", "SHA384withRSA", null);
        TestPki.Pair authority = TestPki.pair("authority", "RSA", "SHA256withRSA", null);
        TestPki.Pair alice = TestPki.pair("alice", "EC", "SHA256withRSA", authority);
        TestPki.Pair mallory = TestPki.pair("mallory", "EC", "SHA256withECDSA", null);
        Files.writeString(home.resolve("trust.pem"), authority.certificatePem());
        Files.writeString(home.resolve("db.pem"), db.certificatePem() + db.keyPem());
        Map<String, Object> configuration = Rig.with(
                files("BCJSSE", server),
                "tls.client.auth",
                "optional",
                "tls.trust",
                "trust.pem",
                "tls.names",
                "db.example.org db.pem");
        SSLContext known = TestPki.client(server.certificate(), alice);
        SSLContext unknown = TestPki.client(server.certificate(), mallory);
        try (Rig rig = Rig.open(home, configuration)) {
            SSLSocket socket = TestPki.connect(known, rig.port(), List.of(version), List.of());
            try (TestClient client = new TestClient(socket)) {
                assertThat(client.ask("x")).isEqualTo("echo x");
                assertThat(rig.wire.handshakes.remove().peerCertificates()).containsExactly(alice.certificate());
            }
            rig.change(Rig.with(configuration, "tls.client.auth", "required"));
            try (SSLSocket refused = TestPki.connect(unknown, rig.port(), List.of(version), List.of())) {
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                    refused.startHandshake();
                    // TLS 1.3 tells the client only with the first bytes after its part of the handshake
                    refused.getInputStream().read();
                });
            }
            await().until(() -> rig.log.has("TLS handshake failed"));
            rig.change(configuration);
            try (SSLSocket named = TestPki.connect(TestPki.trusting(), rig.port(), "db.example.org", version)) {
                named.startHandshake();
                assertThat(named.getSession().getPeerCertificates()[0]).isEqualTo(db.certificate());
            }
        }
    }

    /** No listener runs on TLS that nobody asked for: a name is right or the configuration is refused, TLS on or off. */
    @ParameterizedTest
    @CsvSource({
        "optional, Nobody,    'SunJSSE, BCJSSE'",
        "off,      Nobody,    'SunJSSE, BCJSSE'",
        "optional, SUN,       'SunJSSE, BCJSSE'",
        "optional, bcjsse,    'SunJSSE, BCJSSE'",
        "optional, 'No Way!', a provider of TLS",
    })
    void refusesAnotherName(String mode, String provider, String allowed) throws Exception {
        Map<String, Object> bad = Rig.with(files(provider, TestPki.server("localhost")), "tls", mode);
        if (mode.equals("off")) {
            bad.remove("tls.certificate");
            bad.remove("tls.key");
        }
        try (Rig rig = Rig.open(home, bad)) {
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason"))
                    .contains("tls.provider = " + provider)
                    .contains(allowed);
        }
    }

    @Test
    void changesTheProviderWithoutDroppingAnyone() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        SSLContext client = TestPki.client(server.certificate(), null);
        Map<String, Object> configuration = files("BCJSSE", server);
        try (Rig rig = Rig.open(home, configuration);
                TestClient old = new TestClient(TestPki.connect(client, rig.port()))) {
            assertThat(old.ask("a")).isEqualTo("echo a");
            rig.change(Rig.with(configuration, "tls.provider", "Nobody"));
            assertThat(rig.status().state()).isEqualTo(State.DEGRADED);
            assertThat(rig.fact("reason")).contains("tls.provider = Nobody");
            try (TestClient same = new TestClient(TestPki.connect(client, rig.port()))) {
                assertThat(same.ask("b")).isEqualTo("echo b");
            }
            rig.change(Rig.with(configuration, "tls.provider", null));
            assertThat(rig.status().state()).isEqualTo(State.UP);
            try (TestClient next = new TestClient(TestPki.connect(client, rig.port()))) {
                assertThat(next.ask("c")).isEqualTo("echo c");
            }
            assertThat(old.ask("d")).isEqualTo("echo d");
        }
    }
}
