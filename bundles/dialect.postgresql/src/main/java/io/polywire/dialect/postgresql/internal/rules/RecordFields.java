package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of whole numbers as values: what a function with several columns gives in a list of outputs. The type's name has the
 * fields, its carrier is the text of the row.
 */
final class RecordFields {
    private static final int RECORD = 2249;

    private RecordFields() {}

    /** A row. */
    static BoundExpression of(List<String> names, List<BoundExpression> fields, Place at) {
        StringBuilder type = new StringBuilder("record");
        for (int i = 0; i < names.size(); i++) {
            Type t = fields.get(i).type();
            if (!PgTypes.isInteger(t) && !t.equals(PgTypes.OID)) {
                throw at.unsupported("a row as a value");
            }
            type.append(i == 0 ? "(" : ",").append(names.get(i)).append(' ').append(t.name());
        }
        return Functions.call(
                Functions.sharedLenient("record_fields_" + names.size(), names.size(), (in, out) -> {
                    StringBuilder s = new StringBuilder("(");
                    for (int i = 0; i < in.size(); i++) {
                        s.append(i == 0 ? "" : ",").append(in.isNull(i) ? "" : Long.toString(in.getLong(i)));
                    }
                    out.putText(s.append(')').toString());
                }),
                new Type(TypeKind.OTHER, type.append(')').toString(), RECORD, 0, 0, 0, null),
                new ArrayList<>(fields));
    }

    /** A field of such a row. */
    static BoundExpression field(BoundExpression row, String name, Place at) {
        String type = row.type().name();
        if (row.type().id() != RECORD || !type.startsWith("record(")) {
            throw at.unsupported("a field of a composite value");
        }
        String[] fields = type.substring("record(".length(), type.length() - 1).split(",");
        for (int i = 0; i < fields.length; i++) {
            String[] f = fields[i].split(" ");
            if (f[0].equals(name)) {
                return Functions.call(FIELD, PgTypes.named(f[1]), row, new BoundConstant((long) i, PgTypes.INT4));
            }
        }
        throw at.failure(FailureKind.UNDEFINED_COLUMN, "column \"" + name + "\" not found in data type record");
    }

    private static final ScalarFunction FIELD = Functions.strict("record_field", 2, (in, out) -> {
        String s = in.getText(0);
        String value = s.substring(1, s.length() - 1).split(",", -1)[(int) in.getLong(1)];
        if (value.isEmpty()) {
            out.putNull();
        } else {
            out.putLong(Long.parseLong(value));
        }
    });
}
