package io.polywire.api.value;

/** White space as C's isspace knows it, which PostgreSQL's input functions skip at both ends. */
public final class Blank {
    private Blank() {}

    public static boolean is(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The text without white space at its ends. */
    public static String strip(byte[] b, int offset, int length) {
        int p = offset;
        int end = offset + length;
        while (p < end && is(b[p])) {
            p++;
        }
        while (end > p && is(b[end - 1])) {
            end--;
        }
        return new String(b, p, end - p, java.nio.charset.StandardCharsets.UTF_8);
    }
}
