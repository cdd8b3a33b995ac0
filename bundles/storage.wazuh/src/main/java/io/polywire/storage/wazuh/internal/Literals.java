package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The one place where values become part of a text: the socket knows no parameters. Literals are those of SQLite's lexer. */
final class Literals {
    private Literals() {}

    /**
     * A statement with its values in place of {@code ?1}, {@code ?2} and so on.
     *
     * @param parameters may be null for none
     */
    static String fill(String sql, Parameters parameters) {
        SqlScan scan = new SqlScan(sql);
        StringBuilder out = new StringBuilder(sql.length() + 64);
        for (int at = 0; at < sql.length(); ) {
            int end = scan.end(at);
            if (sql.charAt(at) == '?') {
                int number = 0;
                while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
                    number = number * 10 + sql.charAt(end++) - '0';
                }
                if (number < 1 || parameters == null || number > parameters.size()) {
                    throw SqlFailure.of(FailureKind.PROTOCOL, "the statement has a parameter without a value");
                }
                out.append(literal(parameters, number - 1));
            } else {
                out.append(sql, at, end);
            }
            at = end;
        }
        return out.toString();
    }

    static String literal(Parameters parameters, int i) {
        return switch (parameters.kind(i)) {
            case NULL -> "NULL";
            case LONG -> number(parameters.getLong(i));
            case DOUBLE -> number(parameters.getDouble(i));
            case UTF8 -> text(parameters.getText(i));
            case BYTES -> "x'" + HexFormat.of().formatHex(parameters.copyBytes(i)) + "'";
        };
    }

    private static String number(long value) {
        // the lexer knows no negative numbers, and 9223372036854775808 is none that fits
        return value == Long.MIN_VALUE ? "(-9223372036854775807 - 1)" : value < 0 ? "(" + value + ")" : "" + value;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            throw SqlFailure.unsupported("NaN as a value of a statement on a remote Wazuh-db");
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "9e999" : "(-9e999)";
        }
        // the sign of zero is a sign too
        return Double.compare(value, 0.0) < 0 ? "(" + value + ")" : "" + value;
    }

    static String text(String value) {
        if (value.indexOf('\0') >= 0) {
            throw SqlFailure.unsupported("a text with a zero byte on a remote Wazuh-db");
        }
        return "'" + value.replace("'", "''") + "'";
    }

    /** Bytes of UTF-8 of a text. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
