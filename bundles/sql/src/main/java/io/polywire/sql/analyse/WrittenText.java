package io.polywire.sql.analyse;

/** What was written for a part of a statement, with the parentheses that an operand at its beginning stands in. */
final class WrittenText {
    private final String text;
    private final int end;
    private int at;
    private int open;
    private int missing;

    private WrittenText(String text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    /** An expression that begins with an operand in parentheses is known from that operand on: they belong to it. */
    static String of(String text, int start, int end) {
        WrittenText w = new WrittenText(text, start, end);
        w.scan();
        int from = start;
        for (int i = 0; i < w.missing; i++) {
            int before = text.lastIndexOf('(', from - 1);
            if (before < 0 || !text.substring(before + 1, from).isBlank()) {
                return text.substring(start, end);
            }
            from = before;
        }
        return text.substring(from, end);
    }

    private void scan() {
        while (at < end) {
            char c = text.charAt(at++);
            if (c == '(') {
                open++;
            } else if (c == ')' && --open < 0) {
                missing++;
                open = 0;
            } else if (c == '\'') {
                boolean escapes = at > 1 && (text.charAt(at - 2) == 'e' || text.charAt(at - 2) == 'E');
                quoted('\'', escapes);
            } else if (c == '"') {
                quoted('"', false);
            } else if (c == '-' && at < end && text.charAt(at) == '-') {
                behind("\n");
            } else if (c == '/' && at < end && text.charAt(at) == '*') {
                behind("*/");
            } else if (c == '$') {
                dollars();
            }
        }
    }

    private void quoted(char quote, boolean escapes) {
        while (at < end) {
            char c = text.charAt(at++);
            if (c == '\\' && escapes) {
                at++;
            } else if (c == quote) {
                return;
            }
        }
    }

    private void behind(String word) {
        int i = text.indexOf(word, at);
        at = i < 0 ? end : i + word.length();
    }

    private void dollars() {
        int i = at;
        while (i < end && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        if (i < end && text.charAt(i) == '$' && (i == at || !Character.isDigit(text.charAt(at)))) {
            String tag = text.substring(at - 1, i + 1);
            at = i + 1;
            behind(tag);
        }
    }
}
