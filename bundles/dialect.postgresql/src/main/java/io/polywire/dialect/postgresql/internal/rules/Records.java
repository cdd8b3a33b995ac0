package io.polywire.dialect.postgresql.internal.rules;

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

    /** The text of several values as one. */
    static BoundExpression text(List<BoundExpression> fields, Place at) {
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
                            append(in.getText(i), b);
                        }
                    }
                    out.putText(b.append(')').toString());
                }),
                PgTypes.RECORD,
                texts);
    }

    /** Text that is equal for equal rows. */
    static BoundExpression key(BoundRow row, Place at) {
        List<BoundExpression> keys = new ArrayList<>();
        row.fields().forEach(f -> keys.add(PgTypeRules.INSTANCE.orderKey(f, at)));
        return BaseTypes.same(text(keys, at), PgTypes.TEXT);
    }

    /** A field by its output function. */
    private static BoundExpression asText(BoundExpression f, Place at) {
        if (f instanceof BoundRow r) {
            return BaseTypes.same(r.text(), PgTypes.TEXT);
        }
        if (PgTypes.isRecord(f.type()) || f.type().name().equals("void")) {
            return BaseTypes.same(f, PgTypes.TEXT);
        }
        return PgTypes.isUnknown(f.type()) ? PgTypeRules.INSTANCE.cast(f, PgTypes.TEXT, at) : TextFunctions.shown(f);
    }

    private static void append(String s, StringBuilder b) {
        boolean quoted = s.isEmpty();
        for (int i = 0; i < s.length() && !quoted; i++) {
            char c = s.charAt(i);
            quoted = c == '"' || c == '\\' || c == '(' || c == ')' || c == ',' || isSpace(c);
        }
        if (!quoted) {
            b.append(s);
            return;
        }
        b.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                b.append(c);
            }
            b.append(c);
        }
        b.append('"');
    }

    /** isspace of the C library in the C locale. */
    private static boolean isSpace(char c) {
        return c == ' ' || c >= 9 && c <= 13;
    }
}
