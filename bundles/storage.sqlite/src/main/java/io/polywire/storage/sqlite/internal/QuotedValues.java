package io.polywire.storage.sqlite.internal;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Values as SQLite's {@code quote} writes them, with commas between them. */
final class QuotedValues {
    private final String text;
    private int at;

    private QuotedValues(String text) {
        this.text = text;
    }

    /**
     * Long, double, text, bytes, or null for NULL.
     *
     * @throws IllegalArgumentException if it is none
     */
    static List<Object> read(String text) {
        QuotedValues q = new QuotedValues(text);
        List<Object> all = new ArrayList<>();
        all.add(q.value());
        while (q.at < text.length()) {
            if (text.charAt(q.at++) != ',') {
                throw new IllegalArgumentException("no comma between two values");
            }
            all.add(q.value());
        }
        return all;
    }

    private Object value() {
        if (text.startsWith("'", at)) {
            return quoted(at + 1);
        }
        if (text.startsWith("X'", at)) {
            return HexFormat.of().parseHex(quoted(at + 2));
        }
        int end = text.indexOf(',', at);
        String word = text.substring(at, end < 0 ? text.length() : end);
        at += word.length();
        if (word.equals("NULL")) {
            return null;
        }
        if (word.matches("-?[0-9]+")) {
            return Long.valueOf(word);
        }
        // 9.0e+999 is SQLite's infinity
        return Double.valueOf(word);
    }

    /** What stands in quotes from a place on; goes on behind it. */
    private String quoted(int from) {
        StringBuilder value = new StringBuilder();
        int i = from;
        while (true) {
            int end = text.indexOf('\'', i);
            if (end < 0) {
                throw new IllegalArgumentException("a text without an end");
            }
            value.append(text, i, end);
            if (!text.startsWith("''", end)) {
                at = end + 1;
                return value.toString();
            }
            value.append('\'');
            i = end + 2;
        }
    }
}
