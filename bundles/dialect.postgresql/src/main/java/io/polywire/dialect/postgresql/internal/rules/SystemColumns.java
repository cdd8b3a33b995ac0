package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.RowPlace;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Columns that every table has beside its own: ctid, which is the row's number in the storage, tableoid, and xmin of the tables
 * of pg_catalog.
 *
 * <p>Which transaction wrote a row of a catalog is not kept. All of them have the number that a transaction was given last, as
 * if they had been written just now: who asks for what is newer than something that he has seen gets all, and never too little.
 */
final class SystemColumns {
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

    static Map<String, BoundExpression> of(long relation) {
        BoundExpression table = new BoundConstant(relation, PgTypes.OID);
        return TABLES.contains(relation)
                ? Map.of("tableoid", table, "xmin", Functions.call(LAST, PgTypes.named("xid"), List.of()))
                : Map.of("tableoid", table);
    }

    static void register(Registry r) {
        ScalarFunction text = Functions.strict("tid_text", 1, (in, out) -> out.putText(RowPlace.text(in.getLong(0))));
        r.type(TypeSupport.of(PgTypes.TID, RowPlace::read, TypeSupport.output(text)));
        r.aggregate("min", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MIN, a), PgTypes.TID, PgTypes.TID);
        r.aggregate("max", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MAX, a), PgTypes.TID, PgTypes.TID);
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
