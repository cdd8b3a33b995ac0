package io.polywire.itests.postgresql.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM-SHA-256 (RFC 7677) without channel binding. */
public final class Scram {
    private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";

    private final String password;
    private String authMessage;
    private byte[] salted;

    /** A log-in by this password. */
    public Scram(String password) {
        this.password = password;
    }

    /** client-first-message, with the same nonce each time. */
    public static String first() {
        return "n,,n=,r=" + NONCE;
    }

    /** client-final-message for what the server has said. */
    public String last(String serverFirst) throws GeneralSecurityException {
        Map<String, String> parts = new HashMap<>();
        for (String part : serverFirst.split(",")) {
            parts.put(part.substring(0, 1), part.substring(2));
        }
        if (!parts.get("r").startsWith(NONCE)) {
            throw new AssertionError("the server's nonce does not begin with ours");
        }
        salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(
                        password.toCharArray(),
                        Base64.getDecoder().decode(parts.get("s")),
                        Integer.parseInt(parts.get("i")),
                        256))
                .getEncoded();
        String bare = "c=biws,r=" + parts.get("r");
        authMessage = first().substring(3) + "," + serverFirst + "," + bare;
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] proof = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        return bare + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    void verify(String serverFinal) throws GeneralSecurityException {
        byte[] signature = hmac(hmac(salted, "Server Key"), authMessage);
        if (!serverFinal.equals("v=" + Base64.getEncoder().encodeToString(signature))) {
            throw new AssertionError("the server does not know the password");
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
