package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types of the system catalogs: oid and its kin are integers from 0 to 4294967295; "char", node trees, vectors and
 * access lists are text. What names an object (regclass, ...) is its number, see {@link CatalogNames}.
 */
final class CatalogTypes {
    private static final long MAX = 0xFFFF_FFFFL;
    private static final int NAME_LENGTH = 64;

    private CatalogTypes() {}

    static void register(Registry r) {
        for (Type t : List.of(PgTypes.OID, PgTypes.XID, PgTypes.CID)) {
            r.type(TypeSupport.of(t, s -> oid(s, t), (e, to) -> Functions.operation(Operation.INTEGER_TO_TEXT, to, e)));
        }
        r.type(TypeSupport.of(
                PgTypes.XID8, CatalogTypes::xid8, (e, to) -> Functions.operation(Operation.INTEGER_TO_TEXT, to, e)));
        r.cast(
                PgTypes.XID8,
                PgTypes.XID,
                Casts.Context.EXPLICIT,
                Functions.strict("xid8_xid", 1, (in, out) -> out.putLong(in.getLong(0) & MAX)));
        r.aggregate(
                "min", (a, t) -> new Registry.AggregateParts(Aggregate.Standard.MIN, a), PgTypes.XID8, PgTypes.XID8);
        r.aggregate(
                "max", (a, t) -> new Registry.AggregateParts(Aggregate.Standard.MAX, a), PgTypes.XID8, PgTypes.XID8);
        r.java(
                Functions.strict("xid8cmp", 2, (in, out) -> out.putLong(Long.compare(in.getLong(0), in.getLong(1)))),
                "xid8cmp",
                PgTypes.INT4,
                PgTypes.XID8,
                PgTypes.XID8);
        // what functions give that are called for what they do: an empty text, whatever is read as one
        r.type(TypeSupport.of(PgTypes.VOID, s -> "", BaseTypes::same));
        // columns of system relations have it (pg_attribute, pg_stats), whole rows of which are values too
        r.type(TypeSupport.of(
                PgTypes.ANYARRAY,
                s -> {
                    throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot accept a value of type anyarray");
                },
                BaseTypes::same));
        for (Type t : CatalogNames.TYPES) {
            r.type(TypeSupport.of(t, s -> oid(s, t), null));
            r.cast(t, PgTypes.OID, Casts.Context.IMPLICIT, BaseTypes::same);
            r.cast(PgTypes.OID, t, Casts.Context.IMPLICIT, BaseTypes::same);
            r.cast(t, PgTypes.INT8, Casts.Context.ASSIGNMENT, BaseTypes::same);
        }
        r.cast(PgTypes.OID, PgTypes.INT8, Casts.Context.ASSIGNMENT, BaseTypes::same);
        r.cast(PgTypes.OID, PgTypes.INT4, Casts.Context.ASSIGNMENT, TO_INT4);
        CatalogNames.TYPES.forEach(t -> r.cast(t, PgTypes.INT4, Casts.Context.ASSIGNMENT, TO_INT4));
        r.cast(
                PgTypes.CHAR,
                PgTypes.INT4,
                Casts.Context.EXPLICIT,
                Functions.strict(
                        "char_int4",
                        1,
                        (in, out) -> out.putLong(
                                in.getText(0).isEmpty() ? 0 : in.getText(0).charAt(0))));
        r.cast(PgTypes.INT4, PgTypes.CHAR, Casts.Context.EXPLICIT, Functions.strict("int4_char", 1, (in, out) -> {
            long n = in.getLong(0);
            if (n < Byte.MIN_VALUE || n > Byte.MAX_VALUE) {
                throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "\"char\" out of range");
            }
            if (n < 0) {
                throw SqlFailure.unsupported("a \"char\" above 127");
            }
            out.putText(n == 0 ? "" : Character.toString((int) n));
        }));
        for (Type from : List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8)) {
            Registry.Conversion checked =
                    (e, to) -> e instanceof BoundConstant c && c.value() instanceof Long n && n >= 0 && n <= MAX
                            ? new BoundConstant(n, to)
                            : Functions.call(
                                    OF_INTEGER, to, e, new BoundConstant(from == PgTypes.INT8 ? 1L : 0L, PgTypes.INT4));
            r.cast(from, PgTypes.OID, Casts.Context.IMPLICIT, checked);
            for (Type t : CatalogNames.TYPES) {
                r.cast(from, t, Casts.Context.IMPLICIT, checked);
            }
        }
        r.type(TypeSupport.of(PgTypes.CHAR, CatalogTypes::first, BaseTypes::same));
        r.cast(PgTypes.CHAR, PgTypes.TEXT, Casts.Context.IMPLICIT, BaseTypes::same);
        for (Type t : List.of(PgTypes.NODE_TREE, PgTypes.ACLITEM, PgTypes.OIDVECTOR, PgTypes.INT2VECTOR)) {
            r.type(TypeSupport.of(
                    t,
                    s -> {
                        if (t != PgTypes.ACLITEM && !(isVector(t) && s.matches("\\d*( \\d+)*"))) {
                            throw SqlFailure.unsupported("a value of type " + t.name());
                        }
                        return s;
                    },
                    BaseTypes::same));
        }
    }

    /** The number's bits. */
    private static final io.polywire.api.function.ScalarFunction TO_INT4 =
            Functions.strict("oid_int4", 1, (in, out) -> out.putLong((int) in.getLong(0)));

    /** A vector is an array that counts from 0. */
    private static final io.polywire.api.function.ScalarFunction ARRAY_OF_VECTOR =
            Functions.strict("vector_as_array", 1, (in, out) -> {
                String s = in.getText(0);
                int n = s.isEmpty() ? 0 : s.split(" ").length;
                out.putText(n == 0 ? "{}" : "[0:" + (n - 1) + "]={" + s.replace(' ', ',') + "}");
            });

    /** The array that a vector is; anything else as it is. */
    static BoundExpression array(BoundExpression e) {
        return isVector(e.type()) ? Functions.call(ARRAY_OF_VECTOR, PgTypes.arrayOf(element(e.type())), e) : e;
    }

    /** The type of what a vector holds. */
    static Type element(Type vector) {
        return vector.name().equals("int2vector") ? PgTypes.INT2 : PgTypes.OID;
    }

    /** The vector that an array was made of by {@link #array}, or null. */
    static BoundExpression vectorOf(BoundExpression array) {
        return array instanceof io.polywire.sql.bound.FunctionValue f && f.function() == ARRAY_OF_VECTOR
                ? f.arguments().get(0)
                : null;
    }

    static boolean isVector(Type t) {
        return t.name().equals("int2vector") || t.name().equals("oidvector");
    }

    /** A name is 64 bytes, those behind its end are zero; "char" of zero is written as nothing. */
    private static final io.polywire.api.function.ScalarFunction LETTER =
            Functions.strict("name_letter", 2, (in, out) -> {
                byte[] name = in.getText(0).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                long at = in.getLong(1);
                if (at < 0 || at >= NAME_LENGTH) {
                    out.putNull();
                } else if (at >= name.length) {
                    out.putText("");
                } else if (name[(int) at] < 0) {
                    throw SqlFailure.unsupported("a \"char\" above 127");
                } else {
                    out.putText(String.valueOf((char) name[(int) at]));
                }
            });

    /** A byte of a name, counted from 0. */
    static BoundExpression letter(BoundExpression name, BoundExpression at) {
        return Functions.call(LETTER, PgTypes.CHAR, name, at);
    }

    /** int4 to oid keeps the bits; int8 to oid is checked (int8.c, i8tooid). */
    private static final io.polywire.api.function.ScalarFunction OF_INTEGER =
            Functions.strict("int_oid", 2, (in, out) -> {
                long n = in.getLong(0);
                if (in.getLong(1) == 0) {
                    out.putLong(n & MAX);
                } else if (n < 0 || n > MAX) {
                    throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "OID out of range");
                } else {
                    out.putLong(n);
                }
            });

    /** oidin: digits, a sign takes the number's bits. */
    private static Long oid(String text, Type t) {
        String s = Input.trim(text);
        if (!s.matches("[+-]?\\d+")) {
            throw SqlFailure.of(
                    FailureKind.BAD_VALUE,
                    "invalid input syntax for type " + PgTypes.display(t) + ": \"" + text + "\"");
        }
        long n = s.length() > 18 ? Long.MAX_VALUE : Long.parseLong(s.startsWith("+") ? s.substring(1) : s);
        if (n < Integer.MIN_VALUE || n > MAX) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE, "value \"" + text + "\" is out of range for type " + PgTypes.display(t));
        }
        return n & MAX;
    }

    /** xid8in: what strtoull reads of a text, which may be nothing. */
    private static Long xid8(String text) {
        Matcher m = XID8.matcher(text);
        if (!m.lookingAt()) {
            return 0L;
        }
        BigInteger n = m.group(2) != null
                ? new BigInteger(m.group(2), 16)
                : new BigInteger(m.group(3), m.group(3).startsWith("0") ? 8 : 10);
        boolean large = n.bitLength() > 63 || m.group(1).equals("-") && n.signum() != 0;
        if (large) {
            throw SqlFailure.unsupported("a number of a transaction above " + Long.MAX_VALUE);
        }
        return n.longValue();
    }

    private static final Pattern XID8 =
            Pattern.compile("[ \\t\\n\\x0B\\f\\r]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*|[1-9][0-9]*))");

    /** charin: the first byte, which may be a backslash and three octal digits. */
    static String first(String text) {
        if (text.matches("\\\\[0-7]{3}")) {
            int code = Integer.parseInt(text, 1, 4, 8) & 0xFF;
            if (code > 127) {
                throw SqlFailure.unsupported("a \"char\" above 127");
            }
            return code == 0 ? "" : String.valueOf((char) code);
        }
        if (!text.isEmpty() && text.charAt(0) > 127) {
            throw SqlFailure.unsupported("a \"char\" above 127");
        }
        return text.isEmpty() ? "" : text.substring(0, 1);
    }
}
