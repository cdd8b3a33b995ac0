package io.polywire.dialect.postgresql.internal;

/** How PostgreSQL reads names. */
public final class Names {
    /** The longest name in bytes (NAMEDATALEN - 1). */
    static final int MAX_BYTES = 63;

    private Names() {}

    /** Folds to lower case; only ASCII letters, as in every database whose encoding is UTF8. */
    static String fold(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                char[] folded = new char[to - from];
                for (int j = from; j < to; j++) {
                    char d = text.charAt(j);
                    folded[j - from] = d >= 'A' && d <= 'Z' ? (char) (d + 32) : d;
                }
                return new String(folded);
            }
        }
        return text.substring(from, to);
    }

    /** Cuts a name to 63 bytes of UTF-8, never inside a character. */
    public static String truncate(String name) {
        int n = name.length();
        if (n * 3 <= MAX_BYTES) {
            return name;
        }
        int bytes = 0;
        for (int i = 0; i < n; ) {
            int c = name.codePointAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > MAX_BYTES) {
                return name.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return name;
    }
}
