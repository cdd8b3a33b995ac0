package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SequenceDefinition;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.SequenceOption;
import java.util.List;
import java.util.function.IntSupplier;

/** Finds out what the definition of a column means: of CREATE TABLE and of ADD COLUMN. */
final class ColumnBinder {
    private final Analysis analysis;
    private final SchemaNames names;
    private final IntSupplier ids;

    ColumnBinder(Analysis analysis, SchemaNames names, IntSupplier ids) {
        this.analysis = analysis;
        this.names = names;
        this.ids = ids;
    }

    /**
     * A column.
     *
     * @param column what it is
     * @param type its type
     * @param value its default, which may be that of its domain; null if it has none, is an identity column or takes values of its own new sequence
     * @param generated what it is worked out from, or null; to be bound when all columns are known
     * @param sequence one that it comes with, or null
     */
    record Defined(RelationColumn column, Type type, BoundExpression value, Expression generated, Relation sequence) {
        /** Its default where the storage applies it by itself, else null. */
        BoundConstant stored() {
            return value != null && column.hasDefault() && Defaults.isInStorage(value) ? (BoundConstant) value : null;
        }
    }

    /** @param number that it gets */
    Defined define(ColumnDefinition c, Relation table, int number) {
        if (c.compression() != null) {
            throw analysis.at(c).unsupported("a column with COMPRESSION");
        }
        String name = c.name().name();
        SchemaNames.refusePseudo(name, c.type(), analysis.rules());
        Type numbered = analysis.rules().numbered(c.type());
        Type type = numbered == null ? analysis.type(c.type()) : numbered;
        ColumnCollation.check(analysis, c, type);
        CompositeBinder.refuseTemporary(analysis, type, table.temporary(), analysis.at(c));
        CompositeBinder.refuseMember(analysis, type, table);
        Boolean notNull = numbered == null ? null : true;
        boolean key = false;
        BoundExpression value = null;
        RelationColumn.Default source = null;
        Constraint.Identity identity = null;
        Constraint.Generated generated = null;
        for (Constraint k : c.constraints()) {
            if (k instanceof Constraint.Nullability n) {
                if (notNull != null && notNull != n.notNull() || identity != null && !n.notNull()) {
                    throw conflicting(
                            numbered == null ? analysis.at(k) : null,
                            "conflicting NULL/NOT NULL declarations",
                            name,
                            table);
                }
                notNull = n.notNull();
            } else if (k instanceof Constraint.Default d) {
                if (source != null || numbered != null) {
                    throw conflicting(
                            numbered == null ? analysis.at(k) : null, "multiple default values specified", name, table);
                }
                value = new Defaults(analysis).define(d.value(), type, name);
                source = new Defaults(analysis).text(d.value(), Defaults.isInStorage(value));
            } else if (k instanceof Constraint.Identity i) {
                if (identity != null) {
                    throw conflicting(analysis.at(k), "multiple identity specifications", name, table);
                }
                if (Boolean.FALSE.equals(notNull)) {
                    throw conflicting(analysis.at(k), "conflicting NULL/NOT NULL declarations", name, table);
                }
                identity = i;
            } else if (k instanceof Constraint.Generated g) {
                if (generated != null) {
                    throw conflicting(analysis.at(k), "multiple generation clauses specified", name, table);
                }
                if (!g.stored()) {
                    throw analysis.at(k).unsupported("a generated column that is not STORED");
                }
                generated = g;
            } else if (k instanceof Constraint.Key u) {
                key |= u.primary();
            }
            both(k, source != null || numbered != null, identity != null, generated != null, name, table);
        }
        Relation sequence = null;
        if (identity != null) {
            sequence = sequence(table, name, number, identity.options(), type, true);
        } else if (numbered != null) {
            sequence = sequence(table, name, number, List.of(), type, false);
            source = new RelationColumn.Default(analysis.rules().nextValue(sequence), false);
        }
        UserType user = numbered == null ? analysis.rules().userType(c.type()) : null;
        if (user != null && source == null && user.defaultSource() != null) {
            value = new Defaults(analysis.of(user.defaultSource()))
                    .define(analysis.rules().expression(user.defaultSource()), type, name);
        }
        RelationColumn column = new RelationColumn(
                name,
                number,
                "",
                numbered == null ? analysis.rules().keptNumber(c.type()) : 0,
                key || identity != null || notNull != null && notNull,
                source,
                identity == null
                        ? RelationColumn.Identity.NONE
                        : identity.always() ? RelationColumn.Identity.ALWAYS : RelationColumn.Identity.BY_DEFAULT,
                generated == null ? null : new RelationColumn.Generation(analysis.text(generated.value()), true),
                false,
                null);
        return new Defined(column, type, value, generated == null ? null : generated.value(), sequence);
    }

    /** The sequence of a column that numbers rows. */
    Relation sequence(
            Relation table, String column, int number, List<SequenceOption> given, Type type, boolean identity) {
        SequenceOptions options = new SequenceOptions(analysis, given);
        SequenceDefinition counts = options.define(null, type);
        if (options.owner() != null) {
            throw analysis.at(options.owner()).unsupported("OWNED BY of an identity column");
        }
        String name;
        if (options.name() == null) {
            name = names.index(table.schema(), table.name(), List.of(column), "seq");
        } else {
            name = options.name().name().last().name();
            names.fresh(
                    names.schema(
                            options.name().name(), table.temporary() ? Persistence.TEMPORARY : Persistence.PERMANENT),
                    name,
                    analysis.at(options.name()));
        }
        SequenceDefinition owned = new SequenceDefinition(
                counts.type(),
                counts.start(),
                counts.increment(),
                counts.minimum(),
                counts.maximum(),
                counts.cache(),
                counts.cycle(),
                table.id(),
                number,
                identity,
                counts.value(),
                counts.called());
        return SequenceBinder.made(
                ids.getAsInt(), table.schema(), name, owned, analysis.rules().dialect());
    }

    private void both(Constraint k, boolean value, boolean identity, boolean generated, String name, Relation table) {
        if (value && identity) {
            throw conflicting(analysis.at(k), "both default and identity specified", name, table);
        }
        if (value && generated) {
            throw conflicting(analysis.at(k), "both default and generation expression specified", name, table);
        }
        if (identity && generated) {
            throw conflicting(analysis.at(k), "both identity and generation expression specified", name, table);
        }
    }

    /** @param at where; null for nowhere */
    private static SqlFailure conflicting(Place at, String what, String column, Relation table) {
        String message = what + " for column \"" + column + "\" of table \"" + table.name() + "\"";
        return at == null ? SqlFailure.of(FailureKind.SYNTAX, message) : at.failure(FailureKind.SYNTAX, message);
    }
}
