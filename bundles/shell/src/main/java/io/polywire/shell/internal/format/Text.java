package io.polywire.shell.internal.format;

import java.util.HexFormat;
import org.jline.utils.WCWidth;

/** Cells as text, and how much room they take on a terminal. */
public final class Text {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Text() {}

    /** A cell that is not null: numbers as they are, bytes as SQL's literal {@code X'..'}. */
    static String of(Object cell) {
        return cell instanceof byte[] bytes ? "X'" + HEX.formatHex(bytes) + "'" : cell.toString();
    }

    /** The text with control characters written out, so that it stays on its line and cannot steer the terminal. */
    public static String printable(String text) {
        int at = 0;
        while (at < text.length() && !control(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length() + 8).append(text, 0, at);
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '\n' -> printable.append("\\n");
                case '\r' -> printable.append("\\r");
                case '\t' -> printable.append("\\t");
                default -> {
                    if (control(c)) {
                        printable.append(String.format("\\u%04x", (int) c));
                    } else {
                        printable.append(c);
                    }
                }
            }
        }
        return printable.toString();
    }

    /** Control characters, and those that turn the direction of writing around. */
    private static boolean control(char c) {
        return c < 0x20 || c >= 0x7F && c < 0xA0 || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    /** Columns that the text takes on a terminal. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c < 0x7F) {
                width++;
                i++;
                continue;
            }
            int point = text.codePointAt(i);
            width += Math.max(0, WCWidth.wcwidth(point));
            i += Character.charCount(point);
        }
        return width;
    }
}
