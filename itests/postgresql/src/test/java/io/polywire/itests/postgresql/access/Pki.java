package io.polywire.itests.postgresql.access;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates and key stores for a test. */
final class Pki {
    static final String PASSWORD = "keystore-secret-pki";

    private static final AtomicLong SERIAL = new AtomicLong(100);

    /** Who signs. */
    record Authority(String name, KeyPair keys, X509Certificate certificate) {}

    private final Path folder;

    Pki(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator g = KeyPairGenerator.getInstance("EC");
        g.initialize(256);
        return g.generateKeyPair();
    }

    Authority authority(String name) throws GeneralSecurityException, IOException {
        KeyPair keys = keys();
        X509Certificate c = certificate(name, keys, null, Instant.now().minusSeconds(3600), Duration.ofDays(30));
        Files.writeString(
                pem(name),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(c.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        return new Authority(name, keys, c);
    }

    /** The PEM file of an authority's certificate. */
    Path pem(String authority) {
        return folder.resolve(authority + ".pem");
    }

    /** A client's key store {@code <file>.p12}, with a certificate that was made so many days ago for so many. */
    void client(String file, String commonName, Authority signer, int daysAgo, int days)
            throws GeneralSecurityException, IOException {
        KeyPair keys = keys();
        X509Certificate c = certificate(
                commonName, keys, signer, Instant.now().minus(Duration.ofDays(daysAgo)), Duration.ofDays(days));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        // the alias that pgjdbc looks for
        store.setKeyEntry(
                "user", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {c, signer.certificate()});
        try (OutputStream out = Files.newOutputStream(folder.resolve(file + ".p12"))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static X509Certificate certificate(
            String name, KeyPair keys, Authority signer, Instant from, Duration length)
            throws GeneralSecurityException {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + (signer == null ? name : signer.name())),
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(from),
                    Date.from(from.plus(length)),
                    new X500Name("CN=" + name),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(signer == null));
            KeyPair by = signer == null ? keys : signer.keys();
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
        } catch (OperatorCreationException | CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
