package io.polywire.net.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates and TLS clients for tests. */
final class TestPki {
    private static final AtomicLong SERIAL = new AtomicLong(1000);

    /** A key and its certificate. */
    record Pair(KeyPair keys, X509Certificate certificate) {
        String certificatePem() throws IOException {
            return pem(certificate);
        }

        String keyPem() throws IOException {
            return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
        }

        /** As openssl's older commands write it: SEC1 or PKCS#1. */
        String traditionalKeyPem() throws IOException {
            if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
                return pem(keys.getPrivate());
            }
            // with the curve inside and in a block of its own before it
            ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
            byte[] sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), curve).getEncoded();
            return pem(new PemObject("EC PARAMETERS", curve.getEncoded())) + pem(new PemObject("EC PRIVATE KEY", sec1));
        }

        void keystore(Path file, String password) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("it", keys.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
        }
    }

    private TestPki() {}

    static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    static KeyPair keys(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (!algorithm.startsWith("Ed")) {
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
        }
        return generator.generateKeyPair();
    }

    /** A certificate for localhost; signed by itself without a signer. */
    static Pair pair(String name, String algorithm, String signature, Pair signer) throws Exception {
        KeyPair keys = keys(algorithm);
        X500Name issuer = new X500Name(
                signer == null
                        ? "CN=" + name
                        : signer.certificate().getSubjectX500Principal().getName());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(Instant.now().minus(Duration.ofHours(1))),
                Date.from(Instant.now().plus(Duration.ofDays(1))),
                new X500Name("CN=" + name),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(signer == null));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        KeyPair by = signer == null ? keys : signer.keys();
        return new Pair(
                keys,
                new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder(signature)
                                .setProvider(new BouncyCastleProvider())
                                .build(by.getPrivate()))));
    }

    static Pair server(String name) throws Exception {
        return pair(name, "EC", "SHA256withECDSA", null);
    }

    /** A client that trusts one certificate and may show its own. */
    static SSLContext client(X509Certificate trusted, Pair own) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        TrustManager[] managers = trust.getTrustManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        if (own == null) {
            context.init(null, managers, null);
        } else {
            KeyStore mine = KeyStore.getInstance("PKCS12");
            mine.load(null, null);
            mine.setKeyEntry("me", own.keys().getPrivate(), new char[0], new Certificate[] {own.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(mine, new char[0]);
            context.init(keys.getKeyManagers(), managers, null);
        }
        return context;
    }

    /** A client that looks at the certificate by itself. */
    static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {
                            throw new AssertionError("a server's part");
                        }

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {
                            // the test compares it
                        }

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                null);
        return context;
    }

    /** Connects without a handshake yet; checks the host name as a careful client does. */
    static SSLSocket connect(SSLContext context, int port, List<String> protocols, List<String> alpn)
            throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(TestClient.PATIENCE);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        // the JDK leaves names without a dot out by itself
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** Connects without a handshake yet, and asks for a server name; null for none. */
    static SSLSocket connect(SSLContext context, int port, String serverName, String protocol) throws IOException {
        SSLSocket socket = connect(context, port, List.of(protocol), List.of());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(null);
        parameters.setServerNames(serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    static SSLSocket connect(SSLContext context, int port) throws IOException {
        return connect(context, port, List.of("TLSv1.3", "TLSv1.2"), List.of());
    }
}
