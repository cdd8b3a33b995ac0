package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.JsonReader;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.FunctionValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Values of any type as JSON (datum_to_json of json.c): numbers and booleans as such, dates in ISO 8601, the rest as strings. */
final class JsonOutput {
    private static final ScalarFunction NUMBER =
            Functions.strict("json_number", 1, (in, out) -> out.putText(number(in.getText(0))));
    private static final ScalarFunction QUOTED =
            Functions.strict("json_string", 1, (in, out) -> out.putText(Jsonb.quote(in.getText(0))));
    private static final ScalarFunction NO_KEY = Functions.strict("json_no_key", 1, (in, out) -> {
        throw Jsonb.invalid("key value must be scalar, not array, composite, or json");
    });
    private static final Map<TypeKind, ScalarFunction> DATES = new ConcurrentHashMap<>();

    private JsonOutput() {}

    /** A value of JSON as text; NULL stays NULL. */
    static BoundExpression of(BoundExpression e) {
        if (e instanceof BoundRow row) {
            return JsonRecords.of(row, false);
        }
        if (RowTypes.is(e.type())) {
            return RowTypes.json(e, false);
        }
        if (CatalogTypes.isVector(e.type())) {
            return of(CatalogTypes.array(e));
        }
        Type t = PgTypes.plain(e.type());
        refuse(t);
        return switch (t.kind()) {
            case BOOLEAN, INT16, INT32, INT64 -> Casts.text(e);
            case FLOAT32, FLOAT64, DECIMAL -> Functions.call(NUMBER, PgTypes.TEXT, Casts.text(e));
            case JSON -> BaseTypes.same(e, PgTypes.TEXT);
            case DATE, TIMESTAMP, TIMESTAMP_TZ -> SessionStyle.call(dates(t), PgTypes.TEXT, java.util.List.of(e));
            case ARRAY -> SessionStyle.call(array(t), PgTypes.TEXT, java.util.List.of(e));
            default -> Functions.call(QUOTED, PgTypes.TEXT, Casts.output(e));
        };
    }

    /** The key of an object, with its quotes; NULL stays NULL. */
    static BoundExpression key(BoundExpression e) {
        Type t = PgTypes.plain(e.type());
        if (RowTypes.is(t)) {
            return Functions.call(NO_KEY, PgTypes.TEXT, e instanceof BoundRow r ? r.text() : e);
        }
        refuse(t);
        if (CatalogTypes.isVector(t)) {
            return Functions.call(NO_KEY, PgTypes.TEXT, e);
        }
        return switch (t.kind()) {
            case JSON, ARRAY -> Functions.call(NO_KEY, PgTypes.TEXT, e);
            case DATE, TIMESTAMP, TIMESTAMP_TZ -> of(e);
            default -> Functions.call(QUOTED, PgTypes.TEXT, Casts.output(e));
        };
    }

    /** Types whose text only the catalog knows. */
    private static void refuse(Type t) {
        if (CatalogNames.is(t) || t.kind() == TypeKind.OTHER && PgTypes.isRecord(t)) {
            throw SqlFailure.unsupported("JSON of type " + PgTypes.display(t));
        }
    }

    /** Whether json_agg begins a line for each value of a type. */
    static boolean isStructured(Type t) {
        return t.kind() == TypeKind.ARRAY || PgTypes.isRecord(t) || CatalogTypes.isVector(t);
    }

    private static String number(String text) {
        return JsonReader.isNumber(text) ? text : '"' + text + '"';
    }

    // --- dates ----------------------------------------------------------------------------------------------------

    private static ScalarFunction dates(Type t) {
        return DATES.computeIfAbsent(
                t.kind(),
                k -> Functions.sharedStrict(
                        "json_" + t.name(),
                        2,
                        (in, out) -> out.putText(date(in.getLong(0), t, SessionStyle.of(in, 1)))));
    }

    private static String date(long value, Type t, TextStyle style) {
        TextStyle iso = new TextStyle(
                TextStyle.Dates.ISO,
                style.order(),
                style.zone(),
                style.intervals(),
                style.byteaHex(),
                style.extraFloatDigits(),
                style.moment());
        String text = DateTimeTypes.text(value, t, iso);
        int blank = text.indexOf(' ');
        if (t.kind() == TypeKind.DATE || blank < 0) {
            return '"' + text + '"';
        }
        StringBuilder s = new StringBuilder(text);
        s.setCharAt(blank, 'T');
        if (t.kind() == TypeKind.TIMESTAMP_TZ) {
            int sign = Math.max(s.indexOf("+", blank), s.indexOf("-", blank));
            int end = s.indexOf(" ", blank);
            end = end < 0 ? s.length() : end;
            if (s.substring(sign, end).indexOf(':') < 0) {
                s.insert(end, ":00");
            }
        }
        return s.insert(0, '"').append('"').toString();
    }

    // --- arrays ---------------------------------------------------------------------------------------------------

    private static ScalarFunction array(Type t) {
        Elements of = Elements.within(t);
        return Functions.sharedStrict("json_array" + RowLayout.tag(t), 2, (in, out) -> {
            StringBuilder text = new StringBuilder();
            write(ArrayValue.read(in.getText(0)), 0, 0, of, in.getText(1), ",", text);
            out.putText(text.toString());
        });
    }

    /** array_to_json of two arguments: the second says whether each element of the outer dimension gets a line. */
    static BoundExpression lines(BoundExpression array, BoundExpression pretty) {
        Elements of = Elements.within(array.type());
        ScalarFunction f = Functions.sharedStrict("json_lines" + RowLayout.tag(array.type()), 3, (in, out) -> {
            StringBuilder text = new StringBuilder();
            String between = in.getLong(1) != 0 ? ",\n " : ",";
            write(ArrayValue.read(in.getText(0)), 0, 0, of, in.getText(2), between, text);
            out.putText(text.toString());
        });
        return SessionStyle.call(f, PgTypes.JSON, java.util.List.of(array, pretty));
    }

    private static int write(
            ArrayValue a, int dimension, int from, Elements of, String style, String between, StringBuilder out) {
        if (a.count() == 0) {
            out.append("[]");
            return 0;
        }
        int at = from;
        for (int i = 0; i < a.size(dimension); i++) {
            out.append(i == 0 ? "[" : between);
            if (dimension < a.dimensions() - 1) {
                at = write(a, dimension + 1, at, of, style, ",", out);
            } else {
                out.append(element(a.element(at++), of, style));
            }
        }
        out.append(']');
        return at;
    }

    /** An element of an array; "null" for NULL. */
    static String element(String text, Elements of, String style) {
        if (text == null) {
            return "null";
        }
        Type t = of.type();
        return switch (t.kind()) {
            case BOOLEAN -> text.equals("t") ? "true" : "false";
            case INT16, INT32, INT64, JSON -> text;
            case FLOAT32, FLOAT64, DECIMAL -> number(styled(text, of, style));
            case DATE, TIMESTAMP, TIMESTAMP_TZ -> date((Long) of.read(text), t, SessionStyle.of(style));
            case ARRAY -> {
                StringBuilder all = new StringBuilder();
                write(ArrayValue.read(text), 0, 0, Elements.within(t), style, ",", all);
                yield all.toString();
            }
            case OTHER ->
                CatalogTypes.isVector(t)
                        ? vector(text, CatalogTypes.element(t))
                        : RowTypes.is(t)
                                ? RowLayout.of(t).json(text, style, ",")
                                : Jsonb.quote(styled(text, of, style));
            default -> Jsonb.quote(styled(text, of, style));
        };
    }

    /** Numbers between blanks: an array, whose elements are strings where they are numbers of objects. */
    private static String vector(String text, Type element) {
        String quote = PgTypes.isInteger(element) ? "" : "\"";
        return text.isEmpty() ? "[]" : "[" + quote + text.replace(" ", quote + "," + quote) + quote + "]";
    }

    /** An element as the key of an object. */
    static String elementKey(String text, Elements of, String style) {
        return switch (of.type().kind()) {
            case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL -> {
                String plain = element(text, of, style);
                yield plain.startsWith("\"") ? plain : '"' + plain + '"';
            }
            case JSON -> throw Jsonb.invalid("key value must be scalar, not array, composite, or json");
            case OTHER -> {
                if (RowTypes.is(of.type()) || CatalogTypes.isVector(of.type())) {
                    throw Jsonb.invalid("key value must be scalar, not array, composite, or json");
                }
                yield element(text, of, style);
            }
            default -> element(text, of, style);
        };
    }

    /** The text of an element as the settings of the session have it. */
    static String styled(String text, Elements of, String style) {
        BoundExpression e = Registry.all().type(of.type()).text(new BoundParameter(1, of.type()), PgTypes.TEXT);
        return e instanceof FunctionValue f && f.arguments().size() == 2
                ? (String) Evaluator.call(f.function(), of.read(text), style)
                : text;
    }
}
