package io.polywire.shell.internal.format;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 has them, with a header line. A NULL is an empty field, an empty text is a quoted
 * empty field, bytes are SQL's literal {@code X'..'}.
 */
final class CsvWriter implements ResultWriter {
    private static final String END = "\r\n";

    private final Writer out;

    CsvWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void begin(List<String> columns) throws IOException {
        row(columns.toArray());
    }

    @Override
    public void row(Object[] cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            if (cells[i] != null) {
                field(Text.of(cells[i]));
            }
        }
        out.write(END);
    }

    private void field(String text) throws IOException {
        if (!quoted(text)) {
            out.write(text);
            return;
        }
        out.write('"');
        out.write(text.replace("\"", "\"\""));
        out.write('"');
    }

    private static boolean quoted(String text) {
        if (text.isEmpty()) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == ',' || c == '\r' || c == '\n') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void end(boolean complete) {
        // the format has no end
    }
}
