package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.tree.Literal;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** bit(n) and varbit: texts of 0 and 1, which compare as the types do (8.10, 9.6; varbit.c). */
final class Bits {
    private static final Type BIT = PgTypes.BIT;
    private static final Type VARBIT = PgTypes.VARBIT;

    private static final int MOST = 83_886_080;
    private static final ScalarFunction INT4_TO_BIT = toBit(PgTypes.INT4, Integer.SIZE);
    private static final ScalarFunction INT8_TO_BIT = toBit(PgTypes.INT8, Long.SIZE);

    private Bits() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(BIT, Bits::read, BaseTypes::same)
                .withFitter((v, to, context) -> fit((String) v, to.length(), context)));
        r.type(TypeSupport.of(VARBIT, Bits::read, BaseTypes::same)
                .withFitter((v, to, context) -> fitVarying((String) v, to.length(), context)));
        r.cast(BIT, VARBIT, Casts.Context.IMPLICIT, BaseTypes::same);
        r.cast(VARBIT, BIT, Casts.Context.IMPLICIT, BaseTypes::same);
        operators(r);
        functions(r);
    }

    // --- input ----------------------------------------------------------------------------------------------------

    /** bit_in and varbit_in: digits of base 2, or of base 16 behind an X. */
    static String read(String text) {
        boolean hex = !text.isEmpty() && (text.charAt(0) == 'x' || text.charAt(0) == 'X');
        boolean marked = hex || !text.isEmpty() && (text.charAt(0) == 'b' || text.charAt(0) == 'B');
        return digits(text.substring(marked ? 1 : 0), hex);
    }

    /** What a literal of bits means. */
    static String digits(String digits, boolean hex) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int d = c < 0x80 ? Character.digit(c, hex ? 16 : 2) : -1;
            if (d < 0) {
                String shown = Character.toString(digits.codePointAt(i));
                throw SqlFailure.of(
                        FailureKind.BAD_VALUE,
                        "\"" + shown + "\" is not a valid " + (hex ? "hexadecimal" : "binary") + " digit");
            }
            for (int bit = hex ? 3 : 0; bit >= 0; bit--) {
                s.append(d >> bit & 1);
            }
        }
        return s.toString();
    }

    private static String fit(String bits, int length, Casts.Context context) {
        if (bits.length() == length) {
            return bits;
        }
        if (context != Casts.Context.EXPLICIT) {
            throw SqlFailure.build(
                            FailureKind.DATA,
                            "bit string length " + bits.length() + " does not match type bit(" + length + ")")
                    .sqlState("22026")
                    .build();
        }
        return padded(bits, length);
    }

    private static String padded(String bits, int length) {
        return bits.length() > length ? bits.substring(0, length) : bits + "0".repeat(length - bits.length());
    }

    private static String fitVarying(String bits, int length, Casts.Context context) {
        if (bits.length() <= length) {
            return bits;
        }
        if (context != Casts.Context.EXPLICIT) {
            throw SqlFailure.of(FailureKind.TOO_LONG, "bit string too long for type bit varying(" + length + ")");
        }
        return bits.substring(0, length);
    }

    /** A type of a length; 0 for none. */
    static Type of(Type t, int length) {
        return new Type(t.kind(), t.name(), t.id(), length, 0, 0, null);
    }

    /** A type as a statement names it. */
    static Type named(Type t, int length, int position) {
        if (length < 1 || length > MOST) {
            throw SqlFailure.build(
                            FailureKind.DATA,
                            "length for type " + t.name()
                                    + (length < 1 ? " must be at least 1" : " cannot exceed " + MOST))
                    .sqlState("22023")
                    .position(position)
                    .build();
        }
        return of(t, length);
    }

    /** B'101' and X'1F'. */
    static BoundConstant literal(Literal l) {
        try {
            return new BoundConstant(digits(l.value(), l.kind() == Literal.Kind.HEX), BIT);
        } catch (SqlFailure f) {
            throw SqlFailure.build(f.kind(), f.getMessage())
                    .position(l.start() + 1)
                    .build();
        }
    }

    /** An integer's last bits, as many as the type has; the server casts it so only if that is said. */
    static BoundExpression ofInteger(BoundExpression e, Type to) {
        ScalarFunction f = e.type() == PgTypes.INT8 ? INT8_TO_BIT : INT4_TO_BIT;
        return Functions.call(f, to, e, new BoundConstant((long) to.length(), PgTypes.INT4));
    }

    private static ScalarFunction toBit(Type t, int width) {
        return Functions.strict(t.name() + "_to_bit", 2, (in, out) -> {
            int length = (int) Math.max(1, in.getLong(1));
            StringBuilder bits = new StringBuilder();
            for (int i = length - 1; i >= 0; i--) {
                bits.append(i >= width ? in.getLong(0) < 0 ? 1 : 0 : in.getLong(0) >> i & 1);
            }
            out.putText(bits.toString());
        });
    }

    // --- operators ------------------------------------------------------------------------------------------------

    private static void operators(Registry r) {
        combined(r, "&", "bitand", "AND", (a, b) -> a & b);
        combined(r, "|", "bitor", "OR", (a, b) -> a | b);
        combined(r, "#", "bitxor", "XOR", (a, b) -> a ^ b);
        ScalarFunction not = Functions.strict("bitnot", 1, (in, out) -> {
            StringBuilder s = new StringBuilder();
            in.getText(0).chars().forEach(c -> s.append(c == '0' ? '1' : '0'));
            out.putText(s.toString());
        });
        r.javaOperator(not, "~", BIT, BIT);
        r.java(not, "bitnot", BIT, BIT);
        ScalarFunction left =
                Functions.strict("bitshiftleft", 2, (in, out) -> out.putText(shifted(in.getText(0), -in.getLong(1))));
        ScalarFunction right =
                Functions.strict("bitshiftright", 2, (in, out) -> out.putText(shifted(in.getText(0), in.getLong(1))));
        r.javaOperator(left, "<<", BIT, BIT, PgTypes.INT4);
        r.java(left, "bitshiftleft", BIT, BIT, PgTypes.INT4);
        r.javaOperator(right, ">>", BIT, BIT, PgTypes.INT4);
        r.java(right, "bitshiftright", BIT, BIT, PgTypes.INT4);
        ScalarFunction joined = Functions.strict("bitcat", 2, (in, out) -> out.putText(in.getText(0) + in.getText(1)));
        r.javaOperator(joined, "||", VARBIT, VARBIT, VARBIT);
        r.java(joined, "bitcat", VARBIT, VARBIT, VARBIT);
    }

    private static void combined(Registry r, String mark, String name, String word, IntBinaryOperator o) {
        ScalarFunction f = Functions.strict(name, 2, (in, out) -> {
            String a = in.getText(0);
            String b = in.getText(1);
            if (a.length() != b.length()) {
                throw SqlFailure.build(FailureKind.DATA, "cannot " + word + " bit strings of different sizes")
                        .sqlState("22026")
                        .build();
            }
            StringBuilder s = new StringBuilder(a.length());
            for (int i = 0; i < a.length(); i++) {
                s.append(o.applyAsInt(a.charAt(i) - '0', b.charAt(i) - '0'));
            }
            out.putText(s.toString());
        });
        r.javaOperator(f, mark, BIT, BIT, BIT);
        r.java(f, name, BIT, BIT, BIT);
    }

    /** To the right, or to the left by a negative distance; what falls out is lost. */
    private static String shifted(String bits, long by) {
        int n = bits.length();
        if (Math.abs(by) >= n) {
            return "0".repeat(n);
        }
        int d = (int) Math.abs(by);
        return by >= 0 ? "0".repeat(d) + bits.substring(0, n - d) : bits.substring(d) + "0".repeat(d);
    }

    // --- functions ------------------------------------------------------------------------------------------------

    private static void functions(Registry r) {
        ScalarFunction length = Functions.strict(
                "bit_string_length", 1, (in, out) -> out.putLong(in.getText(0).length()));
        r.java(length, "length", PgTypes.INT4, BIT);
        r.java(length, "bit_length", PgTypes.INT4, BIT);
        r.java(
                Functions.strict(
                        "bit_octets", 1, (in, out) -> out.putLong((in.getText(0).length() + 7) / 8)),
                "octet_length",
                PgTypes.INT4,
                BIT);
        r.java(
                Functions.strict(
                        "bit_string_count",
                        1,
                        (in, out) -> out.putLong(
                                in.getText(0).chars().filter(c -> c == '1').count())),
                "bit_count",
                PgTypes.INT8,
                BIT);
        r.java(
                Functions.strict(
                        "bit_position",
                        2,
                        (in, out) -> out.putLong(
                                in.getText(0).isEmpty() ? 0 : in.getText(0).indexOf(in.getText(1)) + 1)),
                "position",
                PgTypes.INT4,
                BIT,
                BIT);
        r.java(
                Functions.strict("get_bit_of_bits", 2, (in, out) -> {
                    String bits = in.getText(0);
                    out.putLong(bits.charAt(index(bits, in.getLong(1))) - '0');
                }),
                "get_bit",
                PgTypes.INT4,
                BIT,
                PgTypes.INT4);
        r.java(
                Functions.strict("set_bit_of_bits", 3, (in, out) -> {
                    StringBuilder bits = new StringBuilder(in.getText(0));
                    int at = index(in.getText(0), in.getLong(1));
                    if (in.getLong(2) != 0 && in.getLong(2) != 1) {
                        throw Jsonb.invalid("new bit must be 0 or 1");
                    }
                    bits.setCharAt(at, (char) ('0' + in.getLong(2)));
                    out.putText(bits.toString());
                }),
                "set_bit",
                BIT,
                BIT,
                PgTypes.INT4,
                PgTypes.INT4);
        ScalarFunction substring = Functions.strict(
                "bit_substring",
                -1,
                (in, out) ->
                        out.putText(substring(in.getText(0), in.getLong(1), in.size() > 2 ? in.getLong(2) : null)));
        r.java(substring, "substring", BIT, BIT, PgTypes.INT4);
        r.java(substring, "substring", BIT, BIT, PgTypes.INT4, PgTypes.INT4);
        ScalarFunction overlay = Functions.strict(
                "bit_overlay",
                -1,
                (in, out) -> out.putText(overlay(
                        in.getText(0),
                        in.getText(1),
                        in.getLong(2),
                        in.size() > 3 ? in.getLong(3) : in.getText(1).length())));
        r.java(overlay, "overlay", BIT, BIT, BIT, PgTypes.INT4);
        r.java(overlay, "overlay", BIT, BIT, BIT, PgTypes.INT4, PgTypes.INT4);
        numbers(r);
    }

    private static String overlay(String bits, String by, long from, long length) {
        if (from <= 0) {
            throw SqlFailure.build(FailureKind.DATA, "negative substring length not allowed")
                    .sqlState("22011")
                    .build();
        }
        if (from + length > Integer.MAX_VALUE) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "integer out of range");
        }
        return substring(bits, 1, from - 1) + by + substring(bits, from + length, null);
    }

    private static int index(String bits, long at) {
        if (at < 0 || at >= bits.length()) {
            throw SqlFailure.build(
                            FailureKind.DATA,
                            "bit index " + at + " out of valid range (0.." + (bits.length() - 1) + ")")
                    .sqlState("2202E")
                    .build();
        }
        return (int) at;
    }

    private static String substring(String bits, long from, Long length) {
        if (length != null && length < 0) {
            throw SqlFailure.build(FailureKind.DATA, "negative substring length not allowed")
                    .sqlState("22011")
                    .build();
        }
        long end = length == null ? bits.length() + 1L : Math.min(bits.length() + 1L, from + length);
        long begin = Math.max(1, from);
        return begin >= end ? "" : bits.substring((int) begin - 1, (int) end - 1);
    }

    /** Integers as their bits, and bits as integers; the length of the target decides which bits. */
    private static void numbers(Registry r) {
        for (Type t : List.of(PgTypes.INT4, PgTypes.INT8)) {
            int width = t == PgTypes.INT4 ? Integer.SIZE : Long.SIZE;
            r.cast(BIT, t, Casts.Context.EXPLICIT, Functions.strict("bit_to_" + t.name(), 1, (in, out) -> {
                String bits = in.getText(0);
                if (bits.length() > width) {
                    throw SqlFailure.of(FailureKind.OUT_OF_RANGE, PgTypes.display(t) + " out of range");
                }
                long v = bits.isEmpty() ? 0 : Long.parseUnsignedLong(bits, 2);
                out.putLong(width == Integer.SIZE ? (int) v : v);
            }));
            r.java(t == PgTypes.INT4 ? INT4_TO_BIT : INT8_TO_BIT, "bit", BIT, t, PgTypes.INT4);
            r.cast(t, BIT, Casts.Context.EXPLICIT, (e, to) -> ofInteger(e, to));
        }
    }

    static boolean is(Type t) {
        return t.kind() == TypeKind.BIT;
    }
}
