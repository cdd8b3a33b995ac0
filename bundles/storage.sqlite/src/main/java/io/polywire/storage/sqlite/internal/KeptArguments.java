package io.polywire.storage.sqlite.internal;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.session.Parameters;

/** The arguments of one call, kept for later ones. */
record KeptArguments(Parameters.Kind[] kinds, Object[] values) implements FunctionArguments {
    static KeptArguments of(FunctionArguments in) {
        Parameters.Kind[] kinds = new Parameters.Kind[in.size()];
        Object[] values = new Object[in.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = in.kind(i);
            values[i] = switch (kinds[i]) {
                case LONG -> in.getLong(i);
                case DOUBLE -> in.getDouble(i);
                case BYTES -> in.getBytes(i);
                case NULL -> null;
                default -> in.getText(i);
            };
        }
        return new KeptArguments(kinds, values);
    }

    @Override
    public int size() {
        return kinds.length;
    }

    @Override
    public Parameters.Kind kind(int i) {
        return kinds[i];
    }

    @Override
    public long getLong(int i) {
        return values[i] instanceof Number n ? n.longValue() : 0;
    }

    /** As a call itself gives it: NaN for its word, 0 for any other text. */
    @Override
    public double getDouble(int i) {
        if (JavaFunctions.NAN.equals(values[i])) {
            return Double.NaN;
        }
        return values[i] instanceof Number n ? n.doubleValue() : 0;
    }

    @Override
    public String getText(int i) {
        return values[i] == null ? null : values[i].toString();
    }

    @Override
    public byte[] getBytes(int i) {
        return values[i] instanceof byte[] b ? b : null;
    }
}
