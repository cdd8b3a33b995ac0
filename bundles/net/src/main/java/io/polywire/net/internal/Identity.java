package io.polywire.net.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and its certificate chain, own first.
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {
    /** Copies the chain. */
    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * Fails if the key is not the certificate's: else a listener would come up whose every handshake fails.
     *
     * @throws IOException saying so
     */
    Identity checked() throws IOException, GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        if (algorithm.equals("RSASSA-PSS")) {
            signature.setParameter(java.security.spec.PSSParameterSpec.DEFAULT);
        }
        byte[] text = {1, 2, 3};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certificate().getPublicKey());
            signature.update(text);
            if (signature.verify(signed)) {
                return this;
            }
        } catch (java.security.InvalidKeyException | java.security.SignatureException e) {
            throw new IOException("the key is not the certificate's", e);
        }
        throw new IOException("the key is not the certificate's");
    }
}
