package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Elements of one type within arrays: between their text there and their value, and how they compare. */
final class Elements {
    private static final Map<Type, Elements> KNOWN = new ConcurrentHashMap<>();

    private final Type type;
    private final TypeSupport support;
    /** The type's own output function, for types whose carrier is no text; null for those that are written here. */
    private final BoundExpression output;

    private Elements(Type type) {
        this.type = type;
        this.support = Registry.all().type(type);
        boolean own = support.output() != null && type.kind() != TypeKind.BOOLEAN && !PgTypes.isFloat(type);
        BoundExpression made = own ? support.output().make(new BoundParameter(1, type), PgTypes.TEXT) : null;
        this.output = made != null && Evaluator.can(made) ? made : null;
    }

    /** The elements of a type; null if arrays of it are not served. */
    static Elements of(Type type) {
        Type plain = PgTypes.plain(type);
        Elements known = KNOWN.get(plain);
        if (known != null) {
            return known;
        }
        TypeSupport s = Registry.all().type(plain);
        if (s == null || s.reader() == null) {
            return null;
        }
        Elements made = new Elements(plain);
        if (!isOfUser(plain)) {
            // a type of users may have other labels or fields the next time
            KNOWN.put(plain, made);
        }
        return made;
    }

    /** Whether a type is one that users made, or arrays of one. */
    static boolean isOfUser(Type t) {
        return t.kind() == TypeKind.ENUM || t.fields() != null || t.kind() == TypeKind.ARRAY && isOfUser(t.element());
    }

    /** The elements of the arrays of a type. */
    static Elements within(Type array) {
        Elements e = array.kind() == TypeKind.ARRAY ? of(array.element()) : null;
        if (e == null) {
            throw SqlFailure.unsupported("type " + PgTypes.display(array));
        }
        return e;
    }

    Type type() {
        return type;
    }

    /** A value from its text in an array; null for NULL. */
    Object read(String text) {
        // rows inside are as they are kept, which differs from what is read where a field was dropped
        return text == null || RowLayout.hasRows(type) ? text : support.reader().read(text);
    }

    /** A value as an array has it; null for NULL. */
    String write(Object value) {
        if (value != null && isTime(type)) {
            return DateTimeTypes.text(value, type, TextStyle.DEFAULT);
        }
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (output != null) {
            return (String) Evaluator.value(output, value);
        }
        if (type.kind() == TypeKind.BOOLEAN) {
            return (Long) value != 0 ? "t" : "f";
        }
        if (PgTypes.isFloat(type)) {
            return decimal(((Number) value).doubleValue(), type.kind() == TypeKind.FLOAT32);
        }
        if (value instanceof byte[] b && type.kind() == TypeKind.BYTES) {
            return "\\x" + HexFormat.of().formatHex(b);
        }
        if (value instanceof Long n && PgTypes.isInteger(type)) {
            return n.toString();
        }
        throw SqlFailure.unsupported("an array of " + PgTypes.display(type));
    }

    private static boolean isTime(Type t) {
        return switch (t.kind()) {
            case DATE, TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, INTERVAL -> true;
            default -> false;
        };
    }

    /** The text that a reader of the type would have made of another text of the same value. */
    String canonical(String text) {
        return write(text == null ? null : support.reader().read(text));
    }

    /** float4out and float8out: the shortest digits that mean the same. */
    static String decimal(double d, boolean single) {
        if (Double.isNaN(d)) {
            return "NaN";
        }
        if (Double.isInfinite(d)) {
            return d > 0 ? "Infinity" : "-Infinity";
        }
        if (d == 0) {
            return 1 / d < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(d);
        BigDecimal shortest = exact;
        for (int p = 1; p <= 17; p++) {
            BigDecimal r = exact.round(new MathContext(p, RoundingMode.HALF_EVEN));
            if (single ? r.floatValue() == (float) d : r.doubleValue() == d) {
                shortest = r;
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < (single ? 6 : 15)) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (d < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    // --- comparison -----------------------------------------------------------------------------------------------

    /** Bytes that compare as the values do; not null. */
    byte[] key(String text) {
        Object v = read(text);
        if (support.key() != null) {
            v = Evaluator.call(support.key(), v);
        }
        if (v instanceof Long n) {
            return ByteBuffer.allocate(8).putLong(n ^ Long.MIN_VALUE).array();
        }
        if (v instanceof Double d) {
            long bits = Double.doubleToLongBits(d == 0 ? 0.0 : d);
            return ByteBuffer.allocate(8)
                    .putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE)
                    .array();
        }
        if (v instanceof byte[] b) {
            return b;
        }
        // NaN of a float is text, and larger than every number
        return PgTypes.isFloat(type)
                ? new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1}
                : ((String) v).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether two elements are equal; NULL is equal to NULL. */
    boolean equal(String a, String b) {
        return a == null || b == null ? a == b : a.equals(b) || Arrays.equals(key(a), key(b));
    }

    /** Bytes that compare as arrays do: elements first, a NULL behind all others, then their number and shape (array_cmp). */
    byte[] arrayKey(ArrayValue a) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String e : a.elements()) {
            if (e == null) {
                out.write(2);
                continue;
            }
            out.write(1);
            for (byte b : key(e)) {
                out.write(b);
                if (b == 0) {
                    out.write(1);
                }
            }
            out.write(0);
            out.write(0);
        }
        out.write(0);
        out.write(a.dimensions());
        for (int d = 0; d < a.dimensions(); d++) {
            number(out, a.size(d));
        }
        for (int d = 0; d < a.dimensions(); d++) {
            number(out, a.lower(d));
        }
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int n) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(n ^ Integer.MIN_VALUE).array());
    }
}
