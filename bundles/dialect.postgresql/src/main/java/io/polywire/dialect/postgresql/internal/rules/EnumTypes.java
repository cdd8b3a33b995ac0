package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.EnumLabels;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;

/** Enumerations (manual, 8.7 and 9.10): values are their labels, and compare by the labels' places. */
final class EnumTypes {
    private EnumTypes() {}

    /** The type that an enumeration is in a database as somebody sees it. */
    static Type of(UserType t, CatalogSnapshot catalog) {
        String name = t.name();
        boolean visible = catalog.type(name) == t && ServerCatalog.all().type(name) == null;
        return new Type(TypeKind.ENUM, visible ? name : t.schema() + "." + name, t.id(), 0, 0, 0, null, t.labels());
    }

    static void register(Registry r) {
        r.types(TypeKind.ENUM, EnumTypes::support);
        r.function("enum_first", (a, t) -> end(a.get(0).type(), false), PgTypes.ANYENUM, PgTypes.ANYENUM);
        r.function("enum_last", (a, t) -> end(a.get(0).type(), true), PgTypes.ANYENUM, PgTypes.ANYENUM);
        r.aggregate("min", extreme(-1), PgTypes.ANYENUM, PgTypes.ANYENUM);
        r.aggregate("max", extreme(1), PgTypes.ANYENUM, PgTypes.ANYENUM);
        r.function(
                "enum_range",
                (a, t) -> new BoundConstant(array(a.get(0).type().labels()), t),
                PgTypes.ANYARRAY,
                PgTypes.ANYENUM);
        r.function(
                "enum_range",
                (a, t) -> Functions.call(new Range(a.get(0).type()), t, a),
                PgTypes.ANYARRAY,
                PgTypes.ANYENUM,
                PgTypes.ANYENUM);
    }

    private static Registry.AggregateMaker extreme(int sign) {
        return (a, t) -> new Registry.AggregateParts(
                new Aggregate.Own(new Extreme(a.get(0).type(), sign)), a);
    }

    private static TypeSupport support(Type t) {
        return new TypeSupport(
                t, text -> EnumLabels.read(text, t), new Input(t), BaseTypes::same, new Place(t), null, null);
    }

    private static BoundExpression end(Type t, boolean last) {
        List<String> labels = t.labels();
        if (labels.isEmpty()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "enum " + t.name() + " contains no values")
                    .sqlState("55000")
                    .build();
        }
        return new BoundConstant(labels.get(last ? labels.size() - 1 : 0), t);
    }

    private static String array(List<String> labels) {
        StringBuilder out = new StringBuilder("{");
        for (String l : labels) {
            boolean plain = l.matches("[^\\s{}\",\\\\]+") && !l.equalsIgnoreCase("null");
            out.append(out.length() == 1 ? "" : ",")
                    .append(plain ? l : '"' + l.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return out.append('}').toString();
    }

    /**
     * One name for each version of an enumeration: a storage knows a function by its name. The type's name is no part of it: it
     * may become another one, and is another one for who has not its schema in the search path.
     */
    private static String named(String what, Type t) {
        return "pw_pg_enum_" + what + "_" + t.id() + "_" + t.labels().size() + "_"
                + Integer.toHexString(t.labels().hashCode());
    }

    /** enum_in at run time. */
    private record Input(Type type, List<String> labels) implements ScalarFunction {
        Input(Type type) {
            this(type, type.labels());
        }

        @Override
        public String name() {
            return named("in", type);
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            if (in.isNull(0)) {
                out.putNull();
            } else {
                out.putText(EnumLabels.read(in.getText(0), type));
            }
        }
    }

    /** The place of a label, which values are compared by. */
    private record Place(Type type, List<String> labels) implements ScalarFunction {
        Place(Type type) {
            this(type, type.labels());
        }

        @Override
        public String name() {
            return named("key", type);
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            if (in.isNull(0)) {
                out.putNull();
            } else {
                out.putLong(labels.indexOf(in.getText(0)));
            }
        }
    }

    /** min and max: of the labels' places. */
    private record Extreme(Type type, List<String> labels, int sign) implements AggregateFunction {
        Extreme(Type type, int sign) {
            this(type, type.labels(), sign);
        }

        @Override
        public String name() {
            return named(sign < 0 ? "min" : "max", type);
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Accumulator begin() {
            return new StandardAggregates.Extreme(sign, l -> String.valueOf((char) labels.indexOf(l)));
        }
    }

    /** enum_range of two ends, of which NULL is the outermost. */
    private record Range(Type type, List<String> labels) implements ScalarFunction {
        Range(Type type) {
            this(type, type.labels());
        }

        @Override
        public String name() {
            return named("range", type);
        }

        @Override
        public int arity() {
            return 2;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            int from = in.isNull(0) ? 0 : labels.indexOf(in.getText(0));
            int to = in.isNull(1) ? labels.size() - 1 : labels.indexOf(in.getText(1));
            out.putText(array(from > to ? List.of() : new ArrayList<>(labels.subList(from, to + 1))));
        }
    }
}
