package io.polywire.itests.postgresql.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens for a test: RFC 7519 by hand, so that the server's library is not checked by itself. */
final class Tokens {
    private Tokens() {}

    /** A token of HS256. */
    static String signed(String secret, String subject, Instant expires) {
        return signed("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", secret, subject, expires);
    }

    /** A token with a header of one's own. */
    static String signed(String header, String secret, String subject, Instant expires) {
        String claims = "{\"iss\":\"it\",\"aud\":\"polywire\",\"sub\":\"" + subject + "\",\"exp\":"
                + expires.getEpochSecond() + ",\"jti\":\"" + subject + expires.getEpochSecond() + "\"}";
        String text =
                base64(header.getBytes(StandardCharsets.UTF_8)) + '.' + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return text + '.' + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A token without a signature. */
    static String unsigned(String subject, Instant expires) {
        String whole = signed("{\"alg\":\"none\"}", "x", subject, expires);
        return whole.substring(0, whole.lastIndexOf('.') + 1);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
