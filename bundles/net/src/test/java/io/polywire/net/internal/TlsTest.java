package io.polywire.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.wire.TlsState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("try") // sockets are closed early on purpose
class TlsTest {
    private static final Map<String, Object> TLS = Rig.with(Rig.PLAIN, "tls", "optional");

    @TempDir
    Path home;

    /** Writes a certificate and its key into the home; the configuration that names them. */
    private Map<String, Object> files(TestPki.Pair server) throws Exception {
        Files.writeString(home.resolve("server.crt"), server.certificatePem());
        Files.writeString(home.resolve("server.key"), server.keyPem());
        return Rig.with(TLS, "tls.certificate", "server.crt", "tls.key", "server.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void speaksTlsAndClearTextOnOnePort(String version) throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        SSLContext context = TestPki.client(server.certificate(), null);
        try (Rig rig = Rig.open(home, files(server));
                TestClient clear = rig.client();
                TestClient tls = new TestClient(TestPki.connect(context, rig.port(), List.of(version), List.of()))) {
            assertThat(clear.ask("tls")).isEqualTo("clear");
            assertThat(tls.ask("tls")).isEqualTo(version);
            // more than one record, both ways
            String big = "x".repeat(100_000);
            assertThat(tls.ask(big)).isEqualTo("echo " + big);

            TlsState state = rig.wire.handshakes.remove();
            assertThat(state.protocol()).isEqualTo(version);
            assertThat(state.cipher()).startsWith("TLS_");
            assertThat(state.serverName()).isEqualTo("localhost");
            assertThat(state.alpn()).isNull();
            assertThat(state.peerCertificates()).isEmpty();
            assertThat(state.serverEndPoint())
                    .isEqualTo(MessageDigest.getInstance("SHA-256")
                            .digest(server.certificate().getEncoded()));
        }
    }

    /** The bytes of the first packet reach TLS one by one too. */
    @Test
    void takesAHandshakeInSmallPieces() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        try (Rig rig = Rig.open(home, files(server));
                TestClient client = rig.client()) {
            byte[] hello = clientHello();
            for (byte b : hello) {
                client.sendBytes(b);
            }
            assertThat(client.socket().getInputStream().read())
                    .as("ServerHello is a handshake record")
                    .isEqualTo(0x16);
        }
    }

    private static byte[] clientHello() throws Exception {
        javax.net.ssl.SSLEngine engine =
                TestPki.client(TestPki.server("x").certificate(), null).createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return bytes;
    }

    /** By hand: the JDK's client does not send them any more. */
    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 2})
    void refusesOldVersions(byte minor) throws Exception {
        TestPki.Pair server = TestPki.pair("localhost", "RSA", "SHA256withRSA", null);
        byte[] random = new byte[32];
        byte[] suites = {(byte) 0xc0, 0x13, (byte) 0xc0, 0x14, 0, 0x2f, 0, 0x35};
        ByteBuffer hello = ByteBuffer.allocate(100);
        int body = 2 + random.length + 1 + 2 + suites.length + 2;
        hello.put(new byte[] {0x16, 3, minor, 0, (byte) (body + 4), 1, 0, 0, (byte) body, 3, minor});
        hello.put(random).put(new byte[] {0, 0, (byte) suites.length}).put(suites);
        hello.put(new byte[] {1, 0});
        try (Rig rig = Rig.open(home, files(server));
                TestClient client = rig.client()) {
            client.sendBytes(Arrays.copyOf(hello.array(), hello.position()));
            byte[] answer = client.socket().getInputStream().readAllBytes();
            assertThat(answer[0]).as("an alert").isEqualTo((byte) 0x15);
            assertThat(Arrays.copyOfRange(answer, 5, 7))
                    .as("fatal, protocol_version or handshake_failure")
                    .isIn(new byte[] {2, 70}, new byte[] {2, 40});
            await().until(() -> rig.log.has("TLS handshake failed"));
            await().until(() -> !rig.wire.failedHandshakes.isEmpty());
            assertThat(rig.wire.failedHandshakes.peek().sqlState()).isEqualTo("08P01");
            assertThat(rig.figure("net.connections.refused/tls")).isEqualTo(1);
            await().until(() -> rig.connections() == 0);
        }
    }

    @Test
    void keepsToTheVersionsThatAreConfigured() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        SSLContext context = TestPki.client(server.certificate(), null);
        try (Rig rig = Rig.open(home, Rig.with(files(server), "tls.protocols", "TLSv1.3"));
                SSLSocket older = TestPki.connect(context, rig.port(), List.of("TLSv1.2"), List.of());
                SSLSocket newer = TestPki.connect(context, rig.port(), List.of("TLSv1.3"), List.of())) {
            assertThatExceptionOfType(SSLException.class).isThrownBy(older::startHandshake);
            newer.startHandshake();
        }
    }

    @Test
    void endsHalfAHandshake() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        try (Rig rig = Rig.open(home, Rig.with(files(server), "handshake.ms", "300"));
                TestClient half = rig.client()) {
            byte[] hello = clientHello();
            half.sendBytes(Arrays.copyOf(hello, hello.length / 2));
            assertThat(half.socket().getInputStream().readAllBytes().length).isLessThan(100);
            await().until(() -> rig.connections() == 0);
            await().until(() -> rig.wire.failedHandshakes.size() == 1);
            assertThat(rig.log.lines).anyMatch(line -> line.contains("handshake"));
        }
    }

    @Test
    void garbageInsteadOfAHandshakeIsNotLogged() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        try (Rig rig = Rig.open(home, files(server));
                TestClient bad = rig.client();
                TestClient good = rig.client()) {
            bad.sendBytes((byte) 0x16);
            bad.send(" user=me password=secret-in-clear");
            bad.socket().getInputStream().readAllBytes();
            await().until(() -> rig.log.has("TLS handshake failed: not a TLS record"));
            assertThat(String.join("\n", rig.log.lines))
                    .doesNotContain("secret")
                    .doesNotContain("7365637265742d696e"); // the same in hexadecimal
            assertThat(good.ask("x")).isEqualTo("echo x");
        }
    }

    @Test
    void negotiatesTheApplicationProtocol() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        SSLContext context = TestPki.client(server.certificate(), null);
        try (Rig rig = Rig.open(home, files(server))) {
            rig.wire.alpn = List.of("two", "one");
            List<String> versions = List.of("TLSv1.3", "TLSv1.2");
            try (SSLSocket socket = TestPki.connect(context, rig.port(), versions, List.of("one", "two"))) {
                socket.startHandshake();
                assertThat(socket.getApplicationProtocol()).isEqualTo("two");
            }
            await().until(() -> rig.wire.handshakes.size() == 1);
            assertThat(rig.wire.handshakes.remove().alpn()).isEqualTo("two");
            try (SSLSocket socket = TestPki.connect(context, rig.port(), versions, List.of("three"))) {
                assertThatExceptionOfType(SSLException.class).isThrownBy(socket::startHandshake);
            }
            try (TestClient none = new TestClient(TestPki.connect(context, rig.port()))) {
                assertThat(none.ask("x")).isEqualTo("echo x");
            }
        }
    }

    @Test
    void asksForClientCertificates() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        TestPki.Pair authority = TestPki.pair("authority", "RSA", "SHA256withRSA", null);
        TestPki.Pair alice = TestPki.pair("alice", "EC", "SHA256withRSA", authority);
        TestPki.Pair mallory = TestPki.pair("mallory", "EC", "SHA256withECDSA", null);
        Files.writeString(home.resolve("trust.pem"), authority.certificatePem());
        Map<String, Object> required = Rig.with(files(server), "tls.client.auth", "required", "tls.trust", "trust.pem");
        SSLContext known = TestPki.client(server.certificate(), alice);
        SSLContext unknown = TestPki.client(server.certificate(), mallory);
        SSLContext silent = TestPki.client(server.certificate(), null);
        try (Rig rig = Rig.open(home, required)) {
            try (TestClient client = new TestClient(TestPki.connect(known, rig.port()))) {
                assertThat(client.ask("x")).isEqualTo("echo x");
                TlsState state = rig.wire.handshakes.remove();
                assertThat(state.peerCertificates().get(0)).isEqualTo(alice.certificate());
            }
            for (SSLContext refused : List.of(unknown, silent)) {
                try (SSLSocket socket = TestPki.connect(refused, rig.port(), List.of("TLSv1.2"), List.of())) {
                    assertThatExceptionOfType(IOException.class).isThrownBy(socket::startHandshake);
                }
            }
            assertThat(rig.wire.handshakes).isEmpty();

            rig.change(Rig.with(required, "tls.client.auth", "optional"));
            try (TestClient client = new TestClient(TestPki.connect(silent, rig.port()))) {
                assertThat(client.ask("x")).isEqualTo("echo x");
                assertThat(rig.wire.handshakes.remove().peerCertificates()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesSessions(String version) throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        SSLContext context = TestPki.client(server.certificate(), null);
        try (Rig rig = Rig.open(home, files(server))) {
            long created = 0;
            for (int i = 0; i < 2; i++) {
                SSLSocket socket = TestPki.connect(context, rig.port(), List.of(version), List.of());
                try (TestClient client = new TestClient(socket)) {
                    assertThat(client.ask("x")).isEqualTo("echo x");
                    SSLSession session = socket.getSession();
                    if (i == 0) {
                        created = session.getCreationTime();
                    } else {
                        assertThat(session.getCreationTime()).isEqualTo(created);
                    }
                }
                assertThat(rig.wire.handshakes.remove().serverEndPoint()).isNotNull();
            }
        }
    }

    @Test
    void readsChangedFilesWithoutDroppingAnyone() throws Exception {
        TestPki.Pair first = TestPki.server("localhost");
        TestPki.Pair second = TestPki.server("localhost");
        Map<String, Object> reloading = Rig.with(files(first), "tls.reload.ms", "100");
        try (Rig rig = Rig.open(home, reloading);
                TestClient old =
                        new TestClient(TestPki.connect(TestPki.client(first.certificate(), null), rig.port()))) {
            assertThat(old.ask("a")).isEqualTo("echo a");

            // half of a change: the certificate without its key
            Files.writeString(home.resolve("server.crt"), second.certificatePem());
            await().until(() -> rig.status().state() == State.DEGRADED);
            assertThat(rig.fact("reason")).contains("the key is not the certificate's");
            assertThat(presented(rig)).isEqualTo(first.certificate());

            Files.writeString(home.resolve("server.key"), second.keyPem());
            await().until(() -> rig.status().state() == State.UP);
            assertThat(presented(rig)).isEqualTo(second.certificate());
            assertThat(old.ask("b")).isEqualTo("echo b");
        }
    }

    private static X509Certificate presented(Rig rig) throws Exception {
        javax.net.ssl.X509TrustManager all = new javax.net.ssl.X509ExtendedTrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket s) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket s) {}

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine e) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine e) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new javax.net.ssl.TrustManager[] {all}, null);
        try (SSLSocket socket = TestPki.connect(context, rig.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void turnsTlsOnAndOffWithoutNewSockets() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        SSLContext context = TestPki.client(server.certificate(), null);
        try (Rig rig = Rig.open(home, Rig.PLAIN)) {
            int port = rig.port();
            rig.change(files(server));
            assertThat(rig.port()).isEqualTo(port);
            try (TestClient client = new TestClient(TestPki.connect(context, port))) {
                assertThat(client.ask("tls")).isEqualTo("TLSv1.3");
                rig.change(Rig.PLAIN);
                assertThat(client.ask("tls")).isEqualTo("TLSv1.3");
            }
        }
    }

    @Test
    void makesItsOwnCertificateInDevelopmentOnce() throws Exception {
        Path file = home.resolve("data/tls/self-signed.pem");
        try (Rig rig = Rig.open(home, TLS)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            X509Certificate own = PemFile.read(home.resolve("data/tls/self-signed.crt"))
                    .certificates()
                    .get(0);
            assertThat(own.getSubjectAlternativeNames().stream()
                            .map(n -> n.get(1).toString()))
                    .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
            try (TestClient client = new TestClient(TestPki.connect(TestPki.client(own, null), rig.port()))) {
                assertThat(client.ask("tls")).isEqualTo("TLSv1.3");
            }
            assertThat(home.resolve("data/tls")).isDirectoryNotContaining("glob:**.part");

            // production does not take it
            rig.listener.bindProfile(TestProfile.PRODUCTION);
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason")).contains("tls.certificate = (missing)");
        }
        byte[] before = Files.readAllBytes(file);
        try (Rig rig = Rig.open(home, TLS)) {
            assertThat(rig.status().state()).isEqualTo(State.UP);
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    @Test
    void clearTextNeverCountsWhereTlsIsRequired() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        try (Rig rig = Rig.open(home, Rig.with(files(server), "tls", "required", "address", "127.0.0.1"));
                TestClient clear = rig.client()) {
            clear.send("auth me");
            assertThat(clear.ended()).isTrue();
            assertThat(rig.log.has("authenticated in clear text where TLS is required"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EC,SHA256withECDSA,SHA-256",
        "EC,SHA384withECDSA,SHA-384",
        "RSA,SHA256withRSA,SHA-256",
        "RSA,SHA512withRSA,SHA-512",
        "RSA,SHA1withRSA,SHA-256",
        "RSA,SHA384withRSAandMGF1,SHA-384",
        "Ed25519,Ed25519,",
    })
    void bindsChannelsAsTheRfcSays(String algorithm, String signature, String hash) throws Exception {
        X509Certificate certificate =
                TestPki.pair("localhost", algorithm, signature, null).certificate();
        byte[] expected = hash == null ? null : MessageDigest.getInstance(hash).digest(certificate.getEncoded());
        assertThat(EndPointBinding.of(certificate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"EC,SHA256withECDSA", "RSA,SHA256withRSA", "Ed25519,Ed25519"})
    void readsKeysInEveryForm(String algorithm, String signature) throws Exception {
        TestPki.Pair server = TestPki.pair("localhost", algorithm, signature, null);
        Path one = home.resolve("both.pem");
        Files.writeString(one, server.keyPem() + server.certificatePem());
        assertThat(KeyMaterial.pem(one, one).certificate()).isEqualTo(server.certificate());

        if (!algorithm.startsWith("Ed")) {
            Files.writeString(one, server.traditionalKeyPem() + server.certificatePem());
            assertThat(Files.readString(one)).contains("BEGIN " + algorithm + " PRIVATE KEY");
            assertThat(KeyMaterial.pem(one, one).certificate()).isEqualTo(server.certificate());
        }

        Path store = home.resolve("store.p12");
        Path password = home.resolve("password");
        server.keystore(store, "sesame");
        Files.writeString(password, "sesame\n");
        SSLContext context = TestPki.client(server.certificate(), null);
        Map<String, Object> named =
                Rig.with(TLS, "tls.keystore", "store.p12", "tls.keystore.password.file", "password");
        try (Rig rig = Rig.open(home, named);
                TestClient client = new TestClient(TestPki.connect(context, rig.port()))) {
            assertThat(client.ask("tls")).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        TestPki.Pair server = TestPki.server("localhost");
        Map<String, Object> good = files(server);
        server.keystore(home.resolve("store.p12"), "sesame");
        Files.writeString(home.resolve("wrong"), "not-sesame");
        Files.writeString(home.resolve("empty.pem"), "");
        refused(Rig.with(good, "tls.certificate", "none.crt"), "tls.certificate", "there is no such file");
        refused(Rig.with(good, "tls.certificate", "empty.pem"), "tls.certificate", "it holds no certificate");
        refused(Rig.with(good, "tls.key", "server.crt"), "tls.key", "it holds no private key");
        refused(Rig.with(good, "tls.trust", "empty.pem"), "tls.trust", "it holds no certificate");
        Map<String, Object> store = Rig.with(TLS, "tls.keystore", "store.p12", "tls.keystore.password.file", "wrong");
        refused(store, "tls.keystore", "password");
        assertThatExceptionOfType(BadSetting.class)
                .isThrownBy(() -> KeyMaterial.keystore(home.resolve("store.p12"), home.resolve("wrong")))
                .withMessageNotContaining("not-sesame");
    }

    private void refused(Map<String, Object> configuration, String key, String why) {
        try (Rig rig = Rig.open(home, configuration)) {
            assertThat(rig.status().state()).isEqualTo(State.DOWN);
            assertThat(rig.fact("reason")).contains(key + " = ").contains(why);
        }
    }
}
