package io.polywire.query;

/** Takes the blanks out of a value that looks like JSON, as the original does with what it reads and writes again. */
final class Compact {
    private Compact() {}

    static String json(String text) {
        boolean object = text.startsWith("{") && text.endsWith("}");
        boolean array = text.startsWith("[") && text.endsWith("]");
        if (!object && !array) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\' && i + 1 < text.length()) {
                out.append(c).append(text.charAt(++i));
                continue;
            }
            if (c == '"') {
                quoted = !quoted;
            }
            if (quoted || !Character.isWhitespace(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
