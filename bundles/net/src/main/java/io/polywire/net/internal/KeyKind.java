package io.polywire.net.internal;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/**
 * Understands the kinds of keys for which a TLS engine asks a key manager. The JDK asks for {@code EC}, {@code RSA} or
 * {@code EdDSA}, with {@code _} and the issuer's kind behind it in older versions; Bouncy Castle for {@code Ed25519}, for
 * {@code EC/secp256r1} in TLS 1.3, where a curve is a kind of its own, and for {@code ECDHE_ECDSA} in TLS 1.2.
 */
final class KeyKind {
    private KeyKind() {}

    /** Whether a key is of the kind that is asked for. */
    static boolean of(PublicKey key, String asked) {
        if (asked.equals("ECDHE_ECDSA")) {
            return key instanceof ECPublicKey;
        }
        String[] parts = asked.split("[_/]", 2);
        if (!key.getAlgorithm().equals(parts[0])) {
            return false;
        }
        return asked.indexOf('/') < 0 || key instanceof ECPublicKey point && on(point, parts[1]);
    }

    private static boolean on(ECPublicKey key, String curve) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(curve));
            ECParameterSpec named = parameters.getParameterSpec(ECParameterSpec.class);
            return named.getCurve().equals(key.getParams().getCurve())
                    && named.getOrder().equals(key.getParams().getOrder());
        } catch (GeneralSecurityException e) {
            // a curve that the JDK does not know, so that no key of ours is on it
            return false;
        }
    }
}
