package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.RowSink;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A value as SQLite's {@code quote()} writes it: with its kind and to its last digit, which JSON numbers of Wazuh-db have
 * not.
 */
final class QuotedValue {
    private QuotedValue() {}

    /** What it is: a Long, Double, String, byte array or null. */
    static Object of(String quoted) {
        if (quoted.equals("NULL")) {
            return null;
        }
        char first = quoted.isEmpty() ? ' ' : quoted.charAt(0);
        try {
            if (first == '\'' && quoted.length() > 1 && quoted.endsWith("'")) {
                return quoted.substring(1, quoted.length() - 1).replace("''", "'");
            }
            if ((first == 'X' || first == 'x') && quoted.length() > 2 && quoted.endsWith("'")) {
                return HexFormat.of().parseHex(quoted.substring(2, quoted.length() - 1));
            }
            if (quoted.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')) {
                return Long.valueOf(quoted);
            }
            // infinity is written as what is too large
            return Double.valueOf(quoted);
        } catch (IllegalArgumentException e) {
            throw SqlFailure.build(FailureKind.IO, "the remote Wazuh-db answered with what is no value")
                    .cause(e)
                    .build();
        }
    }

    static void put(Object value, RowSink sink) {
        if (value == null) {
            sink.putNull();
        } else if (value instanceof Long l) {
            sink.putLong(l);
        } else if (value instanceof Double d) {
            sink.putDouble(d);
        } else if (value instanceof String s) {
            byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
            sink.putUtf8(utf8, 0, utf8.length);
        } else {
            byte[] bytes = (byte[]) value;
            sink.putBytes(bytes, 0, bytes.length);
        }
    }
}
