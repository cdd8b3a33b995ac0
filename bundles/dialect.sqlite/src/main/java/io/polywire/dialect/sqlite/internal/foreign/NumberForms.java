package io.polywire.dialect.sqlite.internal.foreign;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.session.Parameters;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Decimals in columns of NUMERIC affinity: integers, and reals of which 15 digits count (datatype3.html, section 3: a
 * conversion is lossless if the first 15 significant digits stay).
 */
final class NumberForms {
    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);

    /** What SQLite takes for a number when it stores text: more than this at most, and then the failure is on the safe side. */
    private static final Pattern NUMBER =
            Pattern.compile("\\s*[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?\\s*", Pattern.DOTALL);

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)");

    private NumberForms() {}

    /** The text of what is stored. */
    static String decimal(FunctionArguments in, int precision, int scale) {
        BigDecimal d = null;
        switch (in.kind(0)) {
            case LONG -> d = BigDecimal.valueOf(in.getLong(0));
            case DOUBLE -> d = real(in.getDouble(0));
            case UTF8 -> {
                // a column of another affinity keeps digits as text
                String text = in.getText(0).strip();
                d = text.length() <= 1000 && DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
            }
            default -> {
                // a blob is no number
            }
        }
        if (d != null && precision > 0) {
            d = fitted(d, precision, scale);
        }
        if (d == null) {
            throw Misfit.unreadable(
                    in.getText(1), in.kind(0), precision > 0 ? "numeric(" + precision + "," + scale + ")" : "numeric");
        }
        return d.toPlainString();
    }

    /** Of the digits that tell a real from others no more than are needed; null for what is not finite. */
    private static BigDecimal real(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return null;
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal d = exact.round(DIGITS);
        if (d.doubleValue() != value) {
            d = exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
            BigDecimal shorter = exact.round(new MathContext(16, RoundingMode.HALF_EVEN));
            d = shorter.doubleValue() == value ? shorter : d;
        }
        d = d.stripTrailingZeros();
        return d.scale() < 0 ? d.setScale(0) : d;
    }

    private static BigDecimal fitted(BigDecimal given, int precision, int scale) {
        BigDecimal d = given.stripTrailingZeros();
        if (d.scale() > scale) {
            // what arithmetic with reals leaves behind the 15th digit
            d = d.round(DIGITS).stripTrailingZeros();
        }
        if (d.scale() > scale || d.precision() - d.scale() > precision - scale && d.signum() != 0) {
            return null;
        }
        return d.setScale(scale);
    }

    /** Stores a decimal as SQLite would, if that gives it back. */
    static void store(FunctionArguments in, FunctionResult out) {
        String column = in.getText(1);
        String text = in.getText(0);
        if (!DECIMAL.matcher(text).matches()) {
            throw Misfit.unwritable(column, text.equals("NaN") ? "NaN" : "infinity");
        }
        BigDecimal d = new BigDecimal(text).stripTrailingZeros();
        if (d.signum() == 0) {
            out.putLong(0);
        } else if (d.scale() <= 0 && d.precision() - d.scale() <= 19 && isLong(d.toBigInteger())) {
            out.putLong(d.longValue());
        } else if (d.precision() <= DIGITS.getPrecision()) {
            out.putDouble(d.doubleValue());
        } else {
            throw Misfit.unwritable(column, "a number of more than 15 digits");
        }
    }

    private static boolean isLong(BigInteger i) {
        return i.compareTo(MOST) <= 0 && i.compareTo(LEAST) >= 0;
    }

    /** Lets text pass that a column of numbers gives back as it is. */
    static void keepText(FunctionArguments in, FunctionResult out) {
        String text = in.getText(0);
        if (in.kind(0) == Parameters.Kind.UTF8 && NUMBER.matcher(text).matches() && !isPlain(text)) {
            throw Misfit.unwritable(
                    in.getText(1), "this text, which SQLite would store as the number that it looks like");
        }
        out.putText(text);
    }

    private static boolean isPlain(String text) {
        return text.length() <= 19 && text.matches("-?[1-9]\\d*|0") && isLong(new BigInteger(text));
    }
}
