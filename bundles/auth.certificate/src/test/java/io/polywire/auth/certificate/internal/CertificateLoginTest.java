package io.polywire.auth.certificate.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Principal;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.TlsState;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateLoginTest {
    private static final String ISSUER = "CN=Test CA";
    private static KeyPair authority;
    private static KeyPair other;

    @TempDir
    Path home;

    private final Map<String, Object> configuration = new HashMap<>(Map.of("reload.ms", 0));
    private CertificateService service;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("EC");
        g.initialize(256);
        authority = g.generateKeyPair();
        other = g.generateKeyPair();
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    /** A store of three: alice and bob, and the role staff. */
    private static UserStore store() {
        return (UserStore) Proxy.newProxyInstance(
                UserStore.class.getClassLoader(), new Class<?>[] {UserStore.class}, (p, m, a) -> switch (m.getName()) {
                    case "find" ->
                        switch ((String) a[0]) {
                            case "alice" -> user(1, "alice", true);
                            case "bob" -> user(2, "bob", true);
                            case "staff" -> user(3, "staff", false);
                            default -> null;
                        };
                    default -> throw new UnsupportedOperationException(m.getName());
                });
    }

    private static User user(long id, String name, boolean login) {
        return new User(id, name, login, false, false, null, Set.of(), Map.of());
    }

    private CertificateService open() {
        CertificateConfiguration c = (CertificateConfiguration) Proxy.newProxyInstance(
                CertificateConfiguration.class.getClassLoader(),
                new Class<?>[] {CertificateConfiguration.class},
                (p, m, a) -> configuration.getOrDefault(m.getName().replace('_', '.'), m.getDefaultValue()));
        service = CertificateService.open(
                Settings.of(c), home.toString(), CertificateLoginTest::store, Clock.systemUTC());
        return service;
    }

    private static X509Certificate certificate(long serial, String subject, GeneralName... names) throws Exception {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(ISSUER),
                BigInteger.valueOf(serial),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(serial == 99 ? now.minusSeconds(1) : now.plus(Duration.ofDays(1))),
                new X500Name(subject),
                authority.getPublic());
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
    }

    private void crl(KeyPair signer, Duration next, long... serials) throws Exception {
        Instant now = Instant.now();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(ISSUER), Date.from(now.minusSeconds(7200)));
        builder.setNextUpdate(Date.from(now.plus(next)));
        for (long serial : serials) {
            builder.addCRLEntry(BigInteger.valueOf(serial), Date.from(now.minusSeconds(60)), 0);
        }
        Files.write(
                home.resolve("ca.crl"),
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                        .getEncoded());
    }

    private void trust() throws Exception {
        Files.writeString(
                home.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(certificate(1, ISSUER).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        configuration.put("crl.files", new String[] {"ca.crl"});
        configuration.put("crl.trust", "ca.pem");
    }

    private static AuthContext context(String user, X509Certificate... chain) {
        TlsState tls = new TlsState("TLSv1.3", "x", null, null, List.of(chain), null);
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (p, m, a) -> m.getName().equals("tls") ? tls : null);
        return new AuthContext(connection, user, null);
    }

    /** The user's name, or the reason of the refusal. */
    private String login(String user, X509Certificate... chain) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        service.begin(context(user, chain)).next(null, new AuthReply() {
            @Override
            public void challenge(byte[] data) {
                answer.completeExceptionally(new AssertionError("challenge"));
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                answer.complete(principal.name());
            }

            @Override
            public void refused(SqlFailure failure) {
                answer.complete(failure.sqlState() + " " + failure.getCause().getMessage());
            }
        });
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theCommonNameIsTheUser() throws Exception {
        open();
        assertThat(login("alice", certificate(2, "CN=alice,OU=x"))).isEqualTo("alice");
        assertThat(login("", certificate(2, "CN=alice"))).isEqualTo("alice");
        assertThat(login("bob", certificate(2, "CN=alice"))).isEqualTo("28P01 its certificate is not one of this user");
        assertThat(login("alice", certificate(2, "CN=alice,CN=bob"))).startsWith("28P01");
        assertThat(login("alice", certificate(2, "CN=alice\\,CN\\=bob"))).startsWith("28P01");
        assertThat(login("carol", certificate(2, "CN=carol"))).contains("no such user");
        assertThat(login("staff", certificate(2, "CN=staff"))).contains("cannot log in");
        assertThat(login("alice", certificate(99, "CN=alice"))).contains("not valid now");
        assertThat(service.available(context("alice"))).as("no certificate").isFalse();
    }

    @Test
    void otherNamesByRules() throws Exception {
        configuration.put("names", new String[] {"email,uri,dns"});
        configuration.put("user.rules", new String[] {"/([a-z]+)@example\\.org/ = $1; spiffe://example.org/db = bob"});
        open();
        X509Certificate c = certificate(
                2,
                "CN=whatever",
                new GeneralName(GeneralName.rfc822Name, "alice@example.org"),
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example.org/db"));
        assertThat(login("alice", c)).isEqualTo("alice");
        assertThat(login("bob", c)).isEqualTo("bob");
        assertThat(login("", c)).isEqualTo("alice");
        assertThat(login(
                        "alice",
                        certificate(2, "CN=x", new GeneralName(GeneralName.rfc822Name, "alice@example.org.evil"))))
                .startsWith("28P01");
    }

    @Test
    void revokedOnesAreOutAfterTheListChanged() throws Exception {
        trust();
        crl(authority, Duration.ofHours(1), 7);
        open();
        X509Certificate alice = certificate(2, "CN=alice");
        assertThat(login("alice", alice)).isEqualTo("alice");
        assertThat(login("alice", certificate(7, "CN=alice"))).contains("revoked");
        crl(authority, Duration.ofHours(1), 7, 2);
        assertThat(login("alice", alice)).contains("revoked");
        crl(other, Duration.ofHours(1));
        assertThat(login("alice", alice)).as("a forged list changes nothing").contains("revoked");
        assertThat(service.problem()).contains("ca.crl", "not signed");
        crl(authority, Duration.ofSeconds(-10));
        assertThat(login("alice", alice)).contains("no current revocation list");
    }

    @Test
    void aListOfAnotherKeyIsNoStart() throws Exception {
        trust();
        crl(other, Duration.ofHours(1));
        assertThatThrownBy(this::open).isInstanceOf(SqlFailure.class).hasMessageContaining("crl.files");
    }

    @Test
    void whatIsNotBuiltIsRefusedByName() {
        configuration.put("ocsp", "stapled");
        assertThatThrownBy(this::open).isInstanceOf(SqlFailure.class).hasMessageContaining("ocsp");
    }

    @Test
    void attributesAreRead() throws Exception {
        assertThat(CertificateNames.attribute(certificate(2, "CN=a,OU=One,OU=Two,O=x"), "OU"))
                .containsExactlyInAnyOrder("One", "Two");
    }
}
