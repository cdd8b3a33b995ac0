package io.polywire.router.internal;

/**
 * One JSON object on one line. What a client could use to forge a line, to move a terminal's cursor or to turn the order
 * of what is read is escaped. Not thread-safe.
 */
final class JsonLine {
    /** Values that are longer are cut. */
    private static final int LONGEST = 100_000;

    private final StringBuilder out = new StringBuilder(256).append('{');

    JsonLine add(String key, long value) {
        key(key);
        out.append(value);
        return this;
    }

    /** Adds a text; nothing for null. */
    JsonLine add(String key, String value) {
        if (value == null) {
            return this;
        }
        key(key);
        out.append('"');
        quoted(value);
        out.append('"');
        return this;
    }

    private void key(String key) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append('"');
        quoted(key);
        out.append("\":");
    }

    private void quoted(String s) {
        int n = Math.min(s.length(), LONGEST);
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < n && Character.isLowSurrogate(s.charAt(i + 1))) {
                if (isPlain(Character.toCodePoint(c, s.charAt(i + 1)))) {
                    out.append(c).append(s.charAt(++i));
                } else {
                    escape(c);
                    escape(s.charAt(++i));
                }
            } else if (isPlain(c)) {
                out.append(c);
            } else {
                escape(c);
            }
        }
        if (n < s.length()) {
            out.append("... (").append(s.length()).append(" characters)");
        }
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private void escape(char c) {
        out.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16));
        out.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
    }

    /** The line with its end. */
    @Override
    public String toString() {
        return out + "}\n";
    }
}
