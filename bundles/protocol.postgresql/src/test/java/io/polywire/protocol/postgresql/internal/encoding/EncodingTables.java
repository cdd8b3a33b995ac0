package io.polywire.protocol.postgresql.internal.encoding;

import io.polywire.api.value.TextEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All characters of an encoding in both directions, and their digests. */
record EncodingTables(TreeMap<Integer, Integer> toUnicode, TreeMap<Integer, Integer> fromUnicode) {

    /** As a page has them. */
    static EncodingTables of(CodePage page) {
        EncodingTables t = new EncodingTables(new TreeMap<>(), new TreeMap<>());
        for (byte[] b : sequences(page.encoding)) {
            if (page.isValid(b, 0, b.length) && page.length(b, 0, b.length) == b.length) {
                int point = page.decode(b, 0, b.length);
                if (point >= 0) {
                    t.toUnicode.put(packed(b), point);
                }
            }
        }
        for (int c = 0x80; c < 0x10000; c++) {
            if (!Character.isSurrogate((char) c) && page.encode(c) != 0) {
                t.fromUnicode.put(c, page.encode(c));
            }
        }
        return t;
    }

    /** Each sequence of up to three bytes that can be one character. */
    static List<byte[]> sequences(TextEncoding e) {
        Shape shape = Shape.of(e);
        List<byte[]> all = new ArrayList<>();
        for (int b = 0x80; b < 0x10000; b++) {
            byte[] s = b < 0x100 ? new byte[] {(byte) b} : new byte[] {(byte) (b >> 8), (byte) b};
            if (b < 0x100 || b >= 0x8000) {
                add(shape, s, all);
            }
        }
        for (int b = 0xA1A1; shape == Shape.EUC_JP && b < 0x10000; b++) {
            add(shape, new byte[] {(byte) 0x8F, (byte) (b >> 8), (byte) b}, all);
        }
        return all;
    }

    private static void add(Shape shape, byte[] s, List<byte[]> to) {
        if (shape.length(s, 0, s.length) == s.length
                && shape.length(s[0] & 0xFF, s.length > 1 ? s[1] & 0xFF : 0) == s.length
                && shape.isValid(s, 0, s.length)) {
            to.add(s);
        }
    }

    static int packed(byte[] b) {
        int v = 0;
        for (byte x : b) {
            v = v << 8 | (x & 0xFF);
        }
        return v;
    }

    String digests() {
        return digest(toUnicode) + " " + digest(fromUnicode);
    }

    private static String digest(Map<Integer, Integer> table) {
        StringBuilder s = new StringBuilder();
        table.forEach((k, v) -> s.append(Integer.toHexString(k))
                .append(' ')
                .append(Integer.toHexString(v))
                .append('\n'));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(s.toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
