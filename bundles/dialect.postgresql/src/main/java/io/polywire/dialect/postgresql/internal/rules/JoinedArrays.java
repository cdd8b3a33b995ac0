package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * array_to_string where no array is needed for it: the texts of ARRAY(SELECT ...) are put together by the storage itself, as
 * the catalogs' clients ask for each of many objects of which hardly any has a text; and nothing is called for an array that is
 * not there.
 */
final class JoinedArrays {
    /** Types whose values are kept as the text that they are in an array. */
    private static final Set<Type> TEXTS = Set.of(PgTypes.TEXT, PgTypes.NAME);

    private JoinedArrays() {}

    /**
     * The elements of an array that are not NULL with a text between them.
     *
     * @param call makes a call of the function, of an array
     */
    static BoundExpression of(BoundExpression array, BoundExpression between, UnaryOperator<BoundExpression> call) {
        BoundExpression texts = texts(array, between);
        if (texts != null) {
            return texts;
        }
        if (array instanceof BoundCase c
                && c.results().size() == 1
                && isNull(c.otherwise())
                && c.conditions().get(0) instanceof OperationValue there
                && there.operation() == Operation.IS_NOT_NULL) {
            // NULL is NULL
            return ifThere(there.operands().get(0), call.apply(c.results().get(0)));
        }
        return call.apply(array);
    }

    /** A strict function's call for what is a column: not called where that is NULL. */
    static BoundExpression ifThere(BoundExpression value, BoundExpression call) {
        return value instanceof BoundColumn
                ? new BoundCase(
                        List.of(Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, value)),
                        List.of(call),
                        null,
                        call.type())
                : call;
    }

    private static boolean isNull(BoundExpression e) {
        return e == null || e instanceof BoundConstant c && c.value() == null;
    }

    private static BoundExpression texts(BoundExpression array, BoundExpression between) {
        if (!(between instanceof BoundConstant b)
                || !(b.value() instanceof String)
                || !(array instanceof BoundSubquery s)
                || s.exists()
                || !(s.query().body() instanceof BoundBody.Select body)
                || !(body.outputs().get(0).value() instanceof AggregateValue all)
                || !(all.aggregate() instanceof Aggregate.Own own)
                || !RowsFunctions.isOfQuery(own.function())
                || !TEXTS.contains(PgTypes.plain(all.arguments().get(0).type()))) {
            return null;
        }
        List<BoundExpression> arguments = new ArrayList<>(all.arguments());
        arguments.add(between);
        AggregateValue joined = new AggregateValue(Aggregate.Standard.JOIN_TEXTS, arguments, false, null, PgTypes.TEXT);
        BoundBody put = new BoundBody.Select(
                false,
                List.of(new BoundOutput(body.outputs().get(0).name(), joined)),
                body.from(),
                body.where(),
                body.grouped(),
                body.groupBy(),
                body.having());
        BoundQuery query = new BoundQuery(
                put, s.query().orderBy(), s.query().limit(), s.query().offset());
        // an array without elements is a text without characters
        return new OperationValue(
                Operation.COALESCE,
                List.of(new BoundSubquery(false, query, PgTypes.TEXT), new BoundConstant("", PgTypes.TEXT)),
                PgTypes.TEXT);
    }
}
