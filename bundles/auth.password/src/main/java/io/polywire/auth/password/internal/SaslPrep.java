package io.polywire.auth.password.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * SASLprep (RFC 4013), the profile of stringprep (RFC 3454) that SCRAM wants passwords in. Like PostgreSQL, a password
 * that it does not allow, or that is not UTF-8, is taken as it is: clients do the same.
 */
final class SaslPrep {
    private SaslPrep() {}

    /** The password prepared; always a new array. */
    static byte[] prepare(byte[] password) {
        boolean ascii = true;
        for (byte b : password) {
            ascii &= b >= 0x20 && b < 0x7f;
        }
        if (ascii) {
            return password.clone();
        }
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(password));
            // only text outside ASCII becomes a String: the normaliser makes one
            String prepared = prepare(decoded.toString());
            return prepared == null ? password.clone() : prepared.getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            // not text, which RFC 5802 does not know and PostgreSQL lets through
            return password.clone();
        }
    }

    /** The text prepared, or null if it is not allowed. */
    static String prepare(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (SaslPrepTables.isSpace(c)) {
                mapped.append(' ');
            } else if (!SaslPrepTables.isMappedToNothing(c)) {
                mapped.appendCodePoint(c);
            }
        });
        // the RFC checks what is normalised; PostgreSQL, and with it libpq, what is mapped, and the two must agree
        String checked = mapped.toString();
        boolean allowed =
                checked.codePoints().noneMatch(c -> SaslPrepTables.isProhibited(c) || SaslPrepTables.isUnassigned(c));
        return !checked.isEmpty() && allowed && isBidiClean(checked)
                ? Normalizer.normalize(checked, Normalizer.Form.NFKC)
                : null;
    }

    /** RFC 3454 section 6. */
    private static boolean isBidiClean(String text) {
        if (text.codePoints().noneMatch(SaslPrepTables::isRightToLeft)) {
            return true;
        }
        return text.codePoints().noneMatch(SaslPrepTables::isLeftToRight)
                && SaslPrepTables.isRightToLeft(text.codePointAt(0))
                && SaslPrepTables.isRightToLeft(text.codePointBefore(text.length()));
    }
}
