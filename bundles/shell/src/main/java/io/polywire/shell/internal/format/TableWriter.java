package io.polywire.shell.internal.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns. Keeps up to a page of rows to learn how wide they are; a later page with wider cells widens its
 * columns from there on.
 */
final class TableWriter implements ResultWriter {
    private static final int PAGE_ROWS = 1000;
    /** A page of very large cells is written before it fills the memory. */
    private static final long PAGE_CHARACTERS = 4L * 1024 * 1024;

    private final Writer out;
    private final String nullText;
    private final List<String[]> page = new ArrayList<>();
    private String[] names;
    private int[] widths;
    private boolean[] numbers;
    private long characters;
    private long rows;
    private boolean headed;

    TableWriter(Writer out, String nullText) {
        this.out = out;
        this.nullText = nullText;
    }

    @Override
    public void begin(List<String> columns) {
        names = columns.stream().map(Text::printable).toArray(String[]::new);
        widths = new int[names.length];
        numbers = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            widths[i] = Text.width(names[i]);
            numbers[i] = true;
        }
    }

    @Override
    public void row(Object[] cells) throws IOException {
        String[] texts = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            texts[i] = cell == null ? nullText : Text.printable(Text.of(cell));
            if (!headed && cell != null && !(cell instanceof Number)) {
                numbers[i] = false;
            }
            widths[i] = Math.max(widths[i], Text.width(texts[i]));
            characters += texts[i].length();
        }
        rows++;
        page.add(texts);
        if (page.size() >= PAGE_ROWS || characters >= PAGE_CHARACTERS) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (!headed) {
            headed = true;
            line(names, false);
            StringBuilder rule = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
            }
            out.append(rule).append('\n');
        }
        for (String[] row : page) {
            line(row, true);
        }
        page.clear();
        characters = 0;
    }

    private void line(String[] cells, boolean alignNumbers) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            int room = widths[i] - Text.width(cells[i]);
            boolean right = alignNumbers && numbers[i];
            boolean last = i == cells.length - 1;
            line.append(i == 0 ? " " : "| ");
            line.append(right ? " ".repeat(room) : "").append(cells[i]);
            line.append(right || last ? "" : " ".repeat(room)).append(last ? "" : " ");
        }
        out.append(line).append('\n');
    }

    @Override
    public void end(boolean complete) throws IOException {
        flush();
        if (complete) {
            out.append(rows == 1 ? "(1 row)\n" : "(" + rows + " rows)\n");
        }
    }
}
