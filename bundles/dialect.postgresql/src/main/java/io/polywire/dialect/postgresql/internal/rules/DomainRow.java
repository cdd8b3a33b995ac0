package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;

/**
 * Fails for a value that is there and does not meet what its domain is about to demand (validateDomainConstraint of
 * typecmds.c); otherwise false.
 *
 * @param checked whether a condition is the second argument; else the value must not be NULL
 */
record DomainRow(String schema, String table, String column, boolean checked) implements ScalarFunction {
    static DomainRow of(Relation r, RelationColumn c, boolean checked) {
        return new DomainRow(r.schema(), r.name(), c.name(), checked);
    }

    /** A storage knows a function by its name. */
    @Override
    public String name() {
        return "pw_pg_domain_row_" + checked + "_"
                + Integer.toHexString((schema + '.' + table + '.' + column).hashCode());
    }

    @Override
    public int arity() {
        return checked ? 2 : 1;
    }

    @Override
    public void call(FunctionArguments in, FunctionResult out) {
        if (!checked && in.isNull(0)) {
            throw SqlFailure.build(
                            FailureKind.NOT_NULL,
                            "column \"" + column + "\" of table \"" + table + "\" contains null values")
                    .objects(schema, table, column, null)
                    .build();
        }
        if (checked && !in.isNull(1) && in.getLong(1) == 0) {
            throw SqlFailure.build(
                            FailureKind.CHECK,
                            "column \"" + column + "\" of table \"" + table
                                    + "\" contains values that violate the new constraint")
                    .objects(schema, table, column, null)
                    .build();
        }
        out.putLong(0);
    }
}
