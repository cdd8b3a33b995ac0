package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Part;

/** What columns get where a statement gives them no value. */
final class Defaults {
    private static final String CLAUSE = "DEFAULT expressions";

    private final Analysis analysis;

    Defaults(Analysis analysis) {
        this.analysis = analysis;
    }

    /** The default of a definition, brought to the column's type. */
    BoundExpression define(Expression value, Type type, String column) {
        BoundExpression bound = bound(value, analysis);
        try {
            return analysis.rules().assign(bound, type, column, analysis.at(value));
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.TYPE_MISMATCH) {
                throw f;
            }
            throw SqlFailure.build(f.kind(), f.getMessage().replace(" but expression ", " but default expression "))
                    .sqlState(f.sqlState())
                    .hint(f.hint())
                    .build();
        }
    }

    private static BoundExpression bound(Expression value, Analysis in) {
        return in.expressions().plain(value, Scope.ofKept("DEFAULT expression", false), CLAUSE);
    }

    /** Whether the storage applies it by itself: a constant that its language can write. */
    static boolean isInStorage(BoundExpression value) {
        return value instanceof BoundConstant c && !(c.value() instanceof Double);
    }

    /** Whether a statement that leaves the column out has to give its default all the same. */
    static boolean isNeeded(RelationColumn c) {
        return c.hasDefault() && !c.defaultValue().inStorage();
    }

    /**
     * What a column gets by default.
     *
     * @param at where errors point to
     */
    BoundExpression of(RelationColumn c, Type type, Relation table, Part at) {
        if (!c.hasDefault()) {
            return new BoundConstant(null, type);
        }
        String source = c.defaultValue().source();
        if (source.isEmpty() || !table.own()) {
            throw analysis.at(at)
                    .unsupported(
                            "DEFAULT beside other values of column \"" + c.name() + "\", made by another program,");
        }
        Analysis kept = analysis.of(source);
        BoundExpression value = bound(analysis.rules().expression(source), kept);
        return analysis.rules().assign(value, type, c.name(), kept.at(0));
    }
}
