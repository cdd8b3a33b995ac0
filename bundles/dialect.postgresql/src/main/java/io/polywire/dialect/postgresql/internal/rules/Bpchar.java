package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * character(n): a value of a type with a length has exactly so many characters, blanks behind it included; those of bpchar
 * keep what they have. Blanks at the end do not count where values are compared or become text (varchar.c, 8.3).
 */
final class Bpchar {
    private static final Type BPCHAR = PgTypes.BPCHAR;
    private static final ScalarFunction TRIMMED =
            Functions.brief("bpchar_key", 1, (in, out) -> out.putText(trimmed(in.getText(0))));
    /** A value to compare with one of a length: with as many blanks, so that equal ones have equal bytes. */
    private static final ScalarFunction ALIKE =
            Functions.brief("bpchar_alike", 2, (in, out) -> out.putText(alike(in.getText(0), (int) in.getLong(1))));

    private Bpchar() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(BPCHAR, s -> s, BaseTypes::same)
                .withKey(TRIMMED)
                .withFitter((v, to, context) -> fit((String) v, to.length(), context)));
        for (Type t : List.of(PgTypes.TEXT, PgTypes.VARCHAR, PgTypes.NAME)) {
            r.cast(
                    BPCHAR,
                    t,
                    Casts.Context.IMPLICIT,
                    (e, to) -> e instanceof BoundConstant c
                            ? new BoundConstant(trimmed((String) c.value()), to)
                            : Functions.call(TRIMMED, to, e));
        }
        r.cast(PgTypes.TEXT, BPCHAR, Casts.Context.IMPLICIT, BaseTypes::same);
        r.cast(PgTypes.VARCHAR, BPCHAR, Casts.Context.IMPLICIT, BaseTypes::same);
        r.cast(PgTypes.NAME, BPCHAR, Casts.Context.ASSIGNMENT, BaseTypes::same);
        r.cast(PgTypes.CHAR, BPCHAR, Casts.Context.ASSIGNMENT, BaseTypes::same);
        r.cast(
                BPCHAR,
                PgTypes.CHAR,
                Casts.Context.ASSIGNMENT,
                Functions.brief("bpchar_to_char", 1, (in, out) -> out.putText(CatalogTypes.first(in.getText(0)))));
        for (String name : new String[] {"length", "char_length", "character_length"}) {
            r.java(
                    Functions.brief("bpchar_" + name, 1, (in, out) -> {
                        String s = trimmed(in.getText(0));
                        out.putLong(s.codePointCount(0, s.length()));
                    }),
                    name,
                    PgTypes.INT4,
                    BPCHAR);
        }
        r.java(
                Functions.brief(
                        "bpchar_octet_length",
                        1,
                        (in, out) -> out.putLong(in.getText(0).getBytes(StandardCharsets.UTF_8).length)),
                "octet_length",
                PgTypes.INT4,
                BPCHAR);
        r.java(
                Functions.brief(
                        "bpcharcmp",
                        2,
                        (in, out) -> out.putLong(
                                Integer.signum(Extremes.compare(trimmed(in.getText(0)), trimmed(in.getText(1)))))),
                "bpcharcmp",
                PgTypes.INT4,
                BPCHAR,
                BPCHAR);
        r.aggregate(
                StandardAggregates.own("min_bpchar", 1, () -> new StandardAggregates.Extreme(-1, Bpchar::trimmed)),
                "min",
                BPCHAR,
                BPCHAR);
        r.aggregate(
                StandardAggregates.own("max_bpchar", 1, () -> new StandardAggregates.Extreme(1, Bpchar::trimmed)),
                "max",
                BPCHAR,
                BPCHAR);
        r.operator("=", (a, t) -> equal(a, Operation.EQUAL), PgTypes.BOOL, BPCHAR, BPCHAR);
        r.operator("<>", (a, t) -> equal(a, Operation.NOT_EQUAL), PgTypes.BOOL, BPCHAR, BPCHAR);
    }

    /** A value as its output function writes it, blanks included. */
    static boolean is(Type t) {
        return t.kind() == TypeKind.CHAR;
    }

    static String trimmed(String s) {
        int n = s.length();
        while (n > 0 && s.charAt(n - 1) == ' ') {
            n--;
        }
        return s.substring(0, n);
    }

    /** bpchar(bpchar, int4, bool): a cast cuts what is too long, an assignment fails. */
    private static String fit(String s, int length, Casts.Context context) {
        int have = s.codePointCount(0, s.length());
        if (have <= length) {
            return s + " ".repeat(length - have);
        }
        int cut = s.offsetByCodePoints(0, length);
        if (context != Casts.Context.EXPLICIT && !trimmed(s.substring(cut)).isEmpty()) {
            throw SqlFailure.of(FailureKind.TOO_LONG, "value too long for type character(" + length + ")");
        }
        return s.substring(0, cut);
    }

    private static String alike(String s, int length) {
        String t = trimmed(s);
        int have = t.codePointCount(0, t.length());
        return have >= length ? t : t + " ".repeat(length - have);
    }

    /** Of one length the values themselves are compared, which an index of the storage can look up. */
    private static BoundExpression equal(List<BoundExpression> a, Operation o) {
        BoundExpression left = BaseTypes.bare(a.get(0));
        BoundExpression right = BaseTypes.bare(a.get(1));
        int length = Math.max(left.type().length(), right.type().length());
        if (length == 0
                || left.type().length() != right.type().length()
                        && left.type().length() > 0
                        && right.type().length() > 0) {
            return Functions.operation(o, PgTypes.BOOL, Keys.of(left), Keys.of(right));
        }
        return Functions.operation(o, PgTypes.BOOL, alike(left, length), alike(right, length));
    }

    private static BoundExpression alike(BoundExpression e, int length) {
        if (e.type().length() == length) {
            return e;
        }
        if (e instanceof BoundConstant c) {
            return new BoundConstant(c.isNull() ? null : alike((String) c.value(), length), BPCHAR);
        }
        return Functions.call(ALIKE, BPCHAR, e, new BoundConstant((long) length, PgTypes.INT4));
    }
}
