package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers of settings with their units, read and shown as PostgreSQL 15's guc.c does (manual, 20.1.1). */
final class SettingNumbers {
    private static final Map<String, Long> MEMORY =
            units("TB", 1L << 40, "GB", 1L << 30, "MB", 1L << 20, "kB", 1024L, "B", 1L);
    private static final Map<String, Long> TIME = units(
            "d", 86_400_000_000L, "h", 3_600_000_000L, "min", 60_000_000L, "s", 1_000_000L, "ms", 1_000L, "us", 1L);

    private SettingNumbers() {}

    private static Map<String, Long> units(Object... pairs) {
        Map<String, Long> m = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            m.put((String) pairs[i], (Long) pairs[i + 1]);
        }
        return m;
    }

    /** Checks a number and gives it as SHOW does. */
    static String check(SettingRow row, String text) {
        String t = text.trim();
        int end = numberEnd(t);
        BigDecimal value;
        try {
            value = number(t.substring(0, end));
        } catch (NumberFormatException e) {
            throw invalid(row, text, null);
        }
        String unit = t.substring(end).trim();
        if (!unit.isEmpty()) {
            value = value.multiply(factor(row, unit, text));
        }
        boolean integer = row.type().equals("integer");
        if (integer) {
            value = value.setScale(0, RoundingMode.HALF_EVEN);
            if (value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
                throw invalid(row, text, "Value exceeds integer range.");
            }
        }
        double d = value.doubleValue();
        if (d < row.least() || d > row.most()) {
            String u = row.unit().isEmpty() ? "" : " " + row.unit();
            throw SqlFailure.build(
                            FailureKind.DATA,
                            plain(integer, d) + u + " is outside the valid range for parameter \"" + row.name() + "\" ("
                                    + plain(integer, row.least()) + " .. " + plain(integer, row.most()) + ")")
                    .sqlState("22023")
                    .build();
        }
        return shown(row, value);
    }

    private static int numberEnd(String t) {
        int i = 0;
        if (t.length() > 2 && t.charAt(0) == '0' && (t.charAt(1) | 32) == 'x') {
            i = 2;
            while (i < t.length() && Character.digit(t.charAt(i), 16) >= 0) {
                i++;
            }
            return i;
        }
        while (i < t.length() && (t.charAt(i) >= '0' && t.charAt(i) <= '9' || "+-.".indexOf(t.charAt(i)) >= 0)) {
            i++;
        }
        if (i > 0 && i + 1 < t.length() && (t.charAt(i) | 32) == 'e' && "+-0123456789".indexOf(t.charAt(i + 1)) >= 0) {
            i += 2;
            while (i < t.length() && Character.isDigit(t.charAt(i))) {
                i++;
            }
        }
        return i;
    }

    private static BigDecimal number(String t) {
        if (t.length() > 40) {
            throw new NumberFormatException("too long");
        }
        if (t.length() > 2 && t.charAt(0) == '0' && (t.charAt(1) | 32) == 'x') {
            return BigDecimal.valueOf(Long.parseLong(t.substring(2), 16));
        }
        BigDecimal d = new BigDecimal(t);
        if (d.signum() != 0 && Math.abs((long) d.precision() - d.scale()) > 400) {
            throw new NumberFormatException("out of range");
        }
        return d;
    }

    private static BigDecimal factor(SettingRow row, String unit, String text) {
        Map<String, Long> known = known(row);
        Long from = known == null ? null : known.get(unit);
        if (from == null) {
            throw invalid(
                    row,
                    text,
                    known == null
                            ? null
                            : known == MEMORY
                                    ? "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\"."
                                    : "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and"
                                            + " \"d\".");
        }
        return BigDecimal.valueOf(from).divide(BigDecimal.valueOf(base(row)), java.math.MathContext.DECIMAL128);
    }

    private static Map<String, Long> known(SettingRow row) {
        return switch (row.unit()) {
            case "" -> null;
            case "us", "ms", "s", "min" -> TIME;
            default -> MEMORY;
        };
    }

    private static long base(SettingRow row) {
        return row.unit().equals("8kB") ? 8192 : known(row).get(row.unit());
    }

    private static String shown(SettingRow row, BigDecimal value) {
        if (row.type().equals("real")) {
            return value.signum() > 0 && !row.unit().isEmpty()
                    ? withUnit(row, value)
                    : plain(false, value.doubleValue());
        }
        long n = value.longValueExact();
        if (n > 0 && !row.unit().isEmpty()) {
            for (Map.Entry<String, Long> u : known(row).entrySet()) {
                if (n * base(row) % u.getValue() == 0) {
                    return n * base(row) / u.getValue() + u.getKey();
                }
            }
        }
        return Long.toString(n);
    }

    /** In the greatest unit in which it is as good as whole, or the smallest (convert_real_from_base_unit of guc.c). */
    private static String withUnit(SettingRow row, BigDecimal value) {
        String shown = null;
        for (Map.Entry<String, Long> u : known(row).entrySet()) {
            double v = value.doubleValue() * base(row) / u.getValue();
            shown = plain(false, v) + u.getKey();
            if (Math.abs(Math.rint(v) / v - 1) <= 1e-8) {
                return shown;
            }
        }
        return shown;
    }

    /** As C's %g writes it. */
    private static String plain(boolean integer, double d) {
        if (integer) {
            return Long.toString((long) d);
        }
        if (d == 0) {
            return "0";
        }
        BigDecimal six = new BigDecimal(d).round(new java.math.MathContext(6, RoundingMode.HALF_EVEN));
        int exponent = six.precision() - six.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return six.stripTrailingZeros().toPlainString();
        }
        String digits = six.stripTrailingZeros().unscaledValue().abs().toString();
        return (d < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static SqlFailure invalid(SettingRow row, String text, String hint) {
        return PgSettings.invalid(row.name(), text, hint);
    }
}
