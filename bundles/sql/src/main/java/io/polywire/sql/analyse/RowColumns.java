package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundExpression;
import java.util.Map;

/** What a front dialect's rows have beside the columns of their relation, which a star does not give. Stateless. */
public interface RowColumns {
    /** What a dialect has whose rows have nothing of the kind. */
    RowColumns NONE = new RowColumns() {};

    /** Name and type of the column that tells where a row of a table stands, which is its number in the storage; null for none. */
    default Map.Entry<String, Type> place() {
        return null;
    }

    /** Those of the rows of every relation, by name; the argument is the relation's number. */
    default Map<String, BoundExpression> of(long relation) {
        return Map.of();
    }

    /**
     * Those that the rows of an INSERT have besides.
     *
     * @param place the number of the row
     * @param source number of the table as a source; negative if no row is updated in place of one that is there
     */
    default Map<String, BoundExpression> inserted(BoundExpression place, int source) {
        return Map.of();
    }

    /**
     * A condition that never holds, and by which {@link #inserted} knows what has become of a row.
     *
     * @param place the number of the row that is updated; null before any is
     * @param source number of the table as a source
     */
    default BoundExpression updating(BoundExpression place, int source) {
        throw SqlFailure.unsupported("a column that tells whether a row was updated");
    }
}
