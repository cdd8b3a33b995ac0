package io.polywire.auth.token.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real key server on loopback. */
class UrlKeysTest {
    private static KeyPair rsa;

    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private final AtomicLong millis = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String body;
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private HttpServer server;
    private UrlKeys keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
        g.initialize(2048);
        rsa = g.generateKeyPair();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        if (keys != null) {
            keys.close();
        }
        if (server != null) {
            server.stop(0);
        }
        serverThreads.shutdownNow();
    }

    private void serve(HttpServer made) {
        server = made;
        server.setExecutor(serverThreads);
        server.createContext("/jwks", exchange -> {
            asked.incrementAndGet();
            try {
                gate.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/jwks");
            }
            exchange.sendResponseHeaders(status, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
    }

    private void http(int timeoutMillis) throws Exception {
        serve(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        keys = client("http", timeoutMillis, null);
    }

    private UrlKeys client(String scheme, int timeoutMillis, SSLContext trust) {
        URI uri = URI.create(scheme + "://localhost:" + server.getAddress().getPort() + "/jwks");
        return new UrlKeys(
                new UrlKeys.Limits(uri, timeoutMillis, 10_000, 300_000, 600_000, 10_000), trust, millis::get);
    }

    private static String set(String... kids) {
        return new JWKSet(List.of(kids).stream()
                        .<JWK>map(kid -> new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
                                .keyID(kid)
                                .build())
                        .toList())
                .toString();
    }

    private List<String> kids() throws Exception {
        return kids(false);
    }

    private List<String> kids(boolean newer) throws Exception {
        return (newer ? keys.newer() : keys.keys())
                .toCompletableFuture().get(20, TimeUnit.SECONDS).stream()
                        .map(JWK::getKeyID)
                        .toList();
    }

    @Test
    void keepsAndRotates() throws Exception {
        http(5000);
        body = set("one");
        assertThat(kids()).containsExactly("one");
        body = set("two");
        assertThat(kids()).as("kept").containsExactly("one");
        assertThat(kids(true)).as("not before the interval is over").containsExactly("one");
        assertThat(asked).hasValue(1);
        millis.set(10_000);
        assertThat(kids(true)).as("for a key that is not known").containsExactly("two");
        body = set("three");
        millis.set(310_001);
        assertThat(kids()).as("after the cache").containsExactly("three");
        assertThat(asked).hasValue(3);
    }

    @Test
    void staysGoodForAWhileWithoutTheServer() throws Exception {
        http(5000);
        body = set("one");
        assertThat(kids()).containsExactly("one");
        status = 500;
        millis.set(300_001);
        assertThat(kids()).containsExactly("one");
        assertThat(keys.problem()).contains("status 500");
        millis.set(900_001);
        assertThatThrownBy(this::kids).hasMessageContaining("status 500");
        assertThatThrownBy(this::kids).as("no storm").hasMessageContaining("did not answer");
        assertThat(asked).hasValue(3);
        status = 200;
        millis.set(920_000);
        assertThat(kids()).containsExactly("one");
        assertThat(keys.problem()).isNull();
    }

    @Test
    void asksOnceForAll() throws Exception {
        http(20_000);
        body = set("one");
        gate = new CountDownLatch(1);
        var first = keys.keys().toCompletableFuture();
        var second = keys.keys().toCompletableFuture();
        assertThat(first).isNotDone();
        gate.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS)).hasSize(1);
        assertThat(second.get(20, TimeUnit.SECONDS)).hasSize(1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void isBoundedInTimeAndSizeAndFollowsNothing() throws Exception {
        http(300);
        gate = new CountDownLatch(1);
        body = set("one");
        assertThatThrownBy(this::kids).isInstanceOf(Exception.class);
        gate.countDown();
        keys.close();
        keys = client("http", 20_000, null);
        body = "x".repeat(10_001);
        millis.set(20_000);
        assertThatThrownBy(this::kids).hasMessageContaining("longer than 10000");
        status = 302;
        body = set("one");
        millis.set(40_000);
        assertThatThrownBy(this::kids).hasMessageContaining("status 302");
        status = 200;
        body = "{\"keys\":\"hunter2\"}";
        millis.set(60_000);
        assertThatThrownBy(this::kids).hasMessageContaining("not a JWK set").hasMessageNotContaining("hunter2");
    }

    @Test
    void takesNoSecretsFromElsewhere() throws Exception {
        http(5000);
        body = "{\"keys\":["
                + new OctetSequenceKey.Builder(new byte[64]).keyID("secret").build() + ","
                + new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
                        .keyID("public")
                        .build() + "]}";
        assertThat(kids()).containsExactly("public");
    }

    @Test
    void checksTheServersCertificate() throws Exception {
        X509Certificate certificate = certificate();
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("server", rsa.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        body = set("one");
        serve(https);
        keys = client("https", 10_000, null);
        assertThatThrownBy(this::kids).as("not one of the JDK's").hasMessageContaining("SSLHandshakeException");
        keys.close();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        keys = client("https", 10_000, client);
        assertThat(kids()).containsExactly("one");
    }

    private static X509Certificate certificate() throws Exception {
        X500Name name = new X500Name("CN=localhost");
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                name,
                rsa.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(rsa.getPrivate())));
    }
}
