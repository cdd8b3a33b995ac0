package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.OnCommit;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Select;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds out what CREATE TABLE AS and SELECT INTO mean: a table that gets the columns and the rows of a query. */
final class TableCopies {
    private final Analysis analysis;
    private final SchemaNames names;

    TableCopies(Analysis analysis) {
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
    }

    BoundStatement create(CreateTableAs s) {
        TableSettings.kept(s.method(), s.tablespace());
        if (!(s.source() instanceof Query q)) {
            throw analysis.at(s).unsupported("CREATE TABLE AS EXECUTE");
        }
        if (s.onCommit() != OnCommit.DEFAULT && s.persistence() != Persistence.TEMPORARY) {
            throw SchemaNames.invalid("ON COMMIT can only be used on temporary tables");
        }
        Map<String, String> options = SchemaBinder.lasting(
                StorageParameters.made(StorageParameters.TABLE, s.options(), analysis), s.persistence(), s.onCommit());
        return create(s.name(), s.persistence(), s.ifNotExists(), s.columns(), options, q, s.withData());
    }

    /** SELECT INTO is CREATE TABLE AS of the same query without INTO. */
    BoundStatement into(Query q) {
        Select s = (Select) q.body();
        Select plain = new Select(
                s.distinct(),
                s.distinctOn(),
                s.items(),
                null,
                s.from(),
                s.where(),
                s.groupBy(),
                s.having(),
                s.windows(),
                s.start(),
                s.end());
        Query query = new Query(q.with(), plain, q.orderBy(), q.limit(), q.locking(), q.locks(), q.start(), q.end());
        Persistence persistence = s.into().persistence();
        Map<String, String> options = SchemaBinder.lasting(new LinkedHashMap<>(), persistence, OnCommit.DEFAULT);
        return create(s.into().name(), persistence, false, List.of(), options, query, true);
    }

    private BoundStatement create(
            QualifiedName as,
            Persistence persistence,
            boolean lenient,
            List<Identifier> given,
            Map<String, String> options,
            Query q,
            boolean withData) {
        String name = as.last().name();
        if (lenient) {
            String schema = names.schema(as, persistence);
            if (analysis.catalog().isTaken(schema, name)) {
                return SchemaBinder.nothing(analysis, List.of(SchemaBinder.exists(name)));
            }
        }
        BoundQuery query = analysis.queries().bind(q, null);
        if (given.size() > query.outputs().size()) {
            throw SqlFailure.of(FailureKind.SYNTAX, "too many column names were specified");
        }
        String schema = names.schema(as, persistence);
        List<RelationColumn> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<String> folded = new HashSet<>();
        for (int i = 0; i < query.outputs().size(); i++) {
            String column = i < given.size()
                    ? given.get(i).name()
                    : query.outputs().get(i).name();
            if (!seen.add(column)) {
                throw SqlFailure.of(FailureKind.DUPLICATE_COLUMN, "column \"" + column + "\" specified more than once");
            }
            if (!folded.add(column.toLowerCase(Locale.ROOT))) {
                throw analysis.at(q).unsupported("a table with columns whose names differ only in case");
            }
            columns.add(new RelationColumn(
                    column, i + 1, "", 0, false, null, RelationColumn.Identity.NONE, null, false, null));
        }
        SchemaNames.refuseSystemColumns(columns, analysis.rules());
        ViewBinder.refuseRecords(columns, query.outputs());
        names.fresh(schema, name, analysis.at(as));
        int next = analysis.catalog().nextId(names.isTemporary(schema));
        Relation table = new Relation(
                next++,
                Relation.Kind.TABLE,
                schema,
                name,
                SchemaNames.stored(schema, name),
                null,
                columns,
                List.of(),
                List.of(),
                null,
                analysis.rules().dialect(),
                null,
                options,
                null);
        for (BoundOutput o : query.outputs()) {
            CompositeBinder.refuseTemporary(analysis, o.value().type(), table.temporary(), analysis.at(q));
        }
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(creates(table, query.outputs()));
        if (withData) {
            steps.add(new SchemaStep.Fills(table, query, true));
        }
        return new BoundStatement.ChangesSchema(
                steps, List.of(), !analysis.catalog().isKept(), next);
    }

    /** The making of a table whose columns are as a query's. */
    static SchemaStep.CreatesTable creates(Relation r, List<BoundOutput> outputs) {
        List<Type> types = outputs.stream().map(o -> o.value().type()).toList();
        return new SchemaStep.CreatesTable(
                r, types, Collections.nCopies(types.size(), null), Map.of(), Map.of(), Map.of());
    }
}
