package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Functions by name, with what each takes and what it is made of. A further one is a line here and its body in its family. */
final class FunctionTable {
    /** Makes a call of arguments that were brought to the types that the function takes. */
    interface Maker {
        BoundExpression make(List<BoundExpression> arguments);
    }

    /**
     * One function.
     *
     * @param takes types of its arguments
     * @param maker what it is
     */
    record Signature(List<Type> takes, Maker maker) {}

    private static final Map<String, List<Signature>> FUNCTIONS = new HashMap<>();

    static {
        Type text = PgTypes.TEXT;
        Type int4 = PgTypes.INT4;
        for (String length : new String[] {"length", "char_length", "character_length"}) {
            add(length, a -> Functions.operation(Operation.LENGTH, int4, a.get(0)), text);
        }
        java(TextFunctions.OCTET_LENGTH, "octet_length", int4, text);
        java(TextFunctions.LOWER, "lower", text, text);
        java(TextFunctions.UPPER, "upper", text, text);
        java(TextFunctions.REVERSE, "reverse", text, text);
        java(TextFunctions.REPLACE, "replace", text, text, text, text);
        java(TextFunctions.POSITION, "strpos", int4, text, text);
        java(TextFunctions.LEFT, "left", text, text, int4);
        java(TextFunctions.RIGHT, "right", text, text, int4);
        java(TextFunctions.REPEAT, "repeat", text, text, int4);
        for (String substring : new String[] {"substr", "substring"}) {
            java(TextFunctions.SUBSTRING, substring, text, text, int4);
            java(TextFunctions.SUBSTRING_FOR, substring, text, text, int4, int4);
        }
        trim("btrim", TextFunctions.TRIM_BOTH);
        trim("ltrim", TextFunctions.TRIM_LEADING);
        trim("rtrim", TextFunctions.TRIM_TRAILING);
        for (Type t : new Type[] {PgTypes.INT2, PgTypes.INT4, PgTypes.INT8}) {
            java(IntegerFunctions.ofOne("abs", t), "abs", t, t);
            java(IntegerFunctions.of("%", t), "mod", t, t, t);
        }
        for (Type t : new Type[] {PgTypes.FLOAT4, PgTypes.FLOAT8}) {
            java(FloatFunctions.ABS, "abs", t, t);
        }
        Type numeric = PgTypes.NUMERIC;
        java(NumericFunctions.ABS, "abs", numeric, numeric);
        java(NumericFunctions.MODULO, "mod", numeric, numeric, numeric);
        java(NumericFunctions.SIGN, "sign", numeric, numeric);
        java(NumericFunctions.FLOOR, "floor", numeric, numeric);
        java(NumericFunctions.ROUND, "round", numeric, numeric, int4);
        java(NumericFunctions.TRUNCATE, "trunc", numeric, numeric, int4);
        BoundConstant zero = new BoundConstant(0L, int4);
        add("round", a -> Functions.call(NumericFunctions.ROUND, numeric, a.get(0), zero), numeric);
        add("trunc", a -> Functions.call(NumericFunctions.TRUNCATE, numeric, a.get(0), zero), numeric);
        Type float8 = PgTypes.FLOAT8;
        for (String ceil : new String[] {"ceil", "ceiling"}) {
            java(NumericFunctions.CEIL, ceil, numeric, numeric);
            java(FloatFunctions.CEIL, ceil, float8, float8);
        }
        java(FloatFunctions.FLOOR, "floor", float8, float8);
        java(FloatFunctions.ROUND, "round", float8, float8);
        java(FloatFunctions.TRUNCATE, "trunc", float8, float8);
        java(FloatFunctions.SIGN, "sign", float8, float8);
        java(FloatFunctions.SQRT, "sqrt", float8, float8);
        refused("sqrt", numeric);
        refused("substring", text, text);
        refused("substring", text, text, text);
        add("current_schema", a -> new BoundConstant("public", PgTypes.NAME));
        add("current_database", a -> new SessionParameter(SessionValue.DATABASE, PgTypes.NAME));
    }

    private FunctionTable() {}

    private static void add(String name, Maker maker, Type... takes) {
        FUNCTIONS.computeIfAbsent(name, n -> new ArrayList<>()).add(new Signature(List.of(takes), maker));
    }

    private static void java(ScalarFunction f, String name, Type result, Type... takes) {
        add(name, a -> Functions.call(f, result, a), takes);
    }

    /**
     * One that PostgreSQL has under a name of this table and we have not: without it another of the name would be called in
     * its place.
     */
    private static void refused(String name, Type... takes) {
        String types = Arrays.stream(takes).map(PgTypes::display).collect(Collectors.joining(", "));
        add(
                name,
                a -> {
                    throw SqlFailure.unsupported("function " + name + "(" + types + ")");
                },
                takes);
    }

    private static void trim(String name, ScalarFunction f) {
        java(f, name, PgTypes.TEXT, PgTypes.TEXT, PgTypes.TEXT);
        BoundConstant blank = new BoundConstant(" ", PgTypes.TEXT);
        add(name, a -> Functions.call(f, PgTypes.TEXT, a.get(0), blank), PgTypes.TEXT);
    }

    /** Whether there is a function of a name. */
    static boolean has(String name) {
        return FUNCTIONS.containsKey(name);
    }

    /** Signatures of a name with so many arguments. */
    static List<Signature> candidates(String name, int arguments) {
        return FUNCTIONS.getOrDefault(name, List.of()).stream()
                .filter(s -> s.takes().size() == arguments)
                .toList();
    }
}
