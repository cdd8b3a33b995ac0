package io.polywire.auth.token.internal;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys: PEM, a shared secret, a JWK set (RFC 7517). What is wrong is said without the content. */
final class KeyFiles {
    /** Keys that a source may have. */
    static final int MOST_KEYS = 200;

    private static final int LEAST_SECRET = 32;
    private static final int ED25519_KEY = 32;
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "Ed25519");
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private KeyFiles() {}

    /** Public keys (SubjectPublicKeyInfo) and certificates. */
    static List<JWK> pem(byte[] bytes) throws IOException, GeneralSecurityException {
        List<JWK> keys = new ArrayList<>();
        Matcher m = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (m.find()) {
            byte[] der = Base64.getMimeDecoder().decode(m.group(2));
            switch (m.group(1)) {
                case "PUBLIC KEY" -> keys.add(jwk(publicKey(der)));
                case "CERTIFICATE" ->
                    keys.add(jwk(CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey()));
                default ->
                    throw new IOException(
                            "it holds a block " + m.group(1) + "; PUBLIC KEY and CERTIFICATE are possible");
            }
        }
        return checked(keys);
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        for (String type : KEY_TYPES) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // of another type
                continue;
            }
        }
        throw new GeneralSecurityException("its key is not RSA, EC or Ed25519");
    }

    private static JWK jwk(PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            if (curve == null) {
                throw new GeneralSecurityException("its curve is not P-256, P-384 or P-521");
            }
            return new ECKey.Builder(curve, ec).build();
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
            byte[] der = ed.getEncoded();
            // the key itself ends the structure (RFC 8410, 4)
            byte[] raw = Arrays.copyOfRange(der, der.length - ED25519_KEY, der.length);
            return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw)).build();
        }
        throw new GeneralSecurityException("its key is not RSA, EC or Ed25519");
    }

    /** A shared secret: the first line, as it is or after {@code base64:}. */
    static List<JWK> secret(byte[] bytes) throws IOException {
        String line =
                new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        if (line.startsWith("-----BEGIN")) {
            throw new IOException("it is a PEM file, which is no secret");
        }
        byte[] secret;
        try {
            secret = line.startsWith("base64:")
                    ? Base64.getDecoder().decode(line.substring(7).strip())
                    : line.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // without the cause, whose text would show a part of it
            throw new IOException("what stands behind base64: is not base64");
        }
        if (secret.length < LEAST_SECRET) {
            throw new IOException("a secret has at least " + LEAST_SECRET + " bytes");
        }
        return List.of(new OctetSequenceKey.Builder(secret).build());
    }

    /** A JWK set that may hold secrets, out of a file of the operator. */
    static List<JWK> jwks(byte[] bytes) throws IOException {
        return checked(new ArrayList<>(parse(bytes).getKeys()));
    }

    /** A JWK set from elsewhere: what others can read is no secret, so {@code oct} keys in it are left out. */
    static List<JWK> publicJwks(byte[] bytes) throws IOException {
        List<JWK> keys = new ArrayList<>();
        for (JWK key : parse(bytes).getKeys()) {
            if (!(key instanceof OctetSequenceKey)) {
                keys.add(key.toPublicJWK());
            }
        }
        return checked(keys);
    }

    private static JWKSet parse(byte[] bytes) throws IOException {
        try {
            return JWKSet.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            // without the cause, whose text may show a key
            throw new IOException("it is not a JWK set");
        }
    }

    private static List<JWK> checked(List<JWK> keys) throws IOException {
        if (keys.isEmpty()) {
            throw new IOException("it holds no key that can be used");
        }
        if (keys.size() > MOST_KEYS) {
            throw new IOException("it holds more than " + MOST_KEYS + " keys");
        }
        return List.copyOf(keys);
    }
}
