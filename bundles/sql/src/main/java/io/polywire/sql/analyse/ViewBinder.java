package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.CreateMaterializedView;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.RefreshMaterializedView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds out what CREATE VIEW, CREATE MATERIALIZED VIEW and REFRESH mean. */
final class ViewBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    private final SchemaNames names;

    ViewBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.names = new SchemaNames(analysis);
    }

    /**
     * A view's query, bound.
     *
     * @param text as it goes on meaning the same
     */
    private record Defined(BoundQuery query, String text, ViewText meaning) {}

    private Defined define(Query q) {
        return define(q, analysis.text(), true);
    }

    /** @param later whether the query does not run now */
    private Defined define(Query q, String text, boolean later) {
        if (q.into()) {
            throw SqlFailure.build(FailureKind.SYNTAX, "views must not contain SELECT INTO")
                    .sqlState("0A000")
                    .build();
        }
        if (!q.locking().isEmpty()) {
            throw analysis.at(q.locking().get(0)).unsupported("FOR UPDATE in a view");
        }
        if (q.with() != null && q.with().writes()) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "views must not contain data-modifying statements in WITH");
        }
        ViewText meaning = new ViewText(rules, Renamed.NOTHING);
        if (later) {
            meaning.later();
        }
        Analysis noting = analysis.noting(text, meaning);
        meaning.of(noting);
        BoundQuery bound = noting.queries().bind(q, null);
        return new Defined(bound, meaning.written(q, text), meaning);
    }

    /** Columns as wide as a query; {@code given} names the first of them. */
    private List<RelationColumn> columns(List<BoundOutput> outputs, List<Identifier> given) {
        List<RelationColumn> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            names.add(i < given.size() ? given.get(i).name() : outputs.get(i).name());
        }
        for (int i = 0; i < outputs.size(); i++) {
            String name = names.get(i);
            if (names.subList(i + 1, names.size()).contains(name)) {
                throw SqlFailure.of(FailureKind.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
            }
            columns.add(new RelationColumn(
                    name, i + 1, "", 0, false, null, RelationColumn.Identity.NONE, null, false, null));
        }
        refuseRecords(columns, outputs);
        return columns;
    }

    /** A row without a type of its own is no column's value. */
    static void refuseRecords(List<RelationColumn> columns, List<BoundOutput> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            Type type = outputs.get(i).value().type();
            boolean array = type.kind() == TypeKind.ARRAY;
            Type row = array ? type.element() : type;
            if (row.fields() != null && row.name().equals("record")) {
                throw SqlFailure.build(
                                FailureKind.SEMANTIC,
                                "column \"" + columns.get(i).name() + "\" has pseudo-type record" + (array ? "[]" : ""))
                        .sqlState("42P16")
                        .build();
            }
        }
    }

    private static Map<Integer, Type> types(BoundQuery q) {
        Map<Integer, Type> types = new HashMap<>();
        for (int i = 0; i < q.outputs().size(); i++) {
            types.put(i + 1, q.outputs().get(i).value().type());
        }
        return types;
    }

    // --- CREATE VIEW ----------------------------------------------------------------------------------------------

    BoundStatement create(CreateView s) {
        if (s.persistence() == Persistence.UNLOGGED) {
            throw SqlFailure.build(FailureKind.SYNTAX, "views cannot be unlogged because they do not have storage")
                    .build();
        }
        Defined d = s.recursive() ? recursive(s) : define(s.query());
        List<BoundOutput> outputs = d.query().outputs();
        if (s.columns().size() > outputs.size()) {
            throw SqlFailure.of(FailureKind.SYNTAX, "CREATE VIEW specifies more column names than columns");
        }
        Map<String, String> options = options(s);
        List<RelationColumn> columns = columns(outputs, s.columns());
        if (options.containsKey(Relation.CHECK_OPTION)) {
            requireUpdatable(s.query());
        }
        String name = s.name().last().name();
        List<Notice> notices = new ArrayList<>();
        Persistence persistence = s.persistence();
        if (persistence == Persistence.PERMANENT && readsTemporary(d)) {
            notices.add(Notice.notice("view \"" + name + "\" will be a temporary view"));
            persistence = Persistence.TEMPORARY;
        }
        String schema = names.schema(s.name(), persistence);
        Relation old = s.orReplace() ? analysis.catalog().relation(schema, name) : null;
        Relation view;
        int next = analysis.catalog().nextId(names.isTemporary(schema));
        if (old != null) {
            view = replaced(old, columns, d).defined(d.text(), options);
        } else {
            names.fresh(schema, name, analysis.at(s.name()));
            view = new Relation(
                    next++,
                    Relation.Kind.VIEW,
                    schema,
                    name,
                    SchemaNames.stored(schema, name),
                    null,
                    columns,
                    List.of(),
                    List.of(),
                    d.text(),
                    rules.dialect(),
                    null,
                    options,
                    null);
        }
        List<SchemaStep> steps = List.of(
                new SchemaStep.Keeps(view, types(d.query())),
                new SchemaStep.Needs(view.id(), d.meaning().dependencies(view.id())));
        return new BoundStatement.ChangesSchema(
                steps, notices, !analysis.catalog().isKept(), next);
    }

    /** Whether a query reads what goes with the session. */
    private static boolean readsTemporary(Defined d) {
        return d.meaning().dependencies(0).stream().anyMatch(x -> CatalogSnapshot.isTemporary(x.on()));
    }

    /** CREATE RECURSIVE VIEW is a view over WITH RECURSIVE of its own name (ISO/IEC 9075-2, 11.32). */
    private Defined recursive(CreateView s) {
        StringBuilder list = new StringBuilder();
        s.columns().forEach(c -> list.append(list.isEmpty() ? "" : ", ").append(rules.quoted(c.name())));
        String name = rules.quoted(s.name().last().name());
        String text = "WITH RECURSIVE " + name + "(" + list + ") AS (" + analysis.text(s.query()) + ") SELECT " + list
                + " FROM " + name;
        try {
            return define(rules.query(text), text, true);
        } catch (SqlFailure f) {
            throw Views.unplaced(f);
        }
    }

    private Map<String, String> options(CreateView s) {
        Map<String, String> out = StorageParameters.made(StorageParameters.VIEW, s.options(), analysis);
        if (s.check() != CreateView.Check.NONE) {
            if (out.containsKey(Relation.CHECK_OPTION)) {
                throw SqlFailure.build(
                                FailureKind.DATA,
                                "parameter \"" + Relation.CHECK_OPTION + "\" specified more than once")
                        .sqlState("22023")
                        .build();
            }
            out.put(Relation.CHECK_OPTION, s.check().name().toLowerCase(Locale.ROOT));
        }
        return out;
    }

    /** Refuses a CHECK OPTION of a view that cannot be changed through. */
    static void requireUpdatable(Query q) {
        String why = ViewTarget.obstacle(q);
        if (why != null) {
            throw SqlFailure.build(
                            FailureKind.UNSUPPORTED,
                            "WITH CHECK OPTION is supported only on automatically updatable views")
                    .hint(why)
                    .build();
        }
    }

    private static SqlFailure invalid(String message, String hint) {
        return SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState("42P16")
                .hint(hint)
                .build();
    }

    /** What a view becomes whose query is replaced: its columns stay, and others may follow them. */
    private Relation replaced(Relation old, List<RelationColumn> columns, Defined d) {
        if (old.kind() != Relation.Kind.VIEW || !old.own()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + old.name() + "\" is not a view")
                    .sqlState("42809")
                    .build();
        }
        if (columns.size() < old.columns().size()) {
            throw invalid("cannot drop columns from view", null);
        }
        if (columns.size() > old.columns().size()) {
            for (RelationColumn c : columns.subList(old.columns().size(), columns.size())) {
                if (!ViewAliases.added(old, c.name(), List.of(), analysis, analysis.at(0))
                        .isEmpty()) {
                    throw analysis.at(0)
                            .unsupported("another column of a view that a view joins under names for columns");
                }
            }
        }
        // what it gave so far comes from its query, since not every type is declared in full
        BoundQuery before = Views.query(old, analysis, analysis.at(0));
        for (int i = 0; i < old.columns().size(); i++) {
            String was = old.columns().get(i).name();
            String is = columns.get(i).name();
            if (!was.equals(is)) {
                throw invalid(
                        "cannot change name of view column \"" + was + "\" to \"" + is + "\"",
                        "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
            }
            Type from = before.outputs().get(i).value().type();
            Type to = d.query().outputs().get(i).value().type();
            if (!from.equals(to)) {
                throw invalid(
                        "cannot change data type of view column \"" + was + "\" from " + rules.displayFull(from)
                                + " to " + rules.displayFull(to),
                        null);
            }
        }
        d.query().outputs().stream()
                .skip(old.columns().size())
                .forEach(o -> CompositeBinder.refuseMember(analysis, o.value().type(), old));
        List<RelationColumn> kept = new ArrayList<>(columns);
        for (int i = 0; i < old.columns().size(); i++) {
            RelationColumn was = old.columns().get(i);
            kept.set(i, columns.get(i).defaulting(was.defaultValue()).commented(was.comment()));
        }
        return old.withColumns(kept);
    }

    // --- materialized views ---------------------------------------------------------------------------------------

    BoundStatement create(CreateMaterializedView s) {
        if (s.persistence() != Persistence.PERMANENT) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "materialized views cannot be unlogged");
        }
        if (s.method() != null || s.tablespace() != null) {
            throw analysis.at(s).unsupported("CREATE MATERIALIZED VIEW with USING or TABLESPACE");
        }
        String name = s.name().last().name();
        String schema = names.schema(s.name());
        if (s.ifNotExists() && analysis.catalog().isTaken(schema, name)) {
            return SchemaBinder.nothing(analysis, List.of(SchemaBinder.exists(name)));
        }
        Defined d = define(s.query(), analysis.text(), !s.withData());
        if (readsTemporary(d)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "materialized views must not use temporary tables or views");
        }
        List<BoundOutput> outputs = d.query().outputs();
        if (s.columns().size() > outputs.size()) {
            throw SqlFailure.of(FailureKind.SYNTAX, "too many column names were specified");
        }
        List<RelationColumn> columns = columns(outputs, s.columns());
        names.fresh(schema, name, analysis.at(s.name()));
        int next = analysis.catalog().nextId();
        Map<String, String> options =
                new LinkedHashMap<>(StorageParameters.made(StorageParameters.TABLE, s.options(), analysis));
        if (!s.withData()) {
            options.put(Relation.POPULATED, "false");
        }
        Relation view = new Relation(
                next++,
                Relation.Kind.MATERIALIZED_VIEW,
                schema,
                name,
                SchemaNames.stored(schema, name),
                null,
                columns,
                List.of(),
                List.of(),
                d.text(),
                rules.dialect(),
                null,
                options,
                null);
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(TableCopies.creates(view, outputs));
        List<Dependency> needs = d.meaning().dependencies(view.id());
        steps.add(new SchemaStep.Needs(view.id(), needs));
        if (s.withData()) {
            steps.add(new SchemaStep.Fills(view, d.query(), true));
        }
        return new BoundStatement.ChangesSchema(
                steps, List.of(), !analysis.catalog().isKept(), next);
    }

    BoundStatement refresh(RefreshMaterializedView s) {
        Relation view = named(s.name(), s);
        if (s.concurrently() && !s.withData()) {
            throw SqlFailure.of(
                    FailureKind.SYNTAX, "REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together");
        }
        if (s.concurrently() && !Views.isPopulated(view)) {
            throw SqlFailure.build(
                            FailureKind.UNSUPPORTED,
                            "CONCURRENTLY cannot be used when the materialized view is not populated")
                    .build();
        }
        if (s.concurrently()
                && view.indexes().stream()
                        .noneMatch(i -> i.unique()
                                && i.predicate() == null
                                && i.keys().stream().allMatch(k -> k.column() > 0))) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "cannot refresh materialized view \"" + view.schema() + "." + view.name()
                                    + "\" concurrently")
                    .sqlState("55000")
                    .hint("Create a unique index with no WHERE clause on one or more columns of the materialized view.")
                    .build();
        }
        Map<String, String> options = new LinkedHashMap<>(view.options());
        if (s.withData()) {
            options.remove(Relation.POPULATED);
        } else {
            options.put(Relation.POPULATED, "false");
        }
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(new SchemaStep.Empties(view));
        if (s.withData()) {
            steps.add(new SchemaStep.Fills(view, Views.query(view, analysis, analysis.at(s)), false));
        }
        steps.add(new SchemaStep.Keeps(view.defined(view.definition(), options)));
        return new BoundStatement.ChangesSchema(
                steps, List.of(), false, analysis.catalog().nextId());
    }

    private Relation named(QualifiedName name, Part at) {
        Relation r = names.find(name);
        if (r == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_TABLE, "relation \"" + SchemaNames.shown(name) + "\" does not exist");
        }
        if (r.kind() != Relation.Kind.MATERIALIZED_VIEW) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + r.name() + "\" is not a materialized view")
                    .sqlState("0A000")
                    .build();
        }
        return r;
    }
}
