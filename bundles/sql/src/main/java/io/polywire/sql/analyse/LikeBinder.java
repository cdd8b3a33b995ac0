package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SequenceDefinition;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.LikeOption;
import io.polywire.sql.tree.LikeTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** What LIKE in CREATE TABLE takes over from another table (manual, CREATE TABLE, LIKE). */
final class LikeBinder {
    /** What may come along besides names, types and NOT NULL. */
    enum Part {
        COMMENTS,
        COMPRESSION,
        CONSTRAINTS,
        DEFAULTS,
        GENERATED,
        IDENTITY,
        INDEXES,
        STATISTICS,
        STORAGE
    }

    final Relation of;
    private final Set<Part> parts = EnumSet.noneOf(Part.class);

    LikeBinder(Analysis analysis, LikeTable l) {
        Relation r = relation(analysis, l);
        if (r.kind() == Relation.Kind.SEQUENCE) {
            throw analysis.at(l.table())
                    .build(FailureKind.SEMANTIC, "relation \"" + r.name() + "\" is invalid in LIKE clause")
                    .sqlState("42809")
                    .detail("This operation is not supported for sequences.")
                    .build();
        }
        this.of = r;
        for (LikeOption o : l.options()) {
            if (o.what().equalsIgnoreCase("all")) {
                if (o.including()) {
                    parts.addAll(EnumSet.allOf(Part.class));
                } else {
                    parts.clear();
                }
            } else if (o.including()) {
                parts.add(Part.valueOf(o.what().toUpperCase(Locale.ROOT)));
            } else {
                parts.remove(Part.valueOf(o.what().toUpperCase(Locale.ROOT)));
            }
        }
        if (has(Part.INDEXES)
                && r.indexes().stream()
                        .anyMatch(i -> r.exclusion(i.id()) != null
                                && (i.predicate() != null || i.keys().stream().anyMatch(k -> k.column() == 0)))) {
            throw analysis.at(l)
                    .unsupported("LIKE ... INCLUDING INDEXES of an EXCLUDE with a condition or an expression");
        }
    }

    /** The relation; a composite type is taken for a table of its attributes. */
    private static Relation relation(Analysis analysis, LikeTable l) {
        UserType t = new SchemaNames(analysis).find(l.table()) == null
                ? SchemaNames.composite(l.table(), analysis.catalog())
                : null;
        return t == null
                ? analysis.relation(l.table())
                : new Relation(t.id(), Relation.Kind.TABLE, t.name(), t.fields(), List.of());
    }

    /** What was set for a column and is for the copy as well, by the names of {@link Relation#ofColumn}. */
    Map<String, String> settings(RelationColumn c, RelationColumn copy) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Part p : List.of(Part.STORAGE, Part.COMPRESSION)) {
            String property = p.name().toLowerCase(Locale.ROOT);
            String value = of.options().get(Relation.ofColumn(c.number(), property));
            if (has(p) && value != null) {
                settings.put(Relation.ofColumn(copy.number(), property), value);
            }
        }
        return settings;
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    /** A column as the new table has it, without what an expression gives it. */
    RelationColumn column(RelationColumn c, int number) {
        if (!of.own() && of.kind() == Relation.Kind.TABLE && c.hasDefault() && has(Part.DEFAULTS)) {
            throw SqlFailure.unsupported("LIKE ... INCLUDING DEFAULTS of a table that another program made");
        }
        return new RelationColumn(
                c.name(),
                number,
                "",
                c.typeId(),
                c.notNull(),
                null,
                has(Part.IDENTITY) ? c.identity() : RelationColumn.Identity.NONE,
                has(Part.GENERATED) ? c.generation() : null,
                false,
                has(Part.COMMENTS) ? c.comment() : null);
    }

    /**
     * The sequence of an identity column of the new table, which counts as the other table's does, from its beginning.
     *
     * @param copy the column in the new table
     */
    Relation sequence(RelationColumn c, RelationColumn copy, Relation table, Analysis analysis, IntSupplier ids) {
        SequenceDefinition d = analysis.catalog().ownedSequences(of.id(), c.number()).stream()
                .map(Relation::sequence)
                .filter(SequenceDefinition::internal)
                .findFirst()
                .orElseThrow(() -> SqlFailure.unsupported("LIKE ... INCLUDING IDENTITY of this table"));
        SequenceDefinition own = new SequenceDefinition(
                d.type(),
                d.start(),
                d.increment(),
                d.minimum(),
                d.maximum(),
                d.cache(),
                d.cycle(),
                table.id(),
                copy.number(),
                true,
                d.start(),
                false);
        String name = new SchemaNames(analysis).index(table.schema(), table.name(), List.of(copy.name()), "seq");
        return SequenceBinder.made(
                ids.getAsInt(), table.schema(), name, own, analysis.rules().dialect());
    }

    /** What a column that was taken over is generated from. */
    static BoundExpression generated(RelationColumn c, Type type, Relation table, List<Type> types, Analysis analysis) {
        Analysis of = analysis.of(c.generation().source());
        return new KeptExpressions(of, table, types)
                .generated(analysis.rules().expression(c.generation().source()), c, type);
    }

    /** Columns of the table by their numbers. */
    List<Identifier> identifiers(List<Integer> numbers) {
        return numbers.stream()
                .map(n -> new Identifier(of.column(n).name(), false, 0, 0))
                .toList();
    }

    /**
     * An index that keeps no constraint, for another table.
     *
     * @param position the place of a column of that table by its name, from 0
     */
    TableIndex index(TableIndex i, int id, Relation table, Analysis analysis, ToIntFunction<String> position) {
        List<String> named = new ArrayList<>();
        List<TableIndex.Key> keys = new ArrayList<>();
        for (TableIndex.Key k : i.keys()) {
            String column = k.expression() == null
                    ? of.column(k.column()).name()
                    : analysis.rules().columnName(analysis.rules().expression(k.expression()));
            IndexBinder.add(column.startsWith("?") ? "expr" : column, named);
            keys.add(new TableIndex.Key(
                    k.expression() == null ? position.applyAsInt(column) + 1 : 0,
                    k.expression(),
                    k.descending(),
                    k.nullsFirst(),
                    k.operatorClass()));
        }
        List<Integer> include = new ArrayList<>();
        for (int n : i.include()) {
            String column = of.column(n).name();
            IndexBinder.add(column, named);
            include.add(position.applyAsInt(column) + 1);
        }
        String name = new SchemaNames(analysis).index(table.schema(), table.name(), named, "idx");
        return new TableIndex(
                id,
                name,
                SchemaNames.stored(table.schema(), name),
                i.unique(),
                false,
                i.method(),
                keys,
                include,
                i.predicate(),
                i.options(),
                has(Part.COMMENTS) ? i.comment() : null,
                i.nullsNotDistinct());
    }

    /** The key or the EXCLUDE that an index of the table keeps, for another table; null if it keeps none. */
    Constraint key(TableIndex i) {
        List<Identifier> columns = i.keys().stream().anyMatch(k -> k.column() == 0)
                ? List.of()
                : identifiers(i.keys().stream().map(TableIndex.Key::column).toList());
        if (of.exclusion(i.id()) != null) {
            return Exclusions.clause(i, of.exclusion(i.id()), columns, identifiers(i.include()));
        }
        for (TableConstraint c : of.constraints()) {
            if (c.isKey() && c.indexId() == i.id()) {
                return new Constraint.Key(
                        null,
                        i.primary(),
                        i.nullsNotDistinct(),
                        columns,
                        identifiers(i.include()),
                        List.of(),
                        null,
                        null,
                        new Constraint.Timing(c.deferrable(), c.deferred(), false),
                        0,
                        0);
            }
        }
        return null;
    }
}
