package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sequences (manual, 9.17) and the types that are made of them (8.1.4). */
final class SequenceFunctions {
    private record Counting(String name, int arity, boolean repeatable, Functions.Body body) implements ScalarFunction {
        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public boolean usesSequences() {
            return true;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            for (int i = 0; i < in.size(); i++) {
                if (in.isNull(i)) {
                    out.putNull();
                    return;
                }
            }
            body.call(in, out);
        }
    }

    private static final ScalarFunction NEXT = new Counting(
            "pw_pg_nextval",
            1,
            true,
            (in, out) -> out.putLong(in.context().sequences().next(in.getLong(0))));
    private static final ScalarFunction CURRENT = new Counting(
            "pw_pg_currval",
            1,
            false,
            (in, out) -> out.putLong(in.context().sequences().current(in.getLong(0))));
    private static final ScalarFunction LAST = new Counting(
            "pw_pg_lastval",
            0,
            false,
            (in, out) -> out.putLong(in.context().sequences().last()));
    private static final ScalarFunction SET = new Counting("pw_pg_setval", 2, false, (in, out) -> {
        in.context().sequences().set(in.getLong(0), in.getLong(1), true);
        out.putLong(in.getLong(1));
    });
    private static final ScalarFunction SET_CALLED = new Counting("pw_pg_setval_called", 3, false, (in, out) -> {
        in.context().sequences().set(in.getLong(0), in.getLong(1), in.getLong(2) != 0);
        out.putLong(in.getLong(1));
    });
    private static final ScalarFunction VALUE = new Counting(
            "pw_pg_sequence_value",
            1,
            false,
            (in, out) -> out.putLong(in.context().sequences().value(in.getLong(0))));
    private static final ScalarFunction IS_CALLED = new Counting(
            "pw_pg_sequence_is_called",
            1,
            false,
            (in, out) -> out.putLong(in.context().sequences().isCalled(in.getLong(0)) ? 1 : 0));
    private static final ScalarFunction LAST_VALUE = new Counting("pw_pg_sequence_last_value", 1, false, (in, out) -> {
        if (in.context().sequences().isCalled(in.getLong(0))) {
            out.putLong(in.context().sequences().value(in.getLong(0)));
        }
    });

    private SequenceFunctions() {}

    static void register(Registry r) {
        r.java(NEXT, "nextval", PgTypes.INT8, PgTypes.REGCLASS);
        r.java(CURRENT, "currval", PgTypes.INT8, PgTypes.REGCLASS);
        r.java(LAST, "lastval", PgTypes.INT8);
        r.java(SET, "setval", PgTypes.INT8, PgTypes.REGCLASS, PgTypes.INT8);
        r.java(SET_CALLED, "setval", PgTypes.INT8, PgTypes.REGCLASS, PgTypes.INT8, PgTypes.BOOL);
        r.java(LAST_VALUE, "pg_sequence_last_value", PgTypes.INT8, PgTypes.REGCLASS);
    }

    /** The type under serial and its like; null for any other. */
    static Type numbered(TypeName name) {
        if (name.name().parts().size() != 1 || !name.modifiers().isEmpty() || name.setOf() || name.ofColumn()) {
            return null;
        }
        Type type = switch (name.name().last().name()) {
            case "serial", "serial4" -> PgTypes.INT4;
            case "bigserial", "serial8" -> PgTypes.INT8;
            case "smallserial", "serial2" -> PgTypes.INT2;
            default -> null;
        };
        if (type != null && !name.dimensions().isEmpty()) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "array of serial is not implemented");
        }
        return type;
    }

    private static final Set<String> OF_REGCLASS = Set.of("nextval", "currval", "setval", "pg_sequence_last_value");

    /** A call of a function that is told its sequence or table by name; null for any other. */
    static BoundExpression call(String name, List<BoundExpression> given, Place at) {
        if (!OF_REGCLASS.contains(name) || given.isEmpty()) {
            return null;
        }
        List<BoundExpression> arguments = new ArrayList<>(given);
        arguments.set(0, CatalogNames.named(given.get(0), PgTypes.REGCLASS, at));
        return FunctionCalls.call(name, arguments, List.of(), false, at);
    }

    /** pg_get_serial_sequence of ruleutils.c for a table and a column that are named by constants; null for others. */
    static BoundExpression owned(List<BoundExpression> given, Place at) {
        BoundExpression table = given.get(0);
        BoundExpression column = given.get(1);
        if (!(table instanceof BoundConstant t) || !(column instanceof BoundConstant c)) {
            return null;
        }
        if (t.isNull() || c.isNull()) {
            return new BoundConstant(null, PgTypes.TEXT);
        }
        BoundConstant id = (BoundConstant) CatalogNames.named(table, PgTypes.REGCLASS, at);
        Relation r = at.catalog().relation(((Long) id.value()).intValue());
        int i = r == null ? -1 : r.index(c.value().toString());
        if (i < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + c.value() + "\" of relation \"" + (r == null ? t.value() : r.name())
                            + "\" does not exist");
        }
        for (Relation s : at.catalog().ownedSequences(r.id(), r.columns().get(i).number())) {
            return new BoundConstant(qualified(s), PgTypes.TEXT);
        }
        return new BoundConstant(null, PgTypes.TEXT);
    }

    private static String qualified(Relation r) {
        return CatalogFunctions.quoted(r.schema()) + "." + CatalogFunctions.quoted(r.name());
    }

    /** The expression that takes the next value; with the schema, so that any search path reads it. */
    static String next(Relation sequence) {
        return "nextval('" + qualified(sequence).replace("'", "''") + "'::regclass)";
    }

    /** The sequence whose next value an expression takes; 0 where it takes none, or none that is known by now. */
    static int sequenceOf(BoundExpression e) {
        return e instanceof FunctionValue f
                        && f.function() == NEXT
                        && f.arguments().get(0) instanceof BoundConstant c
                        && c.value() instanceof Long id
                ? id.intValue()
                : 0;
    }

    static BoundExpression nextOf(Relation sequence) {
        return Functions.call(NEXT, PgTypes.INT8, new BoundConstant((long) sequence.id(), PgTypes.REGCLASS));
    }

    /** What SELECT from a sequence gives. */
    static BoundQuery rows(Relation sequence) {
        BoundExpression id = new BoundConstant((long) sequence.id(), PgTypes.REGCLASS);
        List<BoundOutput> outputs = new ArrayList<>();
        outputs.add(new BoundOutput("last_value", Functions.call(VALUE, PgTypes.INT8, id)));
        outputs.add(new BoundOutput("log_cnt", new BoundConstant(0L, PgTypes.INT8)));
        outputs.add(new BoundOutput("is_called", Functions.call(IS_CALLED, PgTypes.BOOL, id)));
        return new BoundQuery(
                new BoundBody.Select(false, outputs, null, null, false, List.of(), null), List.of(), null, null);
    }
}
