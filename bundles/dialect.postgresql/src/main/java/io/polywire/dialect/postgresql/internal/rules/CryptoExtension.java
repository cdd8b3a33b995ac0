package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.type.Type;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The functions of the extension pgcrypto that hash and that give random bytes; the others are refused by their signatures. */
final class CryptoExtension {
    private static final Map<String, String> DIGESTS = Map.of(
            "md5", "MD5", "sha1", "SHA-1", "sha224", "SHA-224", "sha256", "SHA-256", "sha384", "SHA-384", "sha512",
            "SHA-512");

    private static final int MOST_RANDOM = 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CryptoExtension() {}

    static void register(Registry r) {
        Type text = PgTypes.TEXT;
        Type bytea = PgTypes.BYTEA;
        r.java(
                Functions.strict("digest_text", 2, (in, out) -> out.putBytes(digest(utf8(in, 0), in.getText(1)))),
                "digest",
                bytea,
                text,
                text);
        r.java(
                Functions.strict("digest_bytes", 2, (in, out) -> out.putBytes(digest(in.getBytes(0), in.getText(1)))),
                "digest",
                bytea,
                bytea,
                text);
        r.java(
                Functions.strict(
                        "hmac_text", 3, (in, out) -> out.putBytes(hmac(utf8(in, 0), utf8(in, 1), in.getText(2)))),
                "hmac",
                bytea,
                text,
                text,
                text);
        r.java(
                Functions.strict(
                        "hmac_bytes",
                        3,
                        (in, out) -> out.putBytes(hmac(in.getBytes(0), in.getBytes(1), in.getText(2)))),
                "hmac",
                bytea,
                bytea,
                bytea,
                text);
        r.java(
                Functions.changing("gen_random_bytes", 1, (in, out) -> {
                    long n = in.getLong(0);
                    if (n < 1 || n > MOST_RANDOM) {
                        throw SqlFailure.build(FailureKind.DATA, "Length not in range")
                                .sqlState("39000")
                                .build();
                    }
                    byte[] bytes = new byte[(int) n];
                    RANDOM.nextBytes(bytes);
                    out.putBytes(bytes);
                }),
                "gen_random_bytes",
                bytea,
                PgTypes.INT4);
        r.java(
                Functions.strict(
                        "crypt",
                        2,
                        (in, out) -> out.putText(PasswordHashes.hash(utf8(in, 0), in.getText(1), in::checkCancelled))),
                "crypt",
                text,
                text,
                text);
        r.java(
                Functions.changing("gen_salt", 1, (in, out) -> out.putText(PasswordHashes.salt(in.getText(0), 0))),
                "gen_salt",
                text,
                text);
        r.java(
                Functions.changing(
                        "gen_salt_rounds",
                        2,
                        (in, out) -> out.putText(PasswordHashes.salt(in.getText(0), in.getLong(1)))),
                "gen_salt",
                text,
                text,
                PgTypes.INT4);
    }

    private static byte[] utf8(FunctionArguments in, int argument) {
        return in.getText(argument).getBytes(StandardCharsets.UTF_8);
    }

    /** The extension's own errors: 22023. */
    static SqlFailure failure(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    private static String algorithm(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        String known = DIGESTS.get(folded);
        if (known == null) {
            throw failure("Cannot use \"" + folded + "\": No such hash algorithm");
        }
        return known;
    }

    private static byte[] digest(byte[] data, String name) {
        try {
            return MessageDigest.getInstance(algorithm(name)).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] data, byte[] key, String name) {
        String mac = "Hmac" + algorithm(name).replace("-", "");
        try {
            Mac m = Mac.getInstance(mac);
            // an empty key is one of zeros; Java's class does not take it
            m.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, mac));
            return m.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
