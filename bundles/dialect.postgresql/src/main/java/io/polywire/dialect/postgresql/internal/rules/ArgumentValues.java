package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.session.Parameters;
import java.nio.charset.StandardCharsets;

/**
 * Values as the arguments of a function that is not called by a storage.
 *
 * @param values long, double, text or bytes; null for NULL. Not copied
 */
record ArgumentValues(Object... values) implements FunctionArguments {
    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Parameters.Kind kind(int i) {
        Object v = values[i];
        if (v == null) {
            return Parameters.Kind.NULL;
        }
        if (v instanceof Long) {
            return Parameters.Kind.LONG;
        }
        if (v instanceof Double) {
            return Parameters.Kind.DOUBLE;
        }
        return v instanceof byte[] ? Parameters.Kind.BYTES : Parameters.Kind.UTF8;
    }

    @Override
    public long getLong(int i) {
        return values[i] instanceof Number n ? n.longValue() : 0;
    }

    @Override
    public double getDouble(int i) {
        return values[i] instanceof Number n ? n.doubleValue() : Numeric.NAN.equals(values[i]) ? Double.NaN : 0;
    }

    @Override
    public String getText(int i) {
        return values[i] == null ? null : values[i].toString();
    }

    @Override
    public byte[] getBytes(int i) {
        return values[i] instanceof byte[] b
                ? b
                : values[i] == null ? null : getText(i).getBytes(StandardCharsets.UTF_8);
    }
}
