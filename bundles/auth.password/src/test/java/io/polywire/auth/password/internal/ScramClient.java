package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A client of SCRAM-SHA-256, written from RFC 5802 with other means than the server (PBKDF2 of the JDK). */
final class ScramClient {
    private final String header;
    private final byte[] binding;
    private final String bare;
    private byte[] serverSignature;

    ScramClient(String header, byte[] binding, String nonce) {
        this.header = header;
        this.binding = binding;
        this.bare = "n=,r=" + nonce;
    }

    byte[] first() {
        return (header + bare).getBytes(StandardCharsets.UTF_8);
    }

    byte[] last(byte[] serverFirst, String password) throws Exception {
        String first = new String(serverFirst, StandardCharsets.UTF_8);
        String[] parts = first.split(",");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        byte[] bound = new byte[head.length + binding.length];
        System.arraycopy(head, 0, bound, 0, head.length);
        System.arraycopy(binding, 0, bound, head.length, binding.length);
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0];
        String message = bare + "," + first + "," + withoutProof;
        byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
        for (int i = 0; i < signature.length; i++) {
            signature[i] ^= clientKey[i];
        }
        serverSignature = hmac(hmac(salted, "Server Key"), message);
        return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(signature)).getBytes(StandardCharsets.UTF_8);
    }

    /** What the server must send to prove itself. */
    String expectedFinal() {
        return "v=" + Base64.getEncoder().encodeToString(serverSignature);
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
