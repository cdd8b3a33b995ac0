package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.api.value.RangeLiteral;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Ranges and multiranges as types (manual, 8.17): how they are read, made and compared. Inside they are their text in its one
 * form, so that equal ones have equal texts (but for those of numeric, where 1 and 1.0 are equal); their order is that of a
 * key of bytes.
 */
final class RangeTypes {
    static final Type ANYRANGE = PgTypes.named("anyrange");
    static final Type ANYMULTIRANGE = PgTypes.named("anymultirange");

    private static final Map<String, RangeKind> RANGES = new HashMap<>();
    private static final Map<String, RangeKind> MULTIRANGES = new HashMap<>();

    static {
        for (RangeKind k : RangeKind.values()) {
            RANGES.put(k.rangeName(), k);
            MULTIRANGES.put(k.multirangeName(), k);
        }
    }

    private RangeTypes() {}

    // --- names ----------------------------------------------------------------------------------------------------

    /** Names of all these types. */
    static Stream<String> names() {
        return Stream.concat(RANGES.keySet().stream(), MULTIRANGES.keySet().stream());
    }

    /** Whether a type is one of these. */
    static boolean is(Type t) {
        return isRange(t) || isMultirange(t);
    }

    /** Whether a name is that of one of these types. */
    static boolean isName(String name) {
        return RANGES.containsKey(name) || MULTIRANGES.containsKey(name);
    }

    static boolean isRange(Type t) {
        return RANGES.containsKey(t.name());
    }

    static boolean isMultirange(Type t) {
        return MULTIRANGES.containsKey(t.name());
    }

    /** The kind of a type of ranges or multiranges; null for any other. */
    static RangeKind kind(Type t) {
        RangeKind k = RANGES.get(t.name());
        return k == null ? MULTIRANGES.get(t.name()) : k;
    }

    static Type range(RangeKind k) {
        return PgTypes.named(k.rangeName());
    }

    static Type multirange(RangeKind k) {
        return PgTypes.named(k.multirangeName());
    }

    static Type element(RangeKind k) {
        return PgTypes.named(k.elementName());
    }

    /** Whether values are equal exactly where their carriers are. */
    static boolean equalsItself(Type t) {
        RangeKind k = kind(t);
        return k != null && k.equalsAsText();
    }

    static SqlFailure noModifier(String name, int position) {
        return SqlFailure.build(FailureKind.SYNTAX, "type modifier is not allowed for type \"" + name + "\"")
                .position(position)
                .build();
    }

    // --- registration ---------------------------------------------------------------------------------------------

    static void register(Registry r) {
        for (RangeKind k : RangeKind.values()) {
            Type range = range(k);
            Type multirange = multirange(k);
            Registry.Conversion output = RangeStyles.isStyledOut(k) ? RangeStyles::shown : BaseTypes::same;
            r.type(TypeSupport.of(range, s -> RangeValues.write(k, RangeValues.read(k, s)), output)
                    .withKey(Functions.strict(
                            "range_key_" + range.name(),
                            1,
                            (in, out) -> out.putBytes(RangeValues.key(k, RangeValues.stored(k, in.getText(0)))))));
            r.type(TypeSupport.of(multirange, s -> RangeValues.writeAll(k, RangeValues.readAll(k, s)), output)
                    .withKey(Functions.strict(
                            "range_key_" + multirange.name(),
                            1,
                            (in, out) -> out.putBytes(RangeValues.key(k, RangeValues.storedAll(k, in.getText(0)))))));
            r.cast(range, multirange, Casts.Context.EXPLICIT, (e, t) -> Functions.call(MULTIRANGE, t, e));
            constructors(r, k);
        }
        RangeStyles.register(r);
        r.function("multirange", (a, t) -> Functions.call(MULTIRANGE, t, a), ANYMULTIRANGE, ANYRANGE);
    }

    /** A range as a multirange: the same for all types, of which the texts of ranges are parts. */
    private static final ScalarFunction MULTIRANGE = Functions.strict("multirange_of_range", 1, (in, out) -> {
        String text = in.getText(0);
        out.putText(text.equals(RangeLiteral.EMPTY.toString()) ? "{}" : '{' + text + '}');
    });

    private static void constructors(Registry r, RangeKind k) {
        Type range = range(k);
        Type element = element(k);
        ScalarFunction two = Functions.lenient("range_of_" + range.name(), 2, (in, out) -> {
            Range v = k.of(RangeValues.element(k, in, 0), true, RangeValues.element(k, in, 1), false);
            out.putText(RangeValues.write(k, v));
        });
        ScalarFunction three = Functions.lenient("range_of_flags_" + range.name(), 3, (in, out) -> {
            String flags = flags(in.isNull(2) ? null : in.getText(2));
            Range v = k.of(
                    RangeValues.element(k, in, 0),
                    flags.charAt(0) == '[',
                    RangeValues.element(k, in, 1),
                    flags.charAt(1) == ']');
            out.putText(RangeValues.write(k, v));
        });
        r.java(two, range.name(), range, element, element);
        r.java(three, range.name(), range, element, element, PgTypes.TEXT);

        Type multirange = multirange(k);
        Type array = PgTypes.arrayOf(range);
        ScalarFunction of = Functions.strict("multirange_of_array_" + multirange.name(), 1, (in, out) -> {
            ArrayValue a = ArrayValue.read(in.getText(0));
            if (a.dimensions() > 1) {
                throw SqlFailure.build(
                                FailureKind.DATA, "multiranges cannot be constructed from multidimensional arrays")
                        .sqlState("21000")
                        .build();
            }
            out.putText(RangeValues.writeAll(k, united(k, a.elements())));
        });
        ScalarFunction ofMany = Functions.lenient("multirange_of_" + multirange.name(), -1, (in, out) -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < in.size(); i++) {
                all.add(in.isNull(i) ? null : in.getText(i));
            }
            out.putText(RangeValues.writeAll(k, united(k, all)));
        });
        r.function(multirange.name(), (a, t) -> new BoundConstant("{}", t), multirange);
        r.function(multirange.name(), (a, t) -> Functions.call(MULTIRANGE, t, a), multirange, range);
        r.function(multirange.name(), (a, t) -> ofArray(of, ofMany, a, array, t), multirange, array);
    }

    /** Of one array, or of the elements of VARIADIC. */
    private static BoundExpression ofArray(
            ScalarFunction of, ScalarFunction ofMany, List<BoundExpression> a, Type array, Type result) {
        boolean one = a.size() == 1 && a.get(0).type().name().equals(array.name());
        return Functions.call(one ? of : ofMany, result, a);
    }

    private static List<Range> united(RangeKind k, List<String> texts) {
        List<Range> all = new ArrayList<>();
        for (String s : texts) {
            if (s == null) {
                throw SqlFailure.build(FailureKind.DATA, "multirange values cannot contain null members")
                        .sqlState("22004")
                        .build();
            }
            all.add(RangeValues.stored(k, s));
        }
        return k.normalized(all);
    }

    /** range_parse_flags. */
    private static String flags(String text) {
        if (text == null) {
            throw RangeKind.failure("range constructor flags argument must not be null");
        }
        if (!text.matches("[\\[(][\\])]")) {
            throw SqlFailure.build(FailureKind.SYNTAX, "invalid range bound flags")
                    .sqlState("42601")
                    .hint("Valid values are \"[]\", \"[)\", \"(]\", and \"()\".")
                    .build();
        }
        return text;
    }
}
