package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundExpression;
import java.util.List;

/** json_agg, json_object_agg and those of jsonb: over values that were made JSON before. */
final class JsonAggregates {
    private static final AggregateFunction ARRAY =
            StandardAggregates.own("json_agg", 1, () -> new Collecting(false, false, false));
    private static final AggregateFunction LINES =
            StandardAggregates.own("json_agg_lines", 1, () -> new Collecting(false, true, false));
    private static final AggregateFunction ARRAY_BINARY =
            StandardAggregates.own("jsonb_agg", 1, () -> new Collecting(false, false, true));
    private static final AggregateFunction OBJECT =
            StandardAggregates.own("json_object_agg", 2, () -> new Collecting(true, false, false));
    private static final AggregateFunction OBJECT_BINARY =
            StandardAggregates.own("jsonb_object_agg", 2, () -> new Collecting(true, false, true));

    private JsonAggregates() {}

    static void register(Registry r) {
        r.aggregate(
                "json_agg",
                (a, t) -> parts(
                        JsonOutput.isStructured(a.get(0).type()) ? LINES : ARRAY, List.of(JsonOutput.of(a.get(0)))),
                PgTypes.JSON,
                PgTypes.ANYELEMENT);
        r.aggregate(
                "jsonb_agg",
                (a, t) -> parts(ARRAY_BINARY, List.of(JsonOutput.of(a.get(0)))),
                PgTypes.JSONB,
                PgTypes.ANYELEMENT);
        r.aggregate("json_object_agg", (a, t) -> parts(OBJECT, pair(a)), PgTypes.JSON, PgTypes.ANY, PgTypes.ANY);
        r.aggregate(
                "jsonb_object_agg", (a, t) -> parts(OBJECT_BINARY, pair(a)), PgTypes.JSONB, PgTypes.ANY, PgTypes.ANY);
    }

    private static List<BoundExpression> pair(List<BoundExpression> a) {
        return List.of(JsonOutput.key(a.get(0)), JsonOutput.of(a.get(1)));
    }

    private static Registry.AggregateParts parts(AggregateFunction f, List<BoundExpression> arguments) {
        return new Registry.AggregateParts(new Aggregate.Own(f), arguments);
    }

    private static final class Collecting implements AggregateFunction.Accumulator {
        private final boolean object;
        private final boolean lines;
        private final boolean binary;
        private StringBuilder text;

        Collecting(boolean object, boolean lines, boolean binary) {
            this.object = object;
            this.lines = lines;
            this.binary = binary;
        }

        @Override
        public void add(FunctionArguments in) {
            if (object && in.isNull(0)) {
                throw Jsonb.invalid("field name must not be null");
            }
            int value = object ? 1 : 0;
            if (text == null) {
                text = new StringBuilder(object ? "{ " : "[");
            } else {
                text.append(", ").append(lines && !in.isNull(value) ? "\n " : "");
            }
            if (object) {
                text.append(in.getText(0)).append(" : ");
            }
            text.append(in.isNull(value) ? "null" : in.getText(value));
        }

        @Override
        public void result(FunctionResult out) {
            if (text == null) {
                out.putNull();
                return;
            }
            String all = text + (object ? " }" : "]");
            out.putText(binary ? Jsonb.text(Jsonb.read(all)) : all);
        }
    }
}
