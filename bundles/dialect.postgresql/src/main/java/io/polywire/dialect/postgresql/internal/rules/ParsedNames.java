package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** parse_ident: the parts of a qualified name (misc.c). */
final class ParsedNames {
    private final String text;
    private int at;

    private ParsedNames(String text) {
        this.text = text;
    }

    /** @param strict whether something behind the last part is an error */
    static List<String> of(String text, boolean strict) {
        return new ParsedNames(text).parts(strict);
    }

    private List<String> parts(boolean strict) {
        List<String> parts = new ArrayList<>();
        boolean behindDot = false;
        blanks();
        while (true) {
            boolean any = false;
            if (at < text.length() && text.charAt(at) == '"') {
                parts.add(quoted());
                any = true;
            } else if (at < text.length() && isStart(text.charAt(at))) {
                int from = at;
                while (at < text.length() && isPart(text.charAt(at))) {
                    at++;
                }
                parts.add(lower(text.substring(from, at)));
                any = true;
            }
            if (!any) {
                if (at < text.length() && text.charAt(at) == '.') {
                    throw invalid("No valid identifier before \".\".");
                }
                throw invalid(behindDot ? "No valid identifier after \".\"." : null);
            }
            blanks();
            if (at < text.length() && text.charAt(at) == '.') {
                behindDot = true;
                at++;
                blanks();
            } else if (at == text.length() || !strict) {
                return parts;
            } else {
                throw invalid(null);
            }
        }
    }

    private String quoted() {
        StringBuilder part = new StringBuilder();
        for (at++; ; at++) {
            if (at >= text.length()) {
                throw invalid("String has unclosed double quotes.");
            }
            if (text.charAt(at) == '"') {
                at++;
                if (at >= text.length() || text.charAt(at) != '"') {
                    break;
                }
            }
            part.append(text.charAt(at));
        }
        if (part.isEmpty()) {
            throw invalid("Quoted identifier must not be empty.");
        }
        return part.toString();
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r\f\u000B".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean isStart(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80;
    }

    private static boolean isPart(char c) {
        return isStart(c) || c >= '0' && c <= '9' || c == '$';
    }

    private static String lower(String s) {
        StringBuilder b = new StringBuilder(s);
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) < 0x80) {
                b.setCharAt(i, s.substring(i, i + 1).toLowerCase(Locale.ROOT).charAt(0));
            }
        }
        return b.toString();
    }

    private SqlFailure invalid(String detail) {
        return SqlFailure.build(FailureKind.DATA, "string is not a valid identifier: \"" + text + "\"")
                .sqlState("22023")
                .detail(detail)
                .build();
    }
}
