package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.RowPlace;
import io.polywire.sql.analyse.RowColumns;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Columns that every table has beside its own: ctid, which is the row's number in the storage, tableoid, xmin of the tables
 * of pg_catalog, and xmax of the rows that an INSERT gives back.
 *
 * <p>Which transaction wrote a row of a catalog is not kept. All of them have the number that a transaction was given last, as
 * if they had been written just now: who asks for what is newer than something that he has seen gets all, and never too little.
 */
final class SystemColumns implements RowColumns {
    static final SystemColumns INSTANCE = new SystemColumns();

    private static final long XIDS = 0xFFFF_FFFFL;
    /** Numbers below are of no transaction (transam.h). */
    private static final long FIRST_NORMAL = 3;

    /** Where a row stands: the number that the storage has given it, which an UPDATE keeps. */
    static final Map.Entry<String, Type> PLACE = Map.entry("ctid", PgTypes.TID);

    private SystemColumns() {}

    private static final ScalarFunction LAST = Functions.ofSession(
            "xmin_of_catalogs", 0, (in, out) -> out.putLong(in.context().lastTransactionId() & XIDS));

    /** The tables of pg_catalog. */
    private static final Set<Long> TABLES = java.util.stream.StreamSupport.stream(
                    CatalogData.definitions().spliterator(), false)
            .filter(d -> d.kind() == 'r')
            .map(CatalogData.Definition::oid)
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public Map.Entry<String, Type> place() {
        return PLACE;
    }

    @Override
    public Map<String, BoundExpression> of(long relation) {
        BoundExpression table = new BoundConstant(relation, PgTypes.OID);
        return TABLES.contains(relation)
                ? Map.of("tableoid", table, "xmin", Functions.call(LAST, PgTypes.named("xid"), List.of()))
                : Map.of("tableoid", table);
    }

    /** Of a row that was inserted: nobody has deleted or locked it. */
    private static final ScalarFunction INSERTED = Functions.strict("xmax_inserted", 1, (in, out) -> out.putLong(0));

    /** Of a row that was inserted or updated: PostgreSQL's has the lock under which it was updated. */
    private static final ScalarFunction UPSERTED = new OfRow(
            "pw_pg_xmax_upserted",
            (in, out) -> out.putLong(
                    in.context().isUpdating(in.getLong(0), in.getLong(1))
                            ? in.context().transactionId() & XIDS
                            : 0));

    private static final ScalarFunction UPDATING = new OfRow("pw_pg_xmax_updating", (in, out) -> {
        in.context().updating(in.getLong(0), in.getLong(1));
        out.putLong(0);
    });

    private static final long NO_TABLE = -1;

    /** One about the row of a statement that changes; run again, the statement gets the same from it. */
    private record OfRow(String name, Functions.Body body) implements ScalarFunction {
        @Override
        public int arity() {
            return 2;
        }

        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            body.call(in, out);
        }
    }

    /** What a row of an INSERT has: xmax, 0 if it was inserted. */
    @Override
    public Map<String, BoundExpression> inserted(BoundExpression place, int source) {
        return Map.of(
                "xmax",
                source < 0
                        ? Functions.call(INSERTED, PgTypes.XID, List.of(place))
                        : Functions.call(UPSERTED, PgTypes.XID, List.of(number(source), place)));
    }

    /** Notes a row, or forgets the one that was noted; never true. */
    @Override
    public BoundExpression updating(BoundExpression place, int source) {
        return Functions.call(
                UPDATING,
                PgTypes.BOOL,
                place == null ? List.of(number(NO_TABLE), number(0)) : List.of(number(source), place));
    }

    private static BoundExpression number(long value) {
        return new BoundConstant(value, PgTypes.INT8);
    }

    private static boolean isNumber(FunctionArguments in) {
        return in.getLong(0) == (in.getLong(1) & XIDS);
    }

    /** Places of the log, which nothing here has: columns of the catalogs are of the type. */
    static final ScalarFunction PLACE_TEXT = Functions.strict(
            "lsn_text",
            1,
            (in, out) -> out.putText(String.format("%X/%X", in.getLong(0) >>> 32, in.getLong(0) & 0xFFFF_FFFFL)));

    static void register(Registry r) {
        ScalarFunction text = Functions.strict("tid_text", 1, (in, out) -> out.putText(RowPlace.text(in.getLong(0))));
        r.type(TypeSupport.of(PgTypes.TID, RowPlace::read, TypeSupport.output(text)));
        r.aggregate("min", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MIN, a), PgTypes.TID, PgTypes.TID);
        r.aggregate("max", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MAX, a), PgTypes.TID, PgTypes.TID);
        // the integer is taken for a number without a sign (xideqint4)
        r.javaOperator(
                Functions.strict("xid_is", 2, (in, out) -> out.putLong(isNumber(in) ? 1 : 0)),
                "=",
                PgTypes.BOOL,
                PgTypes.XID,
                PgTypes.INT4);
        r.javaOperator(
                Functions.strict("xid_is_not", 2, (in, out) -> out.putLong(isNumber(in) ? 0 : 1)),
                "<>",
                PgTypes.BOOL,
                PgTypes.XID,
                PgTypes.INT4);
        ScalarFunction age = Functions.ofSession("xid_age", 1, (in, out) -> {
            if (in.isNull(0)) {
                return;
            }
            long own = in.context().assignedTransactionId();
            long now = own != 0 ? own : in.context().lastTransactionId() + 1;
            long of = in.getLong(0);
            out.putLong(of < FIRST_NORMAL ? Integer.MAX_VALUE : (int) (now - of));
        });
        r.java(age, "age", PgTypes.INT4, PgTypes.named("xid"));
        // no row is locked by several: of the numbers that such locks have, none was given
        ScalarFunction lockAge = Functions.strict(
                "mxid_age", 1, (in, out) -> out.putLong(in.getLong(0) == 0 ? Integer.MAX_VALUE : 1 - in.getLong(0)));
        r.java(lockAge, "mxid_age", PgTypes.INT4, PgTypes.named("xid"));
        ScalarFunction blocking = Functions.ofSession("blocking_pids", 1, (in, out) -> {
            if (!in.isNull(0)) {
                out.putText(in.context().blockers(in.getLong(0)).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",", "{", "}")));
            }
        });
        r.java(blocking, "pg_blocking_pids", PgTypes.arrayOf(PgTypes.INT4), PgTypes.INT4);
    }
}
