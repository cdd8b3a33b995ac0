package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;

/**
 * What a type is read, written, compared and cut to length by.
 *
 * @param type without length, precision and scale
 * @param reader its input function
 * @param input the same where the text is known at run time only
 * @param output its output function, as an expression of type text; null while there is none
 * @param key what it is compared by; null where its carrier compares as the type does
 * @param fitter applies length, precision and scale; null for none
 * @param fit the same at run time: of the value, length, precision, scale and the context's ordinal
 */
record TypeSupport(
        Type type,
        Reader reader,
        ScalarFunction input,
        Registry.Conversion output,
        ScalarFunction key,
        Fitter fitter,
        ScalarFunction fit) {
    /** The input function: a value in the type's carrier (Long, Double, String or byte array). */
    interface Reader {
        /**
         * The value.
         *
         * @throws io.polywire.api.error.SqlFailure as PostgreSQL's does
         */
        Object read(String text);
    }

    /** Brings a value to a length, or a precision and scale. */
    interface Fitter {
        /**
         * The value that fits.
         *
         * @param to the type with its length, precision and scale
         * @throws io.polywire.api.error.SqlFailure where it does not fit
         */
        Object fit(Object value, Type to, Casts.Context context);
    }

    /** A type that compares as its carrier does and has no length. */
    static TypeSupport of(Type type, Reader reader, Registry.Conversion output) {
        ScalarFunction input =
                made("in_" + type.name(), 1, type, (in, out) -> Registry.put(out, reader.read(in.getText(0))));
        return new TypeSupport(type, reader, input, output, null, null, null);
    }

    /** Values of these are read and fitted in one pass over their text; a numeric of many digits takes longer than that. */
    private static ScalarFunction made(String name, int arity, Type type, Functions.Body body) {
        boolean brief = switch (type.kind()) {
            case BOOLEAN,
                    INT16,
                    INT32,
                    INT64,
                    FLOAT32,
                    FLOAT64,
                    TEXT,
                    VARCHAR,
                    CHAR,
                    BYTES,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_TZ -> true;
            default -> false;
        };
        return brief ? Functions.brief(name, arity, body) : Functions.strict(name, arity, body);
    }

    /** The same with a key: a function of the value whose result compares as the type does. */
    TypeSupport withKey(ScalarFunction by) {
        return new TypeSupport(type, reader, input, output, by, fitter, fit);
    }

    /** The same with a length, or a precision and scale. */
    TypeSupport withFitter(Fitter f) {
        ScalarFunction atRunTime = made("fit_" + type.name(), 5, type, (in, out) -> {
            Type to = new Type(
                    type.kind(),
                    type.name(),
                    type.id(),
                    (int) in.getLong(1),
                    (int) in.getLong(2),
                    (int) in.getLong(3),
                    type.element());
            Registry.put(out, f.fit(Casts.value(in, 0), to, Casts.Context.values()[(int) in.getLong(4)]));
        });
        return new TypeSupport(type, reader, input, output, key, f, atRunTime);
    }

    /** An output function in Java. */
    static Registry.Conversion output(ScalarFunction f) {
        return (e, to) -> Functions.call(f, to, e);
    }

    /** A value as text, by the output function. */
    BoundExpression text(BoundExpression e, Type to) {
        return e instanceof BoundConstant c && c.isNull() ? new BoundConstant(null, to) : output.make(e, to);
    }
}
