package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An array: sizes and lower bounds of its dimensions, and the text of its elements in row-major order, null for NULL.
 * Immutable. Its text is PostgreSQL's array notation (manual, 8.15.2 and 8.15.6).
 */
public final class ArrayValue {
    /** PostgreSQL's own limit. */
    public static final int MOST_DIMENSIONS = 6;

    /** An array without elements, which has no dimensions either. */
    public static final ArrayValue EMPTY = new ArrayValue(new int[0], new int[0], List.of());

    private final int[] sizes;
    private final int[] lower;
    private final List<String> elements;

    /**
     * An array.
     *
     * @param sizes of its dimensions; none where there are no elements
     * @param lower as many lower bounds
     * @param elements as many as the sizes multiplied; may hold null
     */
    public ArrayValue(int[] sizes, int[] lower, List<String> elements) {
        this.sizes = elements.isEmpty() ? new int[0] : sizes.clone();
        this.lower = elements.isEmpty() ? new int[0] : lower.clone();
        this.elements = new ArrayList<>(elements);
    }

    /** An array of one dimension that begins at 1. */
    public static ArrayValue of(List<String> elements) {
        return new ArrayValue(new int[] {elements.size()}, new int[] {1}, elements);
    }

    /** Number of dimensions; 0 for an empty array. */
    public int dimensions() {
        return sizes.length;
    }

    /** Number of elements along a dimension, from 0. */
    public int size(int dimension) {
        return sizes[dimension];
    }

    /** The first index of a dimension, from 0. */
    public int lower(int dimension) {
        return lower[dimension];
    }

    /** The last index of a dimension, from 0. */
    public int upper(int dimension) {
        return lower[dimension] + sizes[dimension] - 1;
    }

    /** Sizes of all dimensions. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** Lower bounds of all dimensions. */
    public int[] lowers() {
        return lower.clone();
    }

    /** The elements in row-major order; a copy that may be changed. */
    public List<String> elements() {
        return new ArrayList<>(elements);
    }

    /** Number of elements. */
    public int count() {
        return elements.size();
    }

    /** The element of a row-major place, from 0. */
    public String element(int i) {
        return elements.get(i);
    }

    /** The same shape with other elements. */
    public ArrayValue with(List<String> others) {
        return new ArrayValue(sizes, lower, others);
    }

    /** The failure of an array with too many dimensions. */
    public static SqlFailure tooDeep(int dimensions) {
        return SqlFailure.of(
                FailureKind.LIMIT,
                "number of array dimensions (" + dimensions + ") exceeds the maximum allowed (" + MOST_DIMENSIONS
                        + ")");
    }

    /**
     * Reads the text notation.
     *
     * @throws SqlFailure 22P02, as array_in of PostgreSQL 15 has it
     */
    public static ArrayValue read(String text) {
        return new ArrayReader(text).read();
    }

    // --- array to text --------------------------------------------------------------------------------------------

    /** The text notation; bounds only where one is not 1. */
    @Override
    public String toString() {
        if (elements.isEmpty()) {
            return "{}";
        }
        StringBuilder out = new StringBuilder();
        if (Arrays.stream(lower).anyMatch(l -> l != 1)) {
            for (int d = 0; d < sizes.length; d++) {
                out.append('[')
                        .append(lower[d])
                        .append(':')
                        .append((long) lower[d] + sizes[d] - 1)
                        .append(']');
            }
            out.append('=');
        }
        write(out, 0, 0);
        return out.toString();
    }

    private int write(StringBuilder out, int d, int first) {
        int next = first;
        out.append('{');
        for (int k = 0; k < sizes[d]; k++) {
            if (k > 0) {
                out.append(',');
            }
            if (d < sizes.length - 1) {
                next = write(out, d + 1, next);
            } else {
                element(out, elements.get(next++));
            }
        }
        out.append('}');
        return next;
    }

    private static void element(StringBuilder out, String v) {
        if (v == null) {
            out.append("NULL");
            return;
        }
        boolean quote =
                v.isEmpty() || v.length() == 4 && v.toUpperCase(Locale.ROOT).equals("NULL");
        for (int k = 0; !quote && k < v.length(); k++) {
            char c = v.charAt(k);
            quote = ArrayReader.isBlank(c) || c == '"' || c == '\\' || c == '{' || c == '}' || c == ',';
        }
        if (!quote) {
            out.append(v);
            return;
        }
        out.append('"');
        for (int k = 0; k < v.length(); k++) {
            char c = v.charAt(k);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
