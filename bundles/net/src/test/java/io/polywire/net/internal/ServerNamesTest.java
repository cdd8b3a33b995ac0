package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.wire.TlsState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several certificates behind one door, with the JDK's TLS client. */
@ExtendWith(NoLeaks.class)
class ServerNamesTest {
    @TempDir
    Path home;

    private static TestPki.Pair standard;
    private static TestPki.Pair db;
    private static TestPki.Pair shop;

    @BeforeAll
    static void make() throws Exception {
        standard = TestPki.server("localhost");
        // another kind of key than the standard one's
        db = TestPki.pair("db.example.org", "RSA", "SHA384withRSA", null);
        shop = TestPki.server("shop.example.org");
    }

    private Map<String, Object> configuration(String... more) throws Exception {
        write("server", standard);
        write("db", db);
        Files.writeString(home.resolve("shop.pem"), shop.certificatePem() + shop.keyPem());
        Map<String, Object> all = Rig.with(
                Rig.PLAIN,
                "tls",
                "optional",
                "tls.certificate",
                "server.crt",
                "tls.key",
                "server.key",
                "tls.reload.ms",
                "100",
                "tls.names",
                "db.example.org db.crt db.key, *.Shop.example.org shop.pem");
        return more.length == 0 ? all : Rig.with(all, more);
    }

    private void write(String name, TestPki.Pair pair) throws Exception {
        Files.writeString(home.resolve(name + ".crt"), pair.certificatePem());
        Files.writeString(home.resolve(name + ".key"), pair.keyPem());
    }

    /** The JDK's client asks for the name of the session that it resumes, so each has sessions of its own. */
    private static Certificate shown(Rig rig, String name, String version) throws Exception {
        SSLContext client = TestPki.trusting();
        try (SSLSocket socket = TestPki.connect(client, rig.port(), name, version)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theNameThatAClientAsksForChooses(String version) throws Exception {
        try (Rig rig = Rig.open(home, configuration())) {
            assertThat(shown(rig, "db.example.org", version)).isEqualTo(db.certificate());
            assertThat(shown(rig, "DB.example.ORG", version)).isEqualTo(db.certificate());
            assertThat(shown(rig, "eu.shop.example.org", version)).isEqualTo(shop.certificate());
            assertThat(shown(rig, "a.eu.shop.example.org", version))
                    .as("a star is one label")
                    .isEqualTo(standard.certificate());
            assertThat(shown(rig, "shop.example.org", version)).isEqualTo(standard.certificate());
            assertThat(shown(rig, "other.example.org", version)).isEqualTo(standard.certificate());
            assertThat(shown(rig, "standard", version)).isEqualTo(standard.certificate());
            assertThat(shown(rig, null, version)).isEqualTo(standard.certificate());
        }
    }

    @Test
    void channelBindingIsThatOfTheCertificateThatWasShown() throws Exception {
        try (Rig rig = Rig.open(home, configuration())) {
            SSLContext client = TestPki.trusting();
            for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
                try (TestClient tls = new TestClient(TestPki.connect(client, rig.port(), "db.example.org", version))) {
                    assertThat(tls.ask("tls")).isEqualTo(version);
                }
                TlsState state = rig.wire.handshakes.remove();
                assertThat(state.serverName()).isEqualTo("db.example.org");
                assertThat(state.serverEndPoint())
                        .isEqualTo(MessageDigest.getInstance("SHA-384")
                                .digest(db.certificate().getEncoded()));
            }
            // a resumed session is bound to the same one
            try (TestClient tls = new TestClient(TestPki.connect(client, rig.port(), "db.example.org", "TLSv1.3"))) {
                assertThat(tls.ask("tls")).isEqualTo("TLSv1.3");
            }
            assertThat(rig.wire.handshakes.remove().serverEndPoint())
                    .isEqualTo(MessageDigest.getInstance("SHA-384")
                            .digest(db.certificate().getEncoded()));
        }
    }

    @Test
    void aChangedFileIsUsedWithoutARestartAndADamagedOneIsNot() throws Exception {
        try (Rig rig = Rig.open(home, configuration());
                TestClient old =
                        new TestClient(TestPki.connect(TestPki.trusting(), rig.port(), "db.example.org", "TLSv1.3"))) {
            assertThat(old.ask("tls")).isEqualTo("TLSv1.3");
            TestPki.Pair next = TestPki.server("db.example.org");
            Path crt = home.resolve("db.crt");
            Files.writeString(crt, "damaged");
            await().until(() -> rig.status().state() == State.DEGRADED);
            assertThat(shown(rig, "db.example.org", "TLSv1.3")).isEqualTo(db.certificate());
            write("db", next);
            await().until(() -> shown(rig, "db.example.org", "TLSv1.3").equals(next.certificate()));
            assertThat(shown(rig, null, "TLSv1.3")).isEqualTo(standard.certificate());
            assertThat(old.ask("x")).as("who is there stays").isEqualTo("echo x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example.org",
                "db.example.org a b c",
                "db.example.org db.crt db.key, DB.example.org shop.pem",
                "d*.example.org shop.pem",
                "http://db shop.pem",
                "db.example.org. shop.pem",
                "db.example.org absent.pem",
                "db.example.org shop.pem db.key",
                ","
            })
    void refusesWhatCannotBe(String names) throws Exception {
        Map<String, Object> bad = configuration("tls.names", names);
        try (Rig rig = Rig.open(home, bad)) {
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.status().attributes().toString()).contains("tls.names");
        }
    }
}
