package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;

/** JSON made of values: to_json, array_to_json, json_build_array, json_build_object, json_object and those of jsonb. */
final class JsonBuilders {
    private static final ScalarFunction CANONICAL =
            Functions.strict("jsonb_of", 1, (in, out) -> out.putText(Jsonb.text(Jsonb.read(in.getText(0)))));

    private JsonBuilders() {}

    static void register(Registry r) {
        r.function("to_json", (a, t) -> BaseTypes.same(JsonOutput.of(a.get(0)), t), PgTypes.JSON, PgTypes.ANYELEMENT);
        r.function("to_jsonb", (a, t) -> jsonb(a.get(0)), PgTypes.JSONB, PgTypes.ANYELEMENT);
        r.function(
                "array_to_json", (a, t) -> BaseTypes.same(JsonOutput.of(a.get(0)), t), PgTypes.JSON, PgTypes.ANYARRAY);
        r.function(
                "array_to_json",
                (a, t) -> JsonOutput.lines(a.get(0), a.get(1)),
                PgTypes.JSON,
                PgTypes.ANYARRAY,
                PgTypes.BOOL);
        JsonRecords.register(r);
        builders(r, PgTypes.JSON);
        builders(r, PgTypes.JSONB);
    }

    /** A value of any type as jsonb. */
    private static BoundExpression jsonb(BoundExpression e) {
        return e.type().name().equals("jsonb")
                ? e
                : made(BaseTypes.same(JsonOutput.of(e), PgTypes.JSON), PgTypes.JSONB);
    }

    /** JSON as json or as jsonb. */
    private static BoundExpression made(BoundExpression json, Type to) {
        return to == PgTypes.JSONB ? Functions.call(CANONICAL, to, json) : json;
    }

    private static void builders(Registry r, Type to) {
        String name = to.name() + "_build_";
        boolean binary = to == PgTypes.JSONB;
        ScalarFunction array = Functions.lenient(name + "array", -1, (in, out) -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < in.size(); i++) {
                all.add(in.isNull(i) ? "null" : in.getText(i));
            }
            out.putText(array(all));
        });
        Registry.Maker ofArray = (a, t) -> made(
                Functions.call(
                        array, PgTypes.JSON, a.stream().map(JsonOutput::of).toList()),
                t);
        r.function(name + "array", ofArray, to, PgTypes.ANY);
        r.function(name + "array", ofArray, to);
        r.spread(name + "array", (a, t) -> made(spread(a.get(0), name + "array", false, binary), t));
        ScalarFunction object = Functions.lenient(name + "object", -1, (in, out) -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < in.size(); i++) {
                all.add(in.getText(i));
            }
            out.putText(object(all, name + "object", binary));
        });
        Registry.Maker ofObject = (a, t) -> {
            List<BoundExpression> all = new ArrayList<>();
            for (int i = 0; i < a.size(); i++) {
                // an odd number of arguments is told before what is no key
                all.add(i % 2 == 0 && a.size() % 2 == 0 ? JsonOutput.key(a.get(i)) : JsonOutput.of(a.get(i)));
            }
            return made(Functions.call(object, PgTypes.JSON, all), t);
        };
        r.function(name + "object", ofObject, to, PgTypes.ANY);
        r.function(name + "object", ofObject, to);
        r.spread(name + "object", (a, t) -> made(spread(a.get(0), name + "object", true, binary), t));
        texts(r, to);
    }

    /** The elements of an array in place of arguments. */
    private static BoundExpression spread(BoundExpression array, String name, boolean object, boolean binary) {
        Elements of = Elements.within(array.type());
        ScalarFunction f = Functions.sharedStrict(name + "_of" + array.type().name(), 2, (in, out) -> {
            List<String> elements = ArrayValue.read(in.getText(0)).elements();
            List<String> all = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                String e = elements.get(i);
                boolean key = object && i % 2 == 0 && elements.size() % 2 == 0;
                all.add(
                        key && e != null
                                ? JsonOutput.elementKey(e, of, in.getText(1))
                                : key ? null : JsonOutput.element(e, of, in.getText(1)));
            }
            out.putText(object ? object(all, name, binary) : array(all));
        });
        return SessionStyle.call(f, PgTypes.JSON, List.of(array));
    }

    private static String array(List<String> elements) {
        return "[" + String.join(", ", elements) + "]";
    }

    /** Keys with their quotes and values in turn. */
    private static String object(List<String> all, String function, boolean binary) {
        if (all.size() % 2 != 0) {
            throw SqlFailure.build(FailureKind.DATA, "argument list must have even number of elements")
                    .sqlState("22023")
                    .hint("The arguments of " + function + "() must consist of alternating keys and values.")
                    .build();
        }
        StringBuilder s = new StringBuilder("{");
        for (int i = 0; i < all.size(); i += 2) {
            if (all.get(i) == null) {
                throw binary
                        ? Jsonb.invalid("argument " + (i + 1) + ": key must not be null")
                        : SqlFailure.build(FailureKind.DATA, "argument " + (i + 1) + " cannot be null")
                                .sqlState("22023")
                                .hint("Object keys should be text.")
                                .build();
            }
            String value = all.get(i + 1);
            s.append(i == 0 ? "" : ", ").append(all.get(i)).append(" : ").append(value == null ? "null" : value);
        }
        return s.append('}').toString();
    }

    // --- json_object ----------------------------------------------------------------------------------------------

    private static void texts(Registry r, Type to) {
        Type texts = PgTypes.arrayOf(PgTypes.TEXT);
        String name = to.name() + "_object";
        ScalarFunction one = Functions.strict(name, 1, (in, out) -> out.putText(pairs(ArrayValue.read(in.getText(0)))));
        ScalarFunction two = Functions.strict(name + "_of_two", 2, (in, out) -> out.putText(pairs(in)));
        r.function(name, (a, t) -> made(Functions.call(one, PgTypes.JSON, a), t), to, texts);
        r.function(name, (a, t) -> made(Functions.call(two, PgTypes.JSON, a), t), to, texts, texts);
    }

    private static String pairs(ArrayValue a) {
        if (a.dimensions() > 2) {
            throw dimensions("wrong number of array subscripts");
        }
        if (a.dimensions() == 1 && a.count() % 2 != 0) {
            throw dimensions("array must have even number of elements");
        }
        if (a.dimensions() == 2 && a.size(1) != 2) {
            throw dimensions("array must have two columns");
        }
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < a.count(); i += 2) {
            keys.add(a.element(i));
            values.add(a.element(i + 1));
        }
        return pairs(keys, values);
    }

    private static String pairs(FunctionArguments in) {
        ArrayValue keys = ArrayValue.read(in.getText(0));
        ArrayValue values = ArrayValue.read(in.getText(1));
        if (keys.dimensions() > 1 || keys.dimensions() != values.dimensions()) {
            throw dimensions("wrong number of array subscripts");
        }
        if (keys.count() != values.count()) {
            throw dimensions("mismatched array dimensions");
        }
        return pairs(keys.elements(), values.elements());
    }

    private static SqlFailure dimensions(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("2202E").build();
    }

    private static String pairs(List<String> keys, List<String> values) {
        StringBuilder s = new StringBuilder("{");
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i) == null) {
                throw SqlFailure.build(FailureKind.DATA, "null value not allowed for object key")
                        .sqlState("22004")
                        .build();
            }
            String v = values.get(i);
            s.append(i == 0 ? "" : ", ");
            Jsonb.quote(keys.get(i), s);
            s.append(" : ").append(v == null ? "null" : Jsonb.quote(v));
        }
        return s.append('}').toString();
    }
}
