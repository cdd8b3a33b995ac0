package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/** Handling of secrets in memory. */
final class Secrets {
    /** Longest password in bytes of UTF-8, so that nobody makes us hash megabytes. */
    static final int MOST_BYTES = 4096;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Overwrites; null is let through because many secrets are there only sometimes. */
    static void wipe(byte[] secret) {
        if (secret != null) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Overwrites. */
    static void wipe(char[] secret) {
        if (secret != null) {
            Arrays.fill(secret, '\0');
        }
    }

    /**
     * The bytes of a new password, without making a String of it.
     *
     * @throws SqlFailure if it cannot be a password
     */
    static byte[] newPassword(char[] password) {
        ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(password));
        } catch (CharacterCodingException e) {
            // the cause would only repeat a length
            throw SqlFailure.of(FailureKind.BAD_ENCODING, "the password is not valid text");
        }
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        wipe(encoded.array());
        String refusal = refusal(bytes);
        if (refusal != null) {
            wipe(bytes);
            throw SqlFailure.of(FailureKind.BAD_VALUE, refusal);
        }
        return bytes;
    }

    private static String refusal(byte[] password) {
        if (password.length == 0) {
            return "the password is empty";
        }
        if (password.length > MOST_BYTES) {
            return "the password has more than " + MOST_BYTES + " bytes";
        }
        for (byte b : password) {
            if (b == 0) {
                // three of the wires end a password at the first of them
                return "a password holds no NUL character";
            }
        }
        return null;
    }
}
