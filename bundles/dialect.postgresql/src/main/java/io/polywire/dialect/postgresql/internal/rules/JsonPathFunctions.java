package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.Zone;
import io.polywire.dialect.postgresql.internal.rules.JsonPathExecutor.Result;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import java.util.ArrayList;
import java.util.List;

/** jsonpath, and the functions and operators that look into jsonb with it (manual, 9.16.2; jsonpath_exec.c). */
final class JsonPathFunctions {
    private static final String ZONED = "_tz";

    private static final ScalarFunction NO_KEY = Functions.strict("jsonpath_key", 1, (in, out) -> {
        throw JsonTypes.noEquality(PgTypes.JSONPATH);
    });

    private static final ScalarFunction OUTPUT = Functions.strict(
            "out_jsonpath",
            1,
            (in, out) -> out.putText(JsonPath.of(in.getText(0)).shown()));

    private static final TypeSupport TYPE = TypeSupport.of(
                    PgTypes.JSONPATH, JsonPathFunctions::input, TypeSupport.output(OUTPUT))
            .withKey(NO_KEY);

    private JsonPathFunctions() {}

    private static String input(String text) {
        return JsonPath.of(text).text();
    }

    /** A parameter of this type or its arrays, whose text nobody has looked at yet; another one as it is. */
    static BoundExpression checked(BoundParameter p) {
        Type t = p.type();
        boolean array = t.kind() == TypeKind.ARRAY && t.element().equals(PgTypes.JSONPATH);
        return array || t.equals(PgTypes.JSONPATH)
                ? Functions.call(Registry.all().type(t).input(), t, p)
                : p;
    }

    /** A path as the client is shown it. */
    static BoundExpression shown(BoundExpression path) {
        return Functions.call(OUTPUT, PgTypes.JSONPATH, path);
    }

    /** Whether a function is one of those that ask for the session's time zone. */
    static boolean isZoned(String function) {
        return function.startsWith("jsonb_path_") && function.endsWith(ZONED);
    }

    /** What a function does: target, path, variables and whether it is silent, and behind them the session's style. */
    private interface Body {
        void call(Call call, FunctionResult out);
    }

    /** A call of one of the functions of four arguments. */
    private record Call(FunctionArguments in, boolean zoned) {
        boolean silent() {
            return in.getLong(3) != 0;
        }

        Result run(List<Object> found) {
            Zone zone = zoned ? SessionStyle.of(in, 4).zone() : null;
            return new JsonPathExecutor(
                            JsonPath.of(in.getText(1)),
                            Jsonb.read(in.getText(0)),
                            Jsonb.read(in.getText(2)),
                            zone,
                            !silent(),
                            in::checkCancelled)
                    .run(found);
        }

        List<Object> found() {
            List<Object> found = new ArrayList<>();
            run(found);
            return found;
        }
    }

    static void register(Registry r) {
        r.type(TYPE);
        for (boolean zoned : new boolean[] {false, true}) {
            String suffix = zoned ? ZONED : "";
            function(r, "jsonb_path_exists" + suffix, PgTypes.BOOL, zoned, (c, out) -> {
                Result found = c.run(null);
                put(out, found == Result.ERROR ? null : (Object) (found == Result.OK));
            });
            function(
                    r,
                    "jsonb_path_match" + suffix,
                    PgTypes.BOOL,
                    zoned,
                    (c, out) -> put(out, match(c.found(), c.silent())));
            function(
                    r,
                    "jsonb_path_query_array" + suffix,
                    PgTypes.JSONB,
                    zoned,
                    (c, out) -> out.putText(Jsonb.text(
                            c.found().stream().map(JsonPathFunctions::json).toList())));
            function(r, "jsonb_path_query_first" + suffix, PgTypes.JSONB, zoned, (c, out) -> {
                List<Object> found = c.found();
                Registry.put(out, found.isEmpty() ? null : Jsonb.text(json(found.get(0))));
            });
            r.rows(
                    RowsFunction.strict(
                            "jsonb_path_query" + suffix,
                            -1,
                            (in, out) -> new Call(in, zoned).found().forEach(v -> out.row(Jsonb.text(json(v))))),
                    "jsonb_path_query" + suffix,
                    PgTypes.JSONB,
                    PgTypes.JSONPATH,
                    PgTypes.JSONB,
                    PgTypes.BOOL);
        }
        ScalarFunction exists = Functions.strict("jsonb_path_exists_opr", 2, (in, out) -> {
            Result found = silently(in, null);
            put(out, found == Result.ERROR ? null : (Object) (found == Result.OK));
        });
        ScalarFunction match = Functions.strict("jsonb_path_match_opr", 2, (in, out) -> {
            List<Object> found = new ArrayList<>();
            silently(in, found);
            put(out, match(found, true));
        });
        r.java(exists, "jsonb_path_exists_opr", PgTypes.BOOL, PgTypes.JSONB, PgTypes.JSONPATH);
        r.java(match, "jsonb_path_match_opr", PgTypes.BOOL, PgTypes.JSONB, PgTypes.JSONPATH);
        r.javaOperator(exists, "@?", PgTypes.BOOL, PgTypes.JSONB, PgTypes.JSONPATH);
        r.javaOperator(match, "@@", PgTypes.BOOL, PgTypes.JSONB, PgTypes.JSONPATH);
    }

    private static void function(Registry r, String name, Type result, boolean zoned, Body body) {
        ScalarFunction f = Functions.strict(name, zoned ? 5 : 4, (in, out) -> body.call(new Call(in, zoned), out));
        Registry.Maker maker = zoned ? SessionStyle.styled(f) : (a, t) -> Functions.call(f, t, a);
        r.function(name, maker, result, PgTypes.JSONB, PgTypes.JSONPATH, PgTypes.JSONB, PgTypes.BOOL);
    }

    /** As the operators do: without variables, and without failures that a part of the path may leave out. */
    private static Result silently(FunctionArguments in, List<Object> found) {
        return new JsonPathExecutor(
                        JsonPath.of(in.getText(1)),
                        Jsonb.read(in.getText(0)),
                        Jsonb.object(),
                        null,
                        false,
                        in::checkCancelled)
                .run(found);
    }

    /** The one item that a predicate gives; null for unknown. */
    private static Object match(List<Object> found, boolean silent) {
        if (found.size() == 1 && (found.get(0) instanceof Boolean || found.get(0) == Jsonb.NULL)) {
            return found.get(0) == Jsonb.NULL ? null : found.get(0);
        }
        if (!silent) {
            throw SqlFailure.build(FailureKind.DATA, "single boolean result is expected")
                    .sqlState("22038")
                    .build();
        }
        return null;
    }

    private static void put(FunctionResult out, Object truth) {
        Registry.put(out, truth == null ? null : (Object) ((Boolean) truth ? 1L : 0L));
    }

    /** An item as a value of jsonb. */
    private static Object json(Object item) {
        return item instanceof JsonPathTime t ? t.text() : item;
    }
}
