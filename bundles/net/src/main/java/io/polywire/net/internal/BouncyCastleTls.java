package io.polywire.net.internal;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * Bouncy Castle's TLS over Bouncy Castle's cryptography. Loaded only where the bundle bctls is wired to this one; never
 * registered with the JVM, where it would outlive this bundle and change what others get.
 */
final class BouncyCastleTls {
    private static final Provider CRYPTOGRAPHY = new BouncyCastleProvider();

    static final Provider PROVIDER = new BouncyCastleJsseProvider(CRYPTOGRAPHY);

    private BouncyCastleTls() {}

    /** Keys and certificates as it knows them: the JDK names the algorithm of an Ed25519 key by its family. */
    static ServerNames names(Identity standard, Map<String, Identity> named) throws GeneralSecurityException {
        Map<String, Identity> own = new HashMap<>();
        for (Map.Entry<String, Identity> entry : named.entrySet()) {
            own.put(entry.getKey(), own(entry.getValue()));
        }
        return new ServerNames(own(standard), own);
    }

    private static Identity own(Identity identity) throws GeneralSecurityException {
        CertificateFactory certificates = CertificateFactory.getInstance("X.509", CRYPTOGRAPHY);
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate certificate : identity.chain()) {
            chain.add((X509Certificate)
                    certificates.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
        }
        PrivateKey key = KeyFactory.getInstance(chain.get(0).getPublicKey().getAlgorithm(), CRYPTOGRAPHY)
                .generatePrivate(new PKCS8EncodedKeySpec(identity.key().getEncoded()));
        return new Identity(key, chain);
    }
}
