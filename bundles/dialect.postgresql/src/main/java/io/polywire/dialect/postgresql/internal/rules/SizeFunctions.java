package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as texts with units, read (pg_size_bytes of PostgreSQL's dbsize.c). */
final class SizeFunctions {
    /** Each is 1,024 of the one before. */
    static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

    private static final Pattern FORM = Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(.*)");
    /** An exponent beyond these is out of range, or nothing, whatever the unit. */
    private static final int MOST_EXPONENT = 1_000;

    private SizeFunctions() {}

    static void register(Registry r) {
        r.java(
                Functions.strict("size_bytes", 1, (in, out) -> out.putLong(bytes(in.getText(0)))),
                "pg_size_bytes",
                PgTypes.INT8,
                PgTypes.TEXT);
    }

    private static long bytes(String text) {
        Matcher m = FORM.matcher(Input.trim(text));
        if (!m.matches()) {
            throw invalid(text).build();
        }
        String unit = m.group(2);
        int power = 0;
        if (!unit.isEmpty()) {
            while (!UNITS.get(power).equalsIgnoreCase(unit)) {
                if (++power == UNITS.size()) {
                    throw invalid(text)
                            .detail("Invalid size unit: \"" + unit + "\".")
                            .hint("Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".")
                            .build();
                }
            }
        }
        BigDecimal number = number(m.group(1));
        BigInteger bytes = number.multiply(BigDecimal.valueOf(1L << 10 * power))
                .setScale(0, RoundingMode.HALF_UP)
                .toBigInteger();
        if (bytes.bitLength() > 63) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "bigint out of range");
        }
        return bytes.longValue();
    }

    private static BigDecimal number(String text) {
        int e = text.toLowerCase(java.util.Locale.ROOT).indexOf('e');
        String digits = e < 0 ? text : text.substring(e + 1).replaceFirst("^[+-]?0*", "");
        if (e >= 0 && (digits.length() > 4 || !digits.isEmpty() && Integer.parseInt(digits) > MOST_EXPONENT)) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "bigint out of range");
        }
        return new BigDecimal(text);
    }

    private static SqlFailure.Builder invalid(String text) {
        return SqlFailure.build(FailureKind.DATA, "invalid size: \"" + text + '"')
                .sqlState("22023");
    }
}
