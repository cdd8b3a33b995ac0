package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.api.value.RowValue;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
import java.util.ArrayList;
import java.util.List;

/** Values of type record: their text, after record_out of rowtypes.c. */
final class Records {
    /** SQLite takes 127 arguments at most. */
    private static final int MOST = 100;

    private Records() {}

    /** Several values as one: with their types where they can be read again, otherwise as text. */
    static BoundExpression of(List<String> names, List<BoundExpression> fields, Place at) {
        List<Type> types = fields.stream().map(BoundExpression::type).toList();
        return RowTypes.canHold(types) ? RowTypes.of(RowTypes.record(names, types), fields) : text(fields, at);
    }

    /** Refuses a type of rows that cannot be put in order. */
    static void requireOrder(Type type, Place at) {
        if (!PgTypes.isRecord(type)) {
            return;
        }
        if (!RowTypes.is(type)) {
            throw at.unsupported("an order of rows of catalogs");
        }
        if (!Keys.hasOrder(type)) {
            throw at.build(
                            FailureKind.UNDEFINED_FUNCTION,
                            "could not identify an ordering operator for type " + PgTypes.display(type))
                    .hint("Use an explicit ordering operator or modify the query.")
                    .build();
        }
    }

    /** The text of several values as one. */
    private static BoundExpression text(List<BoundExpression> fields, Place at) {
        if (fields.size() > MOST) {
            throw at.unsupported("a row of more than " + MOST + " fields");
        }
        List<BoundExpression> texts = new ArrayList<>();
        for (BoundExpression f : fields) {
            texts.add(asText(f, at));
        }
        return Functions.call(
                Functions.sharedLenient("record_" + fields.size(), fields.size(), (in, out) -> {
                    StringBuilder b = new StringBuilder("(");
                    for (int i = 0; i < in.size(); i++) {
                        b.append(i == 0 ? "" : ",");
                        if (!in.isNull(i)) {
                            RowValue.append(in.getText(i), b);
                        }
                    }
                    out.putText(b.append(')').toString());
                }),
                PgTypes.RECORD,
                texts);
    }

    /** A field by its output function. */
    private static BoundExpression asText(BoundExpression f, Place at) {
        if (f instanceof BoundRow r) {
            return asText(r.text(), at);
        }
        if (PgTypes.isRecord(f.type()) && !RowTypes.is(f.type())
                || f.type().name().equals("void")) {
            return BaseTypes.same(f, PgTypes.TEXT);
        }
        if (CatalogNames.is(f.type())) {
            return CatalogNames.text(f, PgTypes.TEXT, at);
        }
        return PgTypes.isUnknown(f.type()) ? PgTypeRules.INSTANCE.cast(f, PgTypes.TEXT, at) : TextFunctions.shown(f);
    }
}
