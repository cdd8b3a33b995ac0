package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.dialect.postgresql.internal.Quoting;

/** format(): %s, %I, %L with position, minus sign and width (text_format of varlena.c). */
final class FormatFunction {
    private static final int MAX_WIDTH = 64 << 20;

    private final FunctionArguments in;
    private final String format;
    private final StringBuilder out = new StringBuilder();
    private int at;
    /** The argument used last. */
    private int argument;

    private FormatFunction(FunctionArguments in) {
        this.in = in;
        this.format = in.getText(0);
    }

    static void call(FunctionArguments in, FunctionResult out) {
        if (in.isNull(0)) {
            out.putNull();
        } else {
            out.putText(new FormatFunction(in).run());
        }
    }

    private String run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%') {
                out.append(c);
            } else if (peek() == '%') {
                out.append('%');
                at++;
            } else {
                specifier();
            }
        }
        return out.toString();
    }

    private char peek() {
        if (at >= format.length()) {
            throw SqlFailure.build(io.polywire.api.error.FailureKind.DATA, "unterminated format() type specifier")
                    .sqlState("22023")
                    .hint("For a single \"%\" use \"%%\".")
                    .build();
        }
        return format.charAt(at);
    }

    private void specifier() {
        int position = -1;
        int width = 0;
        boolean left = false;
        boolean hasWidth = false;
        int number = number();
        if (number >= 0) {
            if (peek() == '$') {
                at++;
                position = number;
                if (position == 0) {
                    throw invalid("format specifies argument 0, but arguments are numbered from 1");
                }
            } else {
                width = number;
                hasWidth = true;
            }
        }
        while (!hasWidth && peek() == '-') {
            left = true;
            at++;
        }
        if (!hasWidth && peek() == '*') {
            at++;
            int from = number();
            if (from >= 0) {
                if (peek() != '$') {
                    throw invalid("width argument position must be ended by \"$\"");
                }
                at++;
                if (from == 0) {
                    throw invalid("format specifies argument 0, but arguments are numbered from 1");
                }
                argument = from;
            } else {
                argument++;
            }
            check();
            width = in.isNull(argument) ? 0 : ((Long) Elements.of(PgTypes.INT4).read(in.getText(argument))).intValue();
            if (width < 0) {
                left = true;
                width = -width;
            }
        } else if (!hasWidth) {
            width = Math.max(0, number());
        }
        char kind = peek();
        at += Character.charCount(format.codePointAt(at));
        if (kind != 's' && kind != 'I' && kind != 'L') {
            throw SqlFailure.build(
                            io.polywire.api.error.FailureKind.DATA,
                            "unrecognized format() type specifier \"" + Character.toString(format.codePointBefore(at))
                                    + "\"")
                    .sqlState("22023")
                    .hint("For a single \"%\" use \"%%\".")
                    .build();
        }
        argument = position > 0 ? position : argument + 1;
        check();
        pad(value(kind), width, left);
    }

    private String value(char kind) {
        if (in.isNull(argument)) {
            if (kind == 'I') {
                throw NumericMath.failure("22004", "null values cannot be formatted as an SQL identifier");
            }
            return kind == 'L' ? "NULL" : "";
        }
        String s = in.getText(argument);
        return kind == 'I' ? Quoting.identifier(s) : kind == 'L' ? Quoting.literal(s) : s;
    }

    private void pad(String s, int width, boolean left) {
        if (width > MAX_WIDTH) {
            throw invalid("number is out of range");
        }
        int missing = width - TextFunctions.length(s);
        if (!left && missing > 0) {
            out.append(" ".repeat(missing));
        }
        out.append(s);
        if (left && missing > 0) {
            out.append(" ".repeat(missing));
        }
    }

    private void check() {
        if (argument >= in.size()) {
            throw invalid("too few arguments for format()");
        }
    }

    private static SqlFailure invalid(String message) {
        return NumericMath.failure("22023", message);
    }

    /** Digits here, or -1. */
    private int number() {
        int start = at;
        long n = 0;
        while (peek() >= '0' && peek() <= '9') {
            n = n * 10 + peek() - '0';
            if (n > Integer.MAX_VALUE) {
                throw NumericMath.failure("22003", "number is out of range");
            }
            at++;
        }
        return at > start ? (int) n : -1;
    }
}
