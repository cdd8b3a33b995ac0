package io.polywire.client.r2db2.internal.meta;

import java.util.regex.Pattern;

/** A search pattern of JDBC: {@code %} any text, {@code _} any character, backslash takes either literally. */
final class LikePattern {
    private final Pattern pattern;

    /** @param text null: everything matches */
    LikePattern(String text) {
        pattern = text == null ? null : Pattern.compile(regex(text), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static String regex(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                if (c == '\\' && i + 1 < text.length()) {
                    c = text.charAt(++i);
                }
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    boolean matches(String name) {
        return pattern == null || pattern.matcher(name).matches();
    }
}
