package io.polywire.auth.token.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Date;
import java.util.Map;
import java.util.Set;

/**
 * Whether a key has signed a token. A key is only used for what its own type and parameters say, whatever the token's
 * header says: a public key never becomes a secret, a curve has its one algorithm (RFC 7518, 3.4; RFC 8037).
 */
final class Signatures {
    /** What can be configured; {@code Ed25519} is the name that RFC 9864 gives to EdDSA over this curve. */
    static final Set<JWSAlgorithm> KNOWN = Set.of(
            JWSAlgorithm.HS256,
            JWSAlgorithm.HS384,
            JWSAlgorithm.HS512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    private static final int LEAST_RSA_BITS = 2048;
    private static final int ED25519_KEY = 32;
    private static final int ED25519_SIGNATURE = 64;

    private static final Map<JWSAlgorithm, Curve> CURVES =
            Map.of(JWSAlgorithm.ES256, Curve.P_256, JWSAlgorithm.ES384, Curve.P_384, JWSAlgorithm.ES512, Curve.P_521);

    private Signatures() {}

    /** Whether a key may be used with an algorithm at all. */
    static boolean fits(JWK key, JWSAlgorithm algorithm, Date now) {
        if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)
                || key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse())
                || key.getKeyOperations() != null && !key.getKeyOperations().contains(KeyOperation.VERIFY)
                || key.getExpirationTime() != null && !now.before(key.getExpirationTime())
                || key.getNotBeforeTime() != null && now.before(key.getNotBeforeTime())) {
            return false;
        }
        if (key instanceof OctetSequenceKey secret) {
            return JWSAlgorithm.Family.HMAC_SHA.contains(algorithm) && secret.size() >= leastSecretBits(algorithm);
        }
        if (key instanceof RSAKey rsa) {
            return JWSAlgorithm.Family.RSA.contains(algorithm) && rsa.size() >= LEAST_RSA_BITS;
        }
        if (key instanceof ECKey ec) {
            return ec.getCurve().equals(CURVES.get(algorithm));
        }
        return key instanceof OctetKeyPair pair
                && Curve.Ed25519.equals(pair.getCurve())
                && (JWSAlgorithm.EdDSA.equals(algorithm) || JWSAlgorithm.Ed25519.equals(algorithm));
    }

    /** As long as the hash (RFC 7518, 3.2). */
    private static int leastSecretBits(JWSAlgorithm algorithm) {
        return JWSAlgorithm.HS256.equals(algorithm) ? 256 : JWSAlgorithm.HS384.equals(algorithm) ? 384 : 512;
    }

    /** Whether the key, which fits, has signed. */
    static boolean verify(JWSObject token, JWK key) {
        try {
            if (key instanceof OctetKeyPair pair) {
                return verifyEd25519(token, pair);
            }
            return token.verify(verifier(key));
        } catch (JOSEException | GeneralSecurityException | IllegalStateException e) {
            // a signature of another length, a point that is none: not signed by this key
            return false;
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof OctetSequenceKey secret) {
            return new MACVerifier(secret);
        }
        return key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier((ECKey) key);
    }

    /** By the JDK: the library's own way needs a further one (Tink). */
    private static boolean verifyEd25519(JWSObject token, OctetKeyPair key) throws GeneralSecurityException {
        byte[] signature = token.getSignature().decode();
        if (signature.length != ED25519_SIGNATURE) {
            return false;
        }
        Signature s = Signature.getInstance("Ed25519");
        s.initVerify(ed25519(key.getX().decode()));
        String input =
                token.getHeader().toBase64URL() + "." + token.getPayload().toBase64URL();
        s.update(input.getBytes(StandardCharsets.US_ASCII));
        return s.verify(signature);
    }

    /** RFC 8032, 5.1.2: y in little-endian, the sign of x in the last bit. */
    static PublicKey ed25519(byte[] encoded) throws GeneralSecurityException {
        if (encoded.length != ED25519_KEY) {
            throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
        }
        byte[] y = new byte[ED25519_KEY];
        for (int i = 0; i < ED25519_KEY; i++) {
            y[i] = encoded[ED25519_KEY - 1 - i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
    }
}
