package io.polywire.wazuh.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** Texts of JSON (RFC 8259) that statements of ours take as arguments. */
final class JsonText {
    private JsonText() {}

    /** An array of texts. */
    static String array(String... texts) {
        return array(Arrays.asList(texts));
    }

    /** An array of texts. */
    static String array(Collection<String> texts) {
        return texts.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
    }

    /** A text in quotes. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
