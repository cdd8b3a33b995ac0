package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.Blank;
import io.polywire.protocol.postgresql.internal.io.Digits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An array between its two forms: sizes and lower bounds of its dimensions, and its elements' text in row-major order,
 * null for NULL. Reads and writes the text notation (manual, 8.15.2 and 8.15.6).
 */
final class ArrayValue {
    /** PostgreSQL's own limit. */
    static final int MOST_DIMENSIONS = 6;

    int[] sizes = {};
    int[] lower = {};
    final List<byte[]> elements = new ArrayList<>();

    // ---- text to array ----

    /**
     * Reads the text notation.
     *
     * @throws SqlFailure 22P02
     */
    static ArrayValue read(byte[] b, int offset, int length) {
        return new Reader(b, offset, length).read();
    }

    private static final class Reader {
        private final byte[] b;
        private final int start;
        private final int end;
        private int at;
        private int depth;
        private final ArrayValue value = new ArrayValue();
        private final int[] sizes = new int[MOST_DIMENSIONS];
        private final int[] counts = new int[MOST_DIMENSIONS];
        /** Depth of the elements, once one was seen. */
        private int leaf = -1;

        Reader(byte[] b, int offset, int length) {
            this.b = b;
            this.start = offset;
            this.at = offset;
            this.end = offset + length;
        }

        ArrayValue read() {
            blanks();
            List<int[]> bounds = bounds();
            if (at == end || b[at] != '{') {
                throw bad("Array value must start with \"{\" or dimension information.");
            }
            level();
            blanks();
            if (at != end) {
                throw bad("Junk after closing right brace.");
            }
            if (value.elements.isEmpty()) {
                if (!bounds.isEmpty()) {
                    throw bad("Specified array dimensions do not match array contents.");
                }
                return value;
            }
            value.sizes = java.util.Arrays.copyOf(sizes, leaf);
            value.lower = new int[leaf];
            java.util.Arrays.fill(value.lower, 1);
            if (!bounds.isEmpty()) {
                if (bounds.size() != leaf) {
                    throw bad("Specified array dimensions do not match array contents.");
                }
                for (int d = 0; d < leaf; d++) {
                    value.lower[d] = bounds.get(d)[0];
                    if ((long) bounds.get(d)[1] - bounds.get(d)[0] + 1 != sizes[d]) {
                        throw bad("Specified array dimensions do not match array contents.");
                    }
                }
            }
            return value;
        }

        /** "[0:2][1:3]=" */
        private List<int[]> bounds() {
            List<int[]> all = new ArrayList<>();
            while (at < end && b[at] == '[') {
                at++;
                int low = integer();
                int high = low;
                if (at < end && b[at] == ':') {
                    at++;
                    high = integer();
                } else {
                    low = 1;
                }
                if (at == end || b[at] != ']') {
                    throw bad("Missing array dimension value.");
                }
                at++;
                if (high < low || high == Integer.MAX_VALUE) {
                    throw SqlFailure.build(FailureKind.DATA, "upper bound cannot be less than lower bound")
                            .sqlState("2202E")
                            .build();
                }
                all.add(new int[] {low, high});
                if (all.size() > MOST_DIMENSIONS) {
                    throw tooDeep(all.size());
                }
            }
            if (!all.isEmpty()) {
                blanks();
                if (at == end || b[at] != '=') {
                    throw bad("Missing \"=\" after array dimensions.");
                }
                at++;
                blanks();
            }
            return all;
        }

        private int integer() {
            int from = at;
            while (at < end && (Digits.is(b[at]) || at == from && (b[at] == '-' || b[at] == '+'))) {
                at++;
            }
            try {
                return Integer.parseInt(new String(b, from, at - from, StandardCharsets.US_ASCII));
            } catch (NumberFormatException notOne) {
                throw bad("\"[\" must introduce explicitly-specified array dimensions.");
            }
        }

        /** At an opening brace; ends behind its closing one. Depth is bounded, so recursion is. */
        private void level() {
            at++;
            int d = depth++;
            if (depth > MOST_DIMENSIONS) {
                throw tooDeep(depth);
            }
            counts[d] = 0;
            blanks();
            if (at < end && b[at] == '}') {
                if (d > 0 || leaf > 0) {
                    throw bad("Multidimensional arrays must have sub-arrays with matching dimensions.");
                }
                at++;
                depth--;
                return;
            }
            while (true) {
                blanks();
                if (at == end) {
                    throw bad("Unexpected end of input.");
                }
                if (b[at] == '{') {
                    if (leaf == depth) {
                        throw mismatch();
                    }
                    level();
                } else {
                    if (leaf < 0) {
                        leaf = depth;
                    } else if (leaf != depth) {
                        throw mismatch();
                    }
                    value.elements.add(element());
                }
                counts[d]++;
                blanks();
                if (at == end) {
                    throw bad("Unexpected end of input.");
                }
                byte c = b[at++];
                if (c == '}') {
                    break;
                }
                if (c != ',') {
                    throw bad("Unexpected array element.");
                }
            }
            depth--;
            if (sizes[d] == 0) {
                sizes[d] = counts[d];
            } else if (sizes[d] != counts[d]) {
                throw mismatch();
            }
        }

        private byte[] element() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            boolean quoted = false;
            boolean escaped = false;
            int keep = 0;
            while (at < end && b[at] != ',' && b[at] != '}') {
                byte c = b[at++];
                if (c == '\\') {
                    if (at == end) {
                        throw bad("Unexpected end of input.");
                    }
                    out.write(b[at++]);
                    escaped = true;
                    keep = out.size();
                } else if (c == '"') {
                    if (quoted || out.size() > 0) {
                        throw bad("Unexpected array element.");
                    }
                    quoted = true;
                    quoted(out);
                    keep = out.size();
                } else if (c == '{') {
                    throw bad("Unexpected \"{\" character.");
                } else {
                    if (quoted && !Blank.is(c)) {
                        throw bad("Unexpected array element.");
                    }
                    out.write(c);
                    keep = Blank.is(c) ? keep : out.size();
                }
            }
            byte[] all = out.toByteArray();
            byte[] v = all.length == keep ? all : java.util.Arrays.copyOf(all, keep);
            if (!quoted && !escaped) {
                if (v.length == 0) {
                    throw bad("Unexpected \"" + (at < end ? (char) b[at] : ' ') + "\" character.");
                }
                if (v.length == 4 && new String(v, StandardCharsets.ISO_8859_1).equalsIgnoreCase("NULL")) {
                    return null;
                }
            }
            return v;
        }

        private void quoted(ByteArrayOutputStream out) {
            while (at < end && b[at] != '"') {
                if (b[at] == '\\' && ++at == end) {
                    break;
                }
                out.write(b[at++]);
            }
            if (at == end) {
                throw bad("Unexpected end of input.");
            }
            at++;
        }

        private void blanks() {
            while (at < end && Blank.is(b[at])) {
                at++;
            }
        }

        private SqlFailure mismatch() {
            return bad("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }

        private SqlFailure bad(String detail) {
            return SqlFailure.build(
                            FailureKind.BAD_VALUE,
                            "malformed array literal: \"" + new String(b, start, end - start, StandardCharsets.UTF_8)
                                    + '"')
                    .detail(detail)
                    .build();
        }
    }

    static SqlFailure tooDeep(int dimensions) {
        return SqlFailure.of(
                FailureKind.LIMIT,
                "number of array dimensions (" + dimensions + ") exceeds the maximum allowed (" + MOST_DIMENSIONS
                        + ")");
    }

    // ---- array to text ----

    /** Writes the text notation; bounds only where one is not 1. */
    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (elements.isEmpty()) {
            out.write('{');
            out.write('}');
            return out.toByteArray();
        }
        boolean bounds = false;
        for (int low : lower) {
            bounds |= low != 1;
        }
        if (bounds) {
            for (int d = 0; d < sizes.length; d++) {
                ascii(out, "[" + lower[d] + ":" + ((long) lower[d] + sizes[d] - 1) + "]");
            }
            out.write('=');
        }
        write(out, 0, 0);
        return out.toByteArray();
    }

    private int write(ByteArrayOutputStream out, int d, int first) {
        int next = first;
        out.write('{');
        for (int k = 0; k < sizes[d]; k++) {
            if (k > 0) {
                out.write(',');
            }
            if (d < sizes.length - 1) {
                next = write(out, d + 1, next);
            } else {
                element(out, elements.get(next++));
            }
        }
        out.write('}');
        return next;
    }

    private static void element(ByteArrayOutputStream out, byte[] v) {
        if (v == null) {
            ascii(out, "NULL");
            return;
        }
        boolean quote =
                v.length == 0 || v.length == 4 && new String(v, StandardCharsets.ISO_8859_1).equalsIgnoreCase("NULL");
        for (int k = 0; !quote && k < v.length; k++) {
            quote = Blank.is(v[k]) || v[k] == '"' || v[k] == '\\' || v[k] == '{' || v[k] == '}' || v[k] == ',';
        }
        if (!quote) {
            out.write(v, 0, v.length);
            return;
        }
        out.write('"');
        for (byte c : v) {
            if (c == '"' || c == '\\') {
                out.write('\\');
            }
            out.write(c);
        }
        out.write('"');
    }

    private static void ascii(ByteArrayOutputStream out, String s) {
        out.write(s.getBytes(StandardCharsets.US_ASCII), 0, s.length());
    }
}
