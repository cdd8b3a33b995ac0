package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        return in.expressions()
                .plain(value, Scope.ofKept("DEFAULT expression", false).withRoutines(), CLAUSE);
    }

    /** Whether the storage applies it by itself: a constant that its language can write. */
    static boolean isInStorage(BoundExpression value) {
        return value instanceof BoundConstant c && !(c.value() instanceof Double);
    }

    /** What the catalog keeps of a default; a sequence by its full name, whatever the search path was. */
    RelationColumn.Default text(Expression written, boolean inStorage) {
        int sequence = inStorage ? 0 : analysis.rules().sequenceOf(bound(written, analysis));
        Relation r = sequence == 0 ? null : analysis.catalog().relation(sequence);
        String text = r == null
                ? KeptRoutines.written(
                        analysis.text(written), analysis, in -> bound(in.rules().expression(in.text()), in))
                : analysis.rules().nextValue(r);
        return new RelationColumn.Default(text, inStorage);
    }

    /** A default of whatever type, to see what it calls. */
    BoundExpression any(Expression written) {
        return bound(written, analysis);
    }

    /** The sequences that a column's default names. */
    Set<Integer> sequences(RelationColumn c) {
        Set<Integer> found = new HashSet<>();
        String source = c.defaultValue().source();
        BoundExpression value;
        try {
            value = bound(analysis.rules().expression(source), analysis.of(source));
        } catch (SqlFailure f) {
            // it has lost what it is written with, and so uses nothing
            return found;
        }
        Columns.each(
                value,
                e -> {
                    int sequence = analysis.rules().sequenceOf(e);
                    if (sequence != 0) {
                        found.add(sequence);
                    }
                    return false;
                },
                column -> {});
        return found;
    }

    /** Whether a statement that leaves the column out has to give its default all the same. */
    static boolean isNeeded(RelationColumn c) {
        return c.identity() != RelationColumn.Identity.NONE
                || c.hasDefault() && !c.defaultValue().inStorage();
    }

    /**
     * What a column gets by default.
     *
     * @param at where errors point to
     */
    BoundExpression of(RelationColumn c, Type type, Relation table, Part at) {
        if (c.identity() != RelationColumn.Identity.NONE) {
            List<Relation> owned = analysis.catalog().ownedSequences(table.id(), c.number());
            for (Relation sequence : owned) {
                if (sequence.sequence().internal()) {
                    return kept(analysis.rules().nextValue(sequence), c, type);
                }
            }
            throw new IllegalStateException("an identity column without its sequence");
        }
        UserType own = c.typeId() == 0 ? null : analysis.catalog().type(c.typeId());
        if (!c.hasDefault() && own != null && own.isDomain() && own.defaultSource() != null && !own.hasArraysIn(c)) {
            return kept(own.defaultSource(), c, type);
        }
        if (!c.hasDefault()) {
            return new Domains(analysis).checked(new BoundConstant(null, type), c.typeId(), analysis.at(at));
        }
        String source = c.defaultValue().source();
        if (source.isEmpty() || !table.own()) {
            throw analysis.at(at)
                    .unsupported(
                            "DEFAULT beside other values of column \"" + c.name() + "\", made by another program,");
        }
        return kept(source, c, type);
    }

    /** A text of the catalog as a value of a column's type. */
    BoundExpression kept(String source, RelationColumn c, Type type) {
        Analysis kept = analysis.of(source);
        BoundExpression value = bound(analysis.rules().expression(source), kept);
        return new Domains(analysis)
                .checked(analysis.rules().assign(value, type, c.name(), kept.at(0)), c.typeId(), kept.at(0));
    }
}
