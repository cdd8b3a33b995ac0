package io.polywire.api.value;

import java.util.HexFormat;

/** The text of a UUID (RFC 9562, section 4) and the forms in which PostgreSQL reads one (manual, 8.12). */
public final class UuidText {
    private static final int SIZE = 16;

    private UuidText() {}

    /**
     * In groups of 8, 4, 4, 4 and 12 small digits.
     *
     * @param uuid 16 bytes, most significant first
     */
    public static String write(byte[] uuid) {
        String hex = HexFormat.of().formatHex(uuid);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
    }

    /** 32 digits, in braces or not, with hyphens after any group of four (string_to_uuid); null for anything else. */
    public static byte[] read(String text) {
        String s = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        byte[] v = new byte[SIZE];
        int p = 0;
        for (int k = 0; k < SIZE; k++) {
            if (s.length() - p < 2 || !HexFormat.isHexDigit(s.charAt(p)) || !HexFormat.isHexDigit(s.charAt(p + 1))) {
                return null;
            }
            v[k] = (byte) (HexFormat.fromHexDigit(s.charAt(p)) << 4 | HexFormat.fromHexDigit(s.charAt(p + 1)));
            p += 2;
            if (p < s.length() && s.charAt(p) == '-' && k % 2 == 1 && k < SIZE - 1) {
                p++;
            }
        }
        return p == s.length() ? v : null;
    }
}
