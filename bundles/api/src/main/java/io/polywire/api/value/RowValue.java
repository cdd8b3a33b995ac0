package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** PostgreSQL's notation of rows: "(1,,\"a b\")" (record_in and record_out of rowtypes.c). */
public final class RowValue {
    private RowValue() {}

    /**
     * The fields of a row, null for NULL.
     *
     * @throws SqlFailure 22P02 if the text is no row
     */
    public static List<String> read(String text) {
        return new Reader(text).read();
    }

    /**
     * The fields of a row that has so many, null for NULL; looked at in the order of record_in.
     *
     * @param each takes the number of a field from 0 and its text or null; gives what stands for it
     * @throws SqlFailure 22P02 if the text is no such row
     */
    public static List<String> read(String text, int fields, BiFunction<Integer, String, String> each) {
        return new Reader(text).read(fields, each);
    }

    /** The text of a row. */
    public static String write(List<String> fields) {
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            if (fields.get(i) != null) {
                append(fields.get(i), out);
            }
        }
        return out.append(')').toString();
    }

    /** Writes a field that is not NULL, in quotes where it needs them. */
    public static void append(String field, StringBuilder out) {
        boolean quoted = field.isEmpty();
        for (int i = 0; i < field.length() && !quoted; i++) {
            char c = field.charAt(i);
            quoted = c == '"' || c == '\\' || c == '(' || c == ')' || c == ',' || ArrayReader.isBlank(c);
        }
        if (!quoted) {
            out.append(field);
            return;
        }
        out.append('"');
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('"');
    }

    /**
     * What record_in says of a text that is no row.
     *
     * @param detail why
     */
    public static SqlFailure malformed(String text, String detail) {
        return SqlFailure.build(FailureKind.BAD_VALUE, "malformed record literal: \"" + text + "\"")
                .detail(detail)
                .build();
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        private char next() {
            if (at == text.length()) {
                throw malformed(text, "Unexpected end of input.");
            }
            return text.charAt(at++);
        }

        List<String> read() {
            begin();
            List<String> fields = new ArrayList<>();
            boolean last = false;
            while (!last) {
                fields.add(field());
                last = next() == ')';
            }
            end();
            return fields;
        }

        List<String> read(int count, BiFunction<Integer, String, String> each) {
            begin();
            List<String> fields = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    if (at == text.length() || text.charAt(at) != ',') {
                        throw malformed(text, "Too few columns.");
                    }
                    at++;
                }
                fields.add(each.apply(i, field()));
            }
            if (at == text.length() || text.charAt(at++) != ')') {
                throw malformed(text, "Too many columns.");
            }
            end();
            return fields;
        }

        private void begin() {
            while (at < text.length() && ArrayReader.isBlank(text.charAt(at))) {
                at++;
            }
            if (at == text.length() || text.charAt(at) != '(') {
                throw malformed(text, "Missing left parenthesis.");
            }
            at++;
        }

        private void end() {
            while (at < text.length()) {
                if (!ArrayReader.isBlank(text.charAt(at++))) {
                    throw malformed(text, "Junk after right parenthesis.");
                }
            }
        }

        /** Up to the comma or parenthesis behind it. */
        private String field() {
            if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ')')) {
                return null;
            }
            StringBuilder out = new StringBuilder();
            boolean quoted = false;
            for (; ; ) {
                if (at < text.length() && !quoted && (text.charAt(at) == ',' || text.charAt(at) == ')')) {
                    return out.toString();
                }
                char c = next();
                if (c == '\\') {
                    out.append(next());
                } else if (c == '"' && quoted && at < text.length() && text.charAt(at) == '"') {
                    out.append(c);
                    at++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else {
                    out.append(c);
                }
            }
        }
    }
}
