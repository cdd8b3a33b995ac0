package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's macaddr and macaddr8: 6 and 8 bytes; as text two hexadecimal digits for each with colons between, which
 * sorts as the bytes do (manual, 8.9; mac.c, mac8.c).
 */
public final class HardwareAddress {
    /** Bytes of a macaddr. */
    public static final int SHORT = 6;
    /** Bytes of a macaddr8. */
    public static final int LONG = 8;

    private static final String H = "\\s*([0-9a-fA-F]+)";
    private static final String HH = "\\s*([0-9a-fA-F]{1,2}+)";
    private static final Pattern[] FORMS = {
        form(H, ":", ":", ":", ":", ":"),
        form(H, "-", "-", "-", "-", "-"),
        form(HH, "", "", ":", "", ""),
        form(HH, "", "", "-", "", ""),
        form(HH, "", "\\.", "", "\\.", ""),
        form(HH, "", "-", "", "-", ""),
        form(HH, "", "", "", "", "")
    };

    private HardwareAddress() {}

    private static Pattern form(String part, String... between) {
        StringBuilder s = new StringBuilder(part);
        for (String b : between) {
            s.append(b).append(part);
        }
        return Pattern.compile(s.append("\\s*").toString());
    }

    /**
     * The bytes of a macaddr (macaddr_in).
     *
     * @throws SqlFailure 22P02 for a text that is none, 22003 for a part above ff
     */
    public static byte[] read(String text) {
        for (Pattern form : FORMS) {
            Matcher m = form.matcher(text);
            if (m.matches()) {
                byte[] b = new byte[SHORT];
                for (int k = 0; k < SHORT; k++) {
                    String digits = m.group(k + 1).replaceFirst("^0+(?=.)", "");
                    if (digits.length() > 2) {
                        throw SqlFailure.of(
                                FailureKind.OUT_OF_RANGE, "invalid octet value in \"macaddr\" value: \"" + text + '"');
                    }
                    b[k] = (byte) Integer.parseInt(digits, 16);
                }
                return b;
            }
        }
        throw bad("macaddr", text);
    }

    /**
     * The bytes of a macaddr8 (macaddr8_in): 8 pairs of digits, or 6, between which ff and fe are put; all with the same
     * mark behind them, or none.
     *
     * @throws SqlFailure 22P02 for a text that is none
     */
    public static byte[] readLong(String text) {
        byte[] b = new byte[LONG];
        int count = 0;
        char mark = 0;
        int p = 0;
        while (p < text.length() && Blank.is(text.charAt(p))) {
            p++;
        }
        while (p + 1 < text.length()) {
            int high = Character.digit(text.charAt(p), 16);
            int low = Character.digit(text.charAt(p + 1), 16);
            if (count == LONG || high < 0 || low < 0 || text.charAt(p) > 127 || text.charAt(p + 1) > 127) {
                throw bad("macaddr8", text);
            }
            b[count++] = (byte) (high << 4 | low);
            p += 2;
            if (p < text.length() && ":-.".indexOf(text.charAt(p)) >= 0) {
                if (mark != 0 && mark != text.charAt(p)) {
                    throw bad("macaddr8", text);
                }
                mark = text.charAt(p++);
            }
            if ((count == SHORT || count == LONG) && p < text.length() && Blank.is(text.charAt(p))) {
                while (p < text.length() && Blank.is(text.charAt(p))) {
                    p++;
                }
                if (p < text.length()) {
                    throw bad("macaddr8", text);
                }
            }
        }
        if (count == SHORT) {
            return widened(b);
        }
        if (count != LONG) {
            throw bad("macaddr8", text);
        }
        return b;
    }

    /**
     * A macaddr8 of a macaddr: ff and fe in its middle.
     *
     * @param b its bytes are the first six
     */
    public static byte[] widened(byte[] b) {
        return new byte[] {b[0], b[1], b[2], (byte) 0xFF, (byte) 0xFE, b[3], b[4], b[5]};
    }

    private static SqlFailure bad(String type, String text) {
        return SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type " + type + ": \"" + text + '"');
    }

    /** The text of either. */
    public static String text(byte[] b) {
        StringBuilder s = new StringBuilder(3 * b.length);
        for (int k = 0; k < b.length; k++) {
            s.append(k == 0 ? "" : ":")
                    .append(Character.forDigit(b[k] >> 4 & 15, 16))
                    .append(Character.forDigit(b[k] & 15, 16));
        }
        return s.toString();
    }
}
