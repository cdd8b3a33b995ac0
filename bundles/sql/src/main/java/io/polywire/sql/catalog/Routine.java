package io.polywire.sql.catalog;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A function that users made of a query.
 *
 * @param id its number
 * @param schema where it is
 * @param name within the schema; several may have it, with other parameters
 * @param dialect whose language the body is
 * @param parameters in order, those that only give something out and the columns of a table included
 * @param result the type of its value, or of its only column; null if the rows have several columns of their own
 * @param rows whether it gives rows, not one value
 * @param body the query, in which a name means what it meant when the function was made if {@code standard}, and what it
 *     means to the caller otherwise
 * @param source what was written as the body
 * @param standard whether the body was written as a part of the statement, not as a text
 * @param options of {@link #VOLATILITY}, {@link #STRICT}, {@link #PARALLEL}, {@link #COST}, {@link #ROWS}, {@link
 *     #LEAKPROOF}, {@link #RETURN}: what was said
 * @param comment or null
 */
public record Routine(
        int id,
        String schema,
        String name,
        String dialect,
        List<Parameter> parameters,
        DataType result,
        boolean rows,
        String body,
        String source,
        boolean standard,
        Map<String, String> options,
        String comment) {
    /** The option that says how far its value depends on more than its arguments: "volatile", "stable", "immutable". */
    public static final String VOLATILITY = "volatility";

    /** The option that says that it is NULL where an argument is. */
    public static final String STRICT = "strict";

    /** The option that says whether it may run beside others. */
    public static final String PARALLEL = "parallel";

    /** The option that says how much a call costs. */
    public static final String COST = "cost";

    /** The option that says how many rows it gives. */
    public static final String ROWS = "rows";

    /** The option that says that it tells nothing of its arguments in another way. */
    public static final String LEAKPROOF = "leakproof";

    /** The option that says that the standard body is one RETURN. */
    public static final String RETURN = "return";

    /**
     * A type.
     *
     * @param name as the dialect's catalog has it; of a user's type empty, or "[]" for arrays of it
     * @param user number of the user's type, or of the relation whose rows are meant; else 0
     */
    public record DataType(String name, int user) {}

    /** Which way a parameter goes. */
    public enum Mode {
        IN,
        OUT,
        INOUT,
        TABLE,
        /** Takes all arguments from its place on, as the elements of an array. */
        VARIADIC
    }

    /**
     * A parameter.
     *
     * @param name null if none
     * @param defaultSource an expression in the dialect's language; null for none
     */
    public record Parameter(Mode mode, String name, DataType type, String defaultSource) {
        /** Whether a call has an argument for it. */
        public boolean given() {
            return mode == Mode.IN || mode == Mode.INOUT || mode == Mode.VARIADIC;
        }

        /** Whether it is a column of what the function gives. */
        public boolean gives() {
            return mode == Mode.OUT || mode == Mode.INOUT || mode == Mode.TABLE;
        }
    }

    /** Copies the lists. */
    public Routine {
        Objects.requireNonNull(name, "name");
        parameters = List.copyOf(parameters);
        options = Map.copyOf(options);
    }

    /** The parameters that a call has arguments for, in order. */
    public List<Parameter> inputs() {
        return parameters.stream().filter(Parameter::given).toList();
    }

    /** The parameters that are columns of its rows, in order. */
    public List<Parameter> outputs() {
        return parameters.stream().filter(Parameter::gives).toList();
    }

    /** Whether each call says, or its body, what columns its rows have. */
    public boolean isRecord() {
        return result == null && outputs().isEmpty();
    }

    /** The same, of rows with these columns. */
    public Routine giving(List<Parameter> columns) {
        List<Parameter> all = new java.util.ArrayList<>(parameters);
        all.addAll(columns);
        return new Routine(id, schema, name, dialect, all, result, rows, body, source, standard, options, comment);
    }

    /** Whether it is NULL where an argument is. */
    public boolean strict() {
        return options.containsKey(STRICT);
    }

    /** Whether it takes arguments of exactly these types. */
    public boolean takes(List<DataType> types) {
        return inputs().stream().map(Parameter::type).toList().equals(types);
    }

    /** Whether it has anything of a user's type. */
    public boolean uses(int type) {
        return result != null && result.user() == type
                || parameters.stream().anyMatch(p -> p.type().user() == type);
    }

    /** The same under another name, or in another schema. */
    public Routine named(String otherSchema, String other) {
        return new Routine(
                id, otherSchema, other, dialect, parameters, result, rows, body, source, standard, options, comment);
    }

    /** The same with another text of its body. */
    public Routine meaning(String text, String written) {
        return new Routine(
                id, schema, name, dialect, parameters, result, rows, text, written, standard, options, comment);
    }

    /** The same with other options. */
    public Routine with(Map<String, String> others) {
        return new Routine(
                id, schema, name, dialect, parameters, result, rows, body, source, standard, others, comment);
    }

    /** The same with other types of its parameters, in order, and of its result. */
    public Routine typed(List<DataType> types, DataType of) {
        List<Parameter> others = new java.util.ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter p = parameters.get(i);
            others.add(new Parameter(p.mode(), p.name(), types.get(i), p.defaultSource()));
        }
        return new Routine(id, schema, name, dialect, others, of, rows, body, source, standard, options, comment);
    }

    /** The same with a comment; null for none. */
    public Routine commented(String text) {
        return new Routine(id, schema, name, dialect, parameters, result, rows, body, source, standard, options, text);
    }
}
