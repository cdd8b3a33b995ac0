package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.SystemRelation;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Names of types by their numbers, as format_type gives them; and what asks for the types of which such a name is true, the
 * other way round: as a list of numbers that is made once, instead of a name for each row.
 */
final class NamesOfTypes {
    /** The name of what is none. */
    static final String UNKNOWN = "???";

    private static final String NAME = "name";
    /** A number that no object has. */
    private static final long NONE = -1;

    private NamesOfTypes() {}

    /** The name of a type without a modifier; NULL for NULL. */
    static BoundExpression of(BoundExpression oid, Place at) {
        BoundExpression known = CatalogFunctions.lookup(
                CatalogRelations.names("regtype", at.catalog()), SystemRelation.OID, oid, NAME, at);
        return new BoundCase(
                List.of(Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, oid)),
                List.of(new OperationValue(
                        Operation.COALESCE, List.of(known, new BoundConstant(UNKNOWN, PgTypes.TEXT)), PgTypes.TEXT)),
                new BoundConstant(null, PgTypes.TEXT),
                PgTypes.TEXT);
    }

    /**
     * A condition on such a name, as one on the number that the name is of.
     *
     * @param name what may be such a name of a column
     * @param condition makes the condition on a column of names; it is not true of {@link #UNKNOWN}. May give null
     * @return null if it is no such name, or there is no condition
     */
    static BoundExpression where(BoundExpression name, UnaryOperator<BoundExpression> condition) {
        if (!(name instanceof BoundCase c)
                || c.results().size() != 1
                || !(c.results().get(0) instanceof OperationValue known)
                || known.operation() != Operation.COALESCE
                || !(known.operands().get(0) instanceof BoundSubquery s)
                || !(s.query().body() instanceof BoundBody.Select body)
                || !(body.from() instanceof BoundSource.System from)
                || !from.relation().name().equals(CatalogRelations.NAMES_OF_TYPES)
                || !(c.conditions().get(0) instanceof OperationValue there)
                || there.operation() != Operation.IS_NOT_NULL
                || !(there.operands().get(0) instanceof BoundColumn)) {
            return null;
        }
        BoundExpression asked = condition.apply(new BoundColumn(from.number(), NAME, PgTypes.TEXT, false));
        if (asked == null) {
            return null;
        }
        BoundColumn oid = new BoundColumn(from.number(), SystemRelation.OID, PgTypes.OID, false);
        BoundBody found = select(from, oid, asked);
        // NULL is in no list that is empty, and here the answer for it is NULL
        BoundBody none = select(null, new BoundConstant(NONE, PgTypes.OID), null);
        BoundBody all = new BoundBody.Combined(BoundBody.Kind.UNION, true, query(found), query(none));
        return new InSubquery(there.operands().get(0), query(all), false, PgTypes.BOOL);
    }

    private static BoundBody select(BoundSource from, BoundExpression value, BoundExpression where) {
        return new BoundBody.Select(false, List.of(new BoundOutput("c1", value)), from, where, false, List.of(), null);
    }

    private static BoundQuery query(BoundBody body) {
        return new BoundQuery(body, List.of(), null, null);
    }
}
