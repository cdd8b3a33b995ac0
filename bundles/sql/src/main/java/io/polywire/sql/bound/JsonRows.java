package io.polywire.sql.bound;

import java.util.HexFormat;

/**
 * Rows as a function of {@link BoundSource.Call} gives them: a JSON array with an array of values for each row. Whole
 * numbers are JSON numbers and text JSON strings; a floating-point number is the whole number that has its bits, and
 * bytes are hexadecimal text. Confined to one call.
 */
public final class JsonRows {
    private final StringBuilder json = new StringBuilder("[");

    /** Adds a row: Long, Double, String, byte array or null for each column. */
    public void row(Object... values) {
        json.append(json.length() == 1 ? "[" : ",[");
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            value(values[i]);
        }
        json.append(']');
    }

    private void value(Object v) {
        if (v == null) {
            json.append("null");
        } else if (v instanceof Long n) {
            json.append(n.longValue());
        } else if (v instanceof Double d) {
            json.append(Double.doubleToRawLongBits(d));
        } else if (v instanceof byte[] b) {
            json.append('"').append(HexFormat.of().formatHex(b)).append('"');
        } else if (v instanceof String s) {
            text(s);
        } else {
            throw new IllegalArgumentException("no carrier: " + v.getClass());
        }
    }

    private void text(String s) {
        json.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** Characters so far. */
    public int length() {
        return json.length();
    }

    /** The text. */
    @Override
    public String toString() {
        return json + "]";
    }
}
