package io.polywire.sql.bound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Rows as a function of {@link BoundSource.Call} gives them: a JSON array with an array of values for each row. Whole
 * numbers are JSON numbers and text JSON strings; a floating-point number is the whole number that has its bits, and
 * bytes are hexadecimal text. Confined to one call.
 */
public final class JsonRows {
    private static final String NEGATIVE_ZERO = Long.toString(Double.doubleToRawLongBits(-0.0));

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

    /**
     * Rows of several texts side by side, NULLs where one has fewer.
     *
     * @param texts as {@link #toString} gives them
     * @param widths how many columns each has
     */
    public static String beside(List<String> texts, List<Integer> widths) {
        List<List<String>> all = texts.stream().map(JsonRows::rows).toList();
        int most = all.stream().mapToInt(List::size).max().orElse(0);
        StringBuilder out = new StringBuilder("[");
        for (int r = 0; r < most; r++) {
            out.append(r == 0 ? "[" : ",[");
            for (int i = 0; i < all.size(); i++) {
                out.append(i == 0 ? "" : ",");
                out.append(
                        r < all.get(i).size()
                                ? all.get(i).get(r)
                                : String.join(",", Collections.nCopies(widths.get(i), "null")));
            }
            out.append(']');
        }
        return out.append(']').toString();
    }

    /**
     * Those of some rows that are not among others, each once.
     *
     * @param known the others, as {@link #toString} gives them
     * @param rows the rows
     * @param reals which columns are floating-point numbers, among which -0 equals 0
     */
    public static String fresh(String known, String rows, Set<Integer> reals) {
        Set<String> met = new HashSet<>();
        rows(known).forEach(row -> met.add(key(row, reals)));
        StringBuilder out = new StringBuilder("[");
        for (String row : rows(rows)) {
            if (met.add(key(row, reals))) {
                out.append(out.length() == 1 ? "[" : ",[").append(row).append(']');
            }
        }
        return out.append(']').toString();
    }

    /** A row with one zero for both. */
    private static String key(String row, Set<Integer> reals) {
        if (reals.isEmpty() || !row.contains(NEGATIVE_ZERO)) {
            return row;
        }
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        int column = 0;
        int start = 0;
        for (int i = 0; i <= row.length(); i++) {
            char c = i == row.length() ? ',' : row.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                String value = row.substring(start, i);
                out.append(reals.contains(column) && value.equals(NEGATIVE_ZERO) ? "0" : value)
                        .append(',');
                column++;
                start = i + 1;
            }
        }
        return out.substring(0, out.length() - 1);
    }

    /** Rows and further ones behind them. */
    public static String joined(String first, String second) {
        if (first.length() == 2 || second.length() == 2) {
            return first.length() == 2 ? second : first;
        }
        return first.substring(0, first.length() - 1) + ',' + second.substring(1);
    }

    /** The insides of the rows. */
    private static List<String> rows(String text) {
        List<String> rows = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '[') {
                start = i + 1;
            } else if (c == ']') {
                rows.add(text.substring(start, i));
            }
        }
        return rows;
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
