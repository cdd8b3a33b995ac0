package io.polywire.net.internal;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * What a PEM file holds: certificates and keys (PKCS#8, PKCS#1, SEC1), other blocks are skipped. The keys and
 * certificates are the JDK's own; Bouncy Castle only reads the file.
 */
record PemFile(List<X509Certificate> certificates, List<PrivateKey> keys) {

    /** The JDK's names of what TLS uses. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "1.2.840.10045.2.1", "EC",
            "1.2.840.113549.1.1.1", "RSA",
            "1.2.840.113549.1.1.10", "RSASSA-PSS",
            "1.3.101.112", "EdDSA",
            "1.3.101.113", "EdDSA");

    static PemFile read(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<PrivateKey> keys = new ArrayList<>();
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(text)) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (block instanceof X509CertificateHolder holder) {
                    certificates.add(certificate(holder));
                } else if (block instanceof X509TrustedCertificateBlock trusted) {
                    certificates.add(certificate(trusted.getCertificateHolder()));
                } else if (block instanceof PrivateKeyInfo info) {
                    keys.add(key(info));
                } else if (block instanceof PEMKeyPair pair) {
                    keys.add(key(pair.getPrivateKeyInfo()));
                } else if (block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair) {
                    throw new IOException("the key is encrypted; use tls.keystore with a password file instead");
                }
            }
        }
        return new PemFile(List.copyOf(certificates), List.copyOf(keys));
    }

    private static X509Certificate certificate(X509CertificateHolder holder)
            throws IOException, GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    }

    private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        String id = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = ALGORITHMS.get(id);
        if (algorithm == null) {
            throw new GeneralSecurityException("keys of algorithm " + id + " are not known");
        }
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }
}
