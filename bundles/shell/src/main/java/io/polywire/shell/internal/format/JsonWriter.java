package io.polywire.shell.internal.format;

import java.io.IOException;
import java.io.Writer;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An array of objects, one to a line. Numbers are numbers, infinity is 1e999, a NULL is null, bytes are text in Base64.
 * Of columns with the same name the later ones get a number: {@code a, a_2}.
 */
final class JsonWriter implements ResultWriter {
    private final Writer out;
    private String[] keys;
    private boolean any;

    JsonWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void begin(List<String> columns) throws IOException {
        Set<String> used = new HashSet<>(columns);
        Set<String> seen = new HashSet<>();
        keys = new String[columns.size()];
        for (int i = 0; i < keys.length; i++) {
            String name = columns.get(i);
            if (!seen.add(name)) {
                int number = 2;
                while (!used.add(name + "_" + number)) {
                    number++;
                }
                name = name + "_" + number;
            }
            keys[i] = quote(name) + ":";
        }
        out.write('[');
    }

    @Override
    public void row(Object[] cells) throws IOException {
        out.write(any ? ",\n{" : "\n{");
        any = true;
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(keys[i]);
            out.write(value(cells[i]));
        }
        out.write('}');
    }

    private static String value(Object cell) {
        if (cell == null) {
            return "null";
        }
        if (cell instanceof Double number) {
            return floating(number);
        }
        if (cell instanceof byte[] bytes) {
            return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
        }
        return cell instanceof Number ? cell.toString() : quote(cell.toString());
    }

    private static String floating(double number) {
        if (Double.isNaN(number)) {
            return "null";
        }
        if (Double.isInfinite(number)) {
            // what SQLite itself writes: a number too large for any reader that would cut it short
            return number > 0 ? "1e999" : "-1e999";
        }
        return Double.toString(number);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7F || Character.isSurrogate(c) && !paired(text, i)) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean paired(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    @Override
    public void end(boolean complete) throws IOException {
        // a result that was cut short must not read as a whole one
        if (complete) {
            out.write(any ? "\n]\n" : "]\n");
        } else {
            out.write('\n');
        }
    }
}
