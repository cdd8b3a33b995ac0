package io.polywire.auth.certificate.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polywire.api.auth.OutsideUsers.Refused;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a responder over HTTP. */
class OcspTest {
    private static final String ISSUER = "CN=Test CA";
    private static final long REVOKED = 66;
    private static KeyPair authority;
    private static KeyPair other;

    private HttpServer server;
    private volatile KeyPair signer;
    private volatile Duration age = Duration.ZERO;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("EC");
        g.initialize(256);
        authority = g.generateKeyPair();
        other = g.generateKeyPair();
    }

    @BeforeEach
    void start() throws IOException {
        signer = authority;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body;
        try {
            byte[] request = exchange.getRequestMethod().equals("POST")
                    ? exchange.getRequestBody().readAllBytes()
                    : Base64.getDecoder()
                            .decode(URLDecoder.decode(
                                    exchange.getRequestURI().getRawPath().substring(1), StandardCharsets.US_ASCII));
            body = response(new OCSPReq(request));
        } catch (Exception e) {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private byte[] response(OCSPReq request) throws Exception {
        DigestCalculator sha1 = new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(org.bouncycastle.cert.ocsp.CertificateID.HASH_SHA1);
        BasicOCSPRespBuilder builder = new JcaBasicOCSPRespBuilder(signer.getPublic(), sha1);
        Date when = Date.from(Instant.now().minus(age));
        for (Req r : request.getRequestList()) {
            CertificateStatus status = r.getCertID().getSerialNumber().longValue() == REVOKED
                    // long ago: one of this second could be later than the moment for which the JDK asks
                    ? new RevokedStatus(Date.from(when.toInstant().minus(Duration.ofDays(1))), 1)
                    : CertificateStatus.GOOD;
            builder.addResponse(
                    r.getCertID(), status, when, Date.from(when.toInstant().plus(Duration.ofHours(1))), null);
        }
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()), null, when))
                .getEncoded();
    }

    private X509Certificate certificate(long serial, String subject, String responder) throws Exception {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(ISSUER),
                BigInteger.valueOf(serial),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                new X500Name(subject),
                authority.getPublic());
        if (responder != null) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(new AccessDescription(
                            AccessDescription.id_ad_ocsp,
                            new GeneralName(GeneralName.uniformResourceIdentifier, responder))));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
    }

    private void check(boolean soft, String override, X509Certificate... chain) throws Exception {
        X509Certificate trust = certificate(1, ISSUER, null);
        new OcspCheck(List.of(trust), override == null ? null : URI.create(override), soft)
                .check(List.of(chain), Instant.now());
    }

    private void refused(String why, boolean soft, String override, X509Certificate... chain) {
        assertThatThrownBy(() -> check(soft, override, chain))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(why);
    }

    @Test
    void theResponderOfTheCertificateDecides() throws Exception {
        X509Certificate root = certificate(1, ISSUER, null);
        for (boolean soft : new boolean[] {false, true}) {
            assertThatCode(() -> check(soft, null, certificate(2, "CN=alice", url()), root))
                    .doesNotThrowAnyException();
            refused("is revoked", soft, null, certificate(REVOKED, "CN=alice", url()), root);
        }
        assertThatCode(() -> check(false, url(), certificate(2, "CN=alice", null)))
                .doesNotThrowAnyException();
        refused("is revoked", true, url(), certificate(REVOKED, "CN=alice", "http://127.0.0.1:1/"));
    }

    @Test
    void whereNobodyAnswersOnlySoftTakesIt() throws Exception {
        X509Certificate unnamed = certificate(2, "CN=alice", null);
        refused("could not be found out", false, null, unnamed);
        refused("could not be found out", true, null, unnamed);
        X509Certificate silent = certificate(2, "CN=alice", url());
        server.stop(0);
        refused("could not be found out", false, null, silent);
        assertThatCode(() -> check(true, null, silent)).doesNotThrowAnyException();
    }

    @Test
    void answersOfOthersAndOldOnesCountForNothing() throws Exception {
        X509Certificate c = certificate(2, "CN=alice", url());
        signer = other;
        refused("", false, null, c);
        signer = authority;
        age = Duration.ofHours(5);
        refused("", false, null, c);
    }

    @Test
    void aChainOfAnotherAuthorityIsRefused() throws Exception {
        X509Certificate c = certificate(2, "CN=alice", url());
        X509Certificate stranger = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name("CN=Stranger"),
                                BigInteger.ONE,
                                Date.from(Instant.now().minusSeconds(60)),
                                Date.from(Instant.now().plusSeconds(3600)),
                                new X500Name("CN=Stranger"),
                                other.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(other.getPrivate())));
        assertThatThrownBy(() -> new OcspCheck(List.of(stranger), null, true).check(List.of(c), Instant.now()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("ocsp.trust");
    }
}
