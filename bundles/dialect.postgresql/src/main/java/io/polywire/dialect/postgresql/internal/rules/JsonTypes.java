package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.JsonReader;
import java.math.BigDecimal;
import java.util.List;

/** json, which keeps its text, and jsonb, whose text is made of its value: how they are read, compared and cast (8.14). */
final class JsonTypes {
    private static final ScalarFunction KEY =
            Functions.strict("jsonb_key", 1, (in, out) -> out.putBytes(Jsonb.key(Jsonb.read(in.getText(0)))));

    /** What is asked for where values of json would have to be compared. */
    private static final ScalarFunction NO_KEY = Functions.strict("json_key", 1, (in, out) -> {
        throw noEquality(PgTypes.JSON);
    });

    private JsonTypes() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(PgTypes.JSON, JsonTypes::checked, BaseTypes::same).withKey(NO_KEY));
        r.type(TypeSupport.of(PgTypes.JSONB, JsonTypes::canonical, BaseTypes::same)
                .withKey(KEY));
        r.cast(
                PgTypes.JSON,
                PgTypes.JSONB,
                Casts.Context.ASSIGNMENT,
                Functions.strict("json_to_jsonb", 1, (in, out) -> out.putText(canonical(in.getText(0)))));
        r.cast(PgTypes.JSONB, PgTypes.JSON, Casts.Context.ASSIGNMENT, BaseTypes::same);
        scalar(r, PgTypes.BOOL, v -> (Boolean) v ? 1L : 0L);
        scalar(r, PgTypes.NUMERIC, v -> Numeric.text((BigDecimal) v));
        for (Type t : List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8)) {
            scalar(r, t, v -> Numeric.toInteger(Numeric.text((BigDecimal) v), t));
        }
        for (Type t : List.of(PgTypes.FLOAT4, PgTypes.FLOAT8)) {
            scalar(r, t, v -> FloatFunctions.parse(Numeric.text((BigDecimal) v), t));
        }
        ScalarFunction compare = Functions.strict(
                "jsonb_cmp",
                2,
                (in, out) -> out.putLong(Integer.signum(java.util.Arrays.compareUnsigned(
                        Jsonb.key(Jsonb.read(in.getText(0))), Jsonb.key(Jsonb.read(in.getText(1)))))));
        r.java(compare, "jsonb_cmp", PgTypes.INT4, PgTypes.JSONB, PgTypes.JSONB);
    }

    /** Whether a type is one of those whose values nothing compares. */
    static boolean isIncomparable(Type t) {
        return t.name().equals("json") || t.name().equals("jsonpath");
    }

    private static String checked(String text) {
        JsonReader.check(text);
        return text;
    }

    private static String canonical(String text) {
        return Jsonb.text(Jsonb.read(text));
    }

    /** 42883, as the server says that a type has no operator that tells whether values are equal. */
    static SqlFailure noEquality(Type t) {
        return SqlFailure.of(
                FailureKind.UNDEFINED_FUNCTION,
                "could not identify an equality operator for type " + PgTypes.display(t));
    }

    private static void scalar(Registry r, Type to, java.util.function.Function<Object, Object> make) {
        JsonReader.Kind wanted = to == PgTypes.BOOL ? JsonReader.Kind.BOOLEAN : JsonReader.Kind.NUMBER;
        r.cast(PgTypes.JSONB, to, Casts.Context.EXPLICIT, Functions.strict("jsonb_to_" + to.name(), 1, (in, out) -> {
            Object v = Jsonb.read(in.getText(0));
            JsonReader.Kind kind = Jsonb.kind(v);
            if (kind != wanted) {
                String what = kind == JsonReader.Kind.NUMBER ? "numeric" : kind.label();
                throw Jsonb.invalid("cannot cast jsonb " + what + " to type " + PgTypes.display(to));
            }
            Registry.put(out, make.apply(v));
        }));
    }
}
