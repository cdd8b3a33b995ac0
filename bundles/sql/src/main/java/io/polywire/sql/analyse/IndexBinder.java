package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.IndexElement;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SortItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what CREATE INDEX means: keys that are columns, also of some rows only. */
final class IndexBinder {
    private final Analysis analysis;
    private final SchemaNames names;
    private IndexMethods.Method method;
    /** Types of the table's columns, in order; null where the table is there. */
    private final List<Type> types;
    /** Keys that are no columns, by their places. */
    private final Map<Integer, BoundExpression> expressions = new HashMap<>();

    IndexBinder(Analysis analysis) {
        this(analysis, null, null);
    }

    /** For keys of a table that is made, with columns of these types. */
    IndexBinder(Analysis analysis, IndexMethods.Method method, List<Type> types) {
        this.method = method;
        this.types = types;
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
    }

    BoundStatement create(CreateIndex s) {
        TableSettings.kept(null, s.tablespace());
        method = analysis.rules()
                .indexMethods()
                .method(s.method() == null ? null : s.method().name(), analysis.at(s));
        refuseShape(s.unique(), !s.include().isEmpty(), s.elements().size());
        Relation r;
        try {
            r = analysis.relation(s.table().name());
        } catch (SqlFailure f) {
            throw f.kind() == FailureKind.UNDEFINED_TABLE ? SqlFailure.of(f.kind(), f.getMessage()) : f;
        }
        if (r.kind() != Relation.Kind.TABLE && r.kind() != Relation.Kind.MATERIALIZED_VIEW) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "cannot create index on relation \"" + r.name() + "\"")
                    .sqlState("42809")
                    .detail("This operation is not supported for views.")
                    .build();
        }
        if (!method.served() && !r.own()) {
            throw analysis.at(s).unsupported("access method \"" + method.name() + "\" over a table of another program");
        }
        if (s.ifNotExists() && analysis.catalog().isTaken(r.schema(), s.name().name())) {
            return SchemaBinder.nothing(
                    analysis, List.of(SchemaBinder.exists(s.name().name())));
        }
        List<TableIndex.Key> keys = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (IndexElement e : s.elements()) {
            keys.add(key(e, r, s.unique(), columns));
        }
        if (!s.include().isEmpty() && method.equals("hash")) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "access method \"hash\" does not support included columns");
        }
        List<Integer> include = new ArrayList<>();
        for (IndexElement e : s.include()) {
            include.add(included(e, r).number());
            add(r.column(include.get(include.size() - 1)).name(), columns);
        }
        String name = s.name() == null
                ? names.index(r.schema(), r.name(), columns, "idx")
                : s.name().name();
        if (s.name() != null) {
            names.fresh(r.schema(), name, analysis.at(s.name().start()));
        }
        BoundExpression where = null;
        if (s.where() != null) {
            where = new KeptExpressions(analysis, r, TableParts.types(analysis, r, analysis.at(s)))
                    .predicate(s.where());
        }
        int id = analysis.catalog().nextId(r.temporary());
        TableIndex index = new TableIndex(
                id,
                name,
                SchemaNames.stored(r.schema(), name),
                s.unique(),
                false,
                method.name(),
                keys,
                include,
                s.where() == null
                        ? null
                        : new KeptExpressions(analysis, r, TableParts.types(analysis, r, analysis.at(s)))
                                .text(s.where()),
                StorageParameters.made(method.name(), s.options(), analysis),
                null,
                s.nullsNotDistinct());
        if (s.unique() && s.nullsNotDistinct() && !r.own()) {
            throw analysis.at(s).unsupported("NULLS NOT DISTINCT over a table of another program");
        }
        List<TableIndex> indexes = new ArrayList<>(r.indexes());
        indexes.add(index);
        Relation kept = (r.own() ? r : r.adopted(analysis.rules().dialect())).with(r.constraints(), indexes);
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(
                method.served() && !(s.unique() && s.nullsNotDistinct())
                        ? new SchemaStep.CreatesIndex(r, index, expressions, where)
                        : new TableParts(analysis, kept, TableParts.types(analysis, kept, analysis.at(s)))
                                .index(index));
        if (r.own()) {
            steps.add(new SchemaStep.Keeps(kept));
        }
        return new BoundStatement.ChangesSchema(
                steps, List.of(), r.own() && !analysis.catalog().isKept(), id + 1);
    }

    /** Refuses what the kind of index cannot be. */
    void refuseShape(boolean unique, boolean includes, int keys) {
        if (unique && !method.unique()) {
            throw cannot("unique indexes");
        }
        if (includes && !method.includes()) {
            throw cannot("included columns");
        }
        if (keys > 1 && !method.several()) {
            throw cannot("multicolumn indexes");
        }
    }

    /** Adds a column's name to those of an index, which are different (ChooseIndexColumnNames of indexcmds.c). */
    static void add(String name, List<String> to) {
        String different = name;
        for (int i = 1; to.contains(different); i++) {
            different = SchemaNames.cut(name, 63 - String.valueOf(i).length()) + i;
        }
        to.add(different);
    }

    private List<Type> types(Relation r, Place at) {
        return types == null ? TableParts.types(analysis, r, at) : types;
    }

    /** A further column, which is kept with the index and makes none of its keys (ComputeIndexAttrs of indexcmds.c). */
    private static RelationColumn included(IndexElement e, Relation r) {
        if (!(e.expression() instanceof ColumnReference c) || c.parts().size() != 1) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "expressions are not supported in included columns");
        }
        String name = c.parts().get(0).name();
        int at = r.index(name);
        if (at < 0) {
            throw SqlFailure.of(FailureKind.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
        }
        String wrong = e.collation() != null
                ? "a collation"
                : e.operatorClass() != null
                        ? "an operator class"
                        : e.direction() != SortItem.Direction.DEFAULT
                                ? "ASC/DESC options"
                                : e.nulls() != SortItem.Nulls.DEFAULT ? "NULLS FIRST/LAST options" : null;
        if (wrong != null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "including column does not support " + wrong)
                    .sqlState("42P17")
                    .build();
        }
        return r.columns().get(at);
    }

    TableIndex.Key key(IndexElement e, Relation r, boolean unique, List<String> columns) {
        if (e.collation() != null && !analysis.rules().isOwnCollation(names(e.collation()))) {
            throw analysis.at(e).unsupported("an index with a collation");
        }
        if (!e.operatorClassOptions().isEmpty()) {
            throw analysis.at(e).unsupported("options of an operator class");
        }
        boolean descending = e.direction() == SortItem.Direction.DESCENDING;
        boolean nullsFirst = e.nulls() == SortItem.Nulls.DEFAULT ? descending : e.nulls() == SortItem.Nulls.FIRST;
        if (!(e.expression() instanceof ColumnReference c) || c.parts().size() != 1) {
            KeptExpressions kept = new KeptExpressions(analysis, r, types(r, analysis.at(e)));
            BoundExpression value = kept.key(e.expression());
            String operatorClass = operatorClass(value.type(), e);
            if (method.served()) {
                expressions.put(columns.size(), analysis.rules().indexKey(value, unique, analysis.at(e)));
            }
            String name = analysis.rules().columnName(e.expression());
            add(name.startsWith("?") ? "expr" : name, columns);
            refuseOrder(e);
            return new TableIndex.Key(
                    0,
                    kept.text(e.expression()),
                    method.ordered() && descending,
                    method.ordered() && nullsFirst,
                    operatorClass);
        }
        String name = c.parts().get(0).name();
        int at = r.index(name);
        if (at < 0 && analysis.rules().isSystemColumn(name)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "index creation on system columns is not supported");
        }
        if (at < 0 && analysis.text(e).startsWith("(")) {
            // a name between parentheses is an expression, which is told where it stands
            new KeptExpressions(analysis, r, types(r, analysis.at(e))).key(c);
        }
        if (at < 0) {
            throw SqlFailure.of(FailureKind.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
        }
        RelationColumn column = r.columns().get(at);
        Type type = types == null ? analysis.rules().stored(column) : types.get(at);
        if ((type == null || column.written() != null) && unique) {
            throw analysis.at(e)
                    .unsupported("a unique index over a column of type \""
                            + (column.written() == null ? column.declared() : column.written())
                            + "\", made by another program,");
        }
        String operatorClass = type == null ? null : operatorClass(type, e);
        refuseOrder(e);
        if (type != null && r.own() && method.served()) {
            BoundExpression value = new BoundColumn(analysis.newSource(r), name, type, true);
            BoundExpression by = analysis.rules().indexKey(value, unique, analysis.at(e));
            if (by != value) {
                expressions.put(columns.size(), by);
            }
        } else if (unique && !analysis.rules().equalsItself(type)) {
            throw analysis.at(e)
                    .unsupported("a unique index over a column of type "
                            + analysis.rules().display(type));
        }
        add(name, columns);
        return new TableIndex.Key(
                column.number(), null, method.ordered() && descending, method.ordered() && nullsFirst, operatorClass);
    }

    private String operatorClass(Type type, IndexElement e) {
        return analysis.rules()
                .indexMethods()
                .operatorClass(
                        method, type, e.operatorClass() == null ? null : names(e.operatorClass()), analysis.at(e));
    }

    private void refuseOrder(IndexElement e) {
        if (!method.ordered() && e.direction() != SortItem.Direction.DEFAULT) {
            throw cannot("ASC/DESC options");
        }
        if (!method.ordered() && e.nulls() != SortItem.Nulls.DEFAULT) {
            throw cannot("NULLS FIRST/LAST options");
        }
    }

    private SqlFailure cannot(String what) {
        return SqlFailure.of(
                FailureKind.UNSUPPORTED, "access method \"" + method.name() + "\" does not support " + what);
    }

    private static List<String> names(QualifiedName name) {
        return name.parts().stream().map(Identifier::name).toList();
    }
}
