package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.Operation;
import java.util.ArrayList;
import java.util.List;

/** Rows as JSON objects (composite_to_json of json.c): row_to_json, to_json, json_agg and the like of a row. */
final class JsonRecords {
    /** Fields that one function takes; SQLite has a bound of its own. */
    private static final int AT_ONCE = 50;

    /** Keys with their quotes and colons, one a line; then as many values. */
    private static final ScalarFunction FIELDS = Functions.lenient("json_fields", -1, (in, out) -> {
        String[] keys = in.getText(0).split("\n", -1);
        String between = in.getText(1);
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < keys.length; i++) {
            s.append(i == 0 ? "" : between).append(keys[i]).append(in.isNull(i + 2) ? "null" : in.getText(i + 2));
        }
        out.putText(s.toString());
    });

    private JsonRecords() {}

    static void register(Registry r) {
        r.function("row_to_json", (a, t) -> object(a.get(0), false), PgTypes.JSON, PgTypes.RECORD);
        r.function(
                "row_to_json",
                (a, t) -> {
                    if (!(a.get(1) instanceof BoundConstant c)) {
                        throw io.polywire.api.error.SqlFailure.unsupported(
                                "row_to_json with a second argument that is no constant");
                    }
                    return c.isNull()
                            ? new BoundConstant(null, PgTypes.JSON)
                            : object(a.get(0), ((Number) c.value()).longValue() != 0);
                },
                PgTypes.JSON,
                PgTypes.RECORD,
                PgTypes.BOOL);
    }

    private static BoundExpression object(BoundExpression e, boolean lines) {
        BoundExpression text = e instanceof BoundRow row
                ? of(row, lines)
                : RowTypes.is(e.type()) ? RowTypes.json(e, lines) : JsonOutput.of(e);
        return BaseTypes.same(text, PgTypes.JSON);
    }

    /** The text of an object; {@code lines} begins a line for each field but the first. */
    static BoundExpression of(BoundRow row, boolean lines) {
        BoundExpression all = new BoundConstant("{", PgTypes.TEXT);
        String between = lines ? ",\n " : ",";
        for (int from = 0; from < row.fields().size(); from += AT_ONCE) {
            int to = Math.min(row.fields().size(), from + AT_ONCE);
            StringBuilder keys = new StringBuilder();
            List<BoundExpression> arguments = new ArrayList<>();
            for (int i = from; i < to; i++) {
                keys.append(i == from ? "" : "\n")
                        .append(Jsonb.quote(row.names().get(i)))
                        .append(':');
                arguments.add(JsonOutput.of(row.fields().get(i)));
            }
            arguments.add(0, new BoundConstant(keys.toString(), PgTypes.TEXT));
            arguments.add(1, new BoundConstant(between, PgTypes.TEXT));
            BoundExpression part = Functions.call(FIELDS, PgTypes.TEXT, arguments);
            all = Functions.operation(Operation.CONCAT, PgTypes.TEXT, all, part);
            if (to < row.fields().size()) {
                all = Functions.operation(
                        Operation.CONCAT, PgTypes.TEXT, all, new BoundConstant(between, PgTypes.TEXT));
            }
        }
        all = Functions.operation(Operation.CONCAT, PgTypes.TEXT, all, new BoundConstant("}", PgTypes.TEXT));
        return row.present() == null
                ? all
                : new BoundCase(
                        List.of(row.present()), List.of(all), new BoundConstant(null, PgTypes.TEXT), PgTypes.TEXT);
    }
}
