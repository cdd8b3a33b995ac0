package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.session.Column;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.Dialect;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TemporaryChanges;
import io.polywire.sql.plan.Passed;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.ProgramStep;
import io.polywire.sql.plan.Rendered;
import io.polywire.sql.plan.SequenceUse;
import io.polywire.sql.plan.Step;
import io.polywire.sql.right.NamedSchemas;
import io.polywire.sql.right.Needs;
import io.polywire.sql.tree.LockTable;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.SetConstraints;
import io.polywire.sql.tree.ShowDatabases;
import io.polywire.sql.tree.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Makes plans with the dialects that are there. Thread-safe. */
final class Planner {
    private final Map<String, Dialect> dialects = new ConcurrentHashMap<>();

    /** Those that were ever there: one of them may come back, another will not. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private final Catalogs catalogs;

    /** @param firstRole gives the id of the role that the installation began with, or 0 */
    Planner(LongSupplier firstRole) {
        this.catalogs = new Catalogs(firstRole);
    }

    void add(Dialect d) {
        dialects.put(d.name(), d);
        seen.add(d.name());
    }

    boolean mayComeBack(String name) {
        return seen.contains(name);
    }

    void remove(Dialect d) {
        dialects.remove(d.name(), d);
    }

    boolean has(String name) {
        return dialects.containsKey(name);
    }

    /** Whether it is there, and not another one of its name. */
    boolean has(Dialect d) {
        return dialects.get(d.name()) == d;
    }

    /** The dialects that are there. */
    List<Dialect> all() {
        return List.copyOf(dialects.values());
    }

    /** Names of the dialects that are there, sorted. */
    List<String> names() {
        return dialects.keySet().stream().sorted().toList();
    }

    /**
     * A dialect.
     *
     * @throws SqlFailure 57P03 if it is not there now
     */
    Dialect dialect(String name) {
        Dialect d = dialects.get(name);
        if (d == null) {
            throw DatabaseRegistry.unavailable("dialect " + name + " is not there");
        }
        return d;
    }

    /** The plan of a statement that needs no storage to be planned, or null. */
    Plan sessionPlan(Statement tree) {
        if (tree instanceof OpaqueStatement) {
            return null;
        }
        if (tree instanceof ParsedStatement p) {
            return p.body() instanceof LockTable || p.body() instanceof SetConstraints
                    ? new Plan(tree, null, List.of(), false, List.of(), false, false, 0)
                    : null;
        }
        List<Column> columns =
                tree instanceof ShowDatabases ? List.of(Column.of("name", Type.of(TypeKind.TEXT, "text"))) : List.of();
        return new Plan(tree, null, columns, !columns.isEmpty(), List.of(), false, false, 0);
    }

    /**
     * The plan of a statement that a storage runs.
     *
     * @param text what was written
     * @param lease asked what the statement returns
     * @param own the catalog of the lease's transaction; null if it sees the schema that all see
     * @param path gives the database as the session sees it
     */
    Plan storagePlan(
            Statement tree,
            String text,
            String front,
            DatabaseRegistry.Found found,
            List<Type> declared,
            Lease lease,
            TransactionCatalog own,
            UnaryOperator<CatalogSnapshot> path) {
        String back = found.storage().dialect();
        if (tree instanceof ParsedStatement p) {
            return analysedPlan(p, text, front, found, declared, lease, own, path);
        }
        if (tree instanceof OpaqueStatement && !front.equals(back)) {
            throw SqlFailure.unsupported(tree.command() + " in dialect " + front + " on a storage of dialect " + back);
        }
        if (tree instanceof OpaqueStatement o
                && found.storage().capabilities().contains(Capability.OWN_TABLES)
                && catalogs.passes(found, dialect(back), lease, own)) {
            Plan passed = passedPlan(o, found, declared, lease, own, path);
            if (passed != null) {
                return passed;
            }
        }
        StorageStatement statement = dialect(back).render(tree, found.storage().capabilities());
        Description d = lease.describe(statement);
        return new Plan(
                tree,
                statement,
                d.columns(),
                !d.columns().isEmpty(),
                parameters(declared, statement.parameterCount()),
                d.pointLookup(),
                d.brief(),
                d.schemaVersion());
    }

    /** Types of parameters of which nothing is known but what the client has told. */
    private static List<Type> parameters(List<Type> declared, int count) {
        List<Type> told = declared == null ? List.of() : declared;
        if (told.size() > count) {
            throw SqlFailure.of(FailureKind.PROTOCOL, told.size() + " parameter types for " + count + " parameters");
        }
        Type[] parameters = Collections.nCopies(count, Type.UNKNOWN).toArray(Type[]::new);
        for (int i = 0; i < told.size(); i++) {
            parameters[i] = told.get(i);
        }
        return List.of(parameters);
    }

    /**
     * A plan of a statement in the storage's own dialect, where that has something to say of it ({@link Dialect#pass}); made
     * again if the schema changes in between.
     *
     * @return null if it has not
     */
    private Plan passedPlan(
            OpaqueStatement tree,
            DatabaseRegistry.Found found,
            List<Type> declared,
            Lease lease,
            TransactionCatalog own,
            UnaryOperator<CatalogSnapshot> path) {
        Dialect storage = dialect(found.storage().dialect());
        for (int i = 0; ; i++) {
            CatalogSnapshot catalog = path.apply(catalogs.get(found, storage, lease, own));
            Passed p = storage.pass(tree, catalog, lease, found.storage().capabilities(), this::dialect);
            if (p == null) {
                return null;
            }
            if (p.dialect() != null) {
                return otherPlan(p, found, lease, own, path);
            }
            Description d = p.statement() == null
                    ? new Description(List.of(), false, false, catalog.version())
                    : lease.describe(p.statement());
            if (d.schemaVersion() == catalog.version() || i == ANALYSES) {
                return new Plan(
                        tree,
                        p.statement(),
                        typed(d.columns(), p.types()),
                        !d.columns().isEmpty(),
                        parameters(declared, tree.parameterCount()),
                        p.statement() != null && d.pointLookup(),
                        p.statement() != null && d.brief(),
                        catalog.version(),
                        true,
                        null,
                        p.hidden(),
                        p.program(),
                        List.of(),
                        List.of(),
                        p.needs(),
                        counts(p.statement())
                                ? new SequenceUse(catalog, List.of(), List.of(), List.of())
                                : SequenceUse.NONE,
                        TemporaryChanges.NONE,
                        null,
                        null);
            }
        }
    }

    /** The plan of a statement that another dialect has the words for. */
    private Plan otherPlan(
            Passed p,
            DatabaseRegistry.Found found,
            Lease lease,
            TransactionCatalog own,
            UnaryOperator<CatalogSnapshot> path) {
        try {
            return storagePlan(
                    dialect(p.dialect()).parse(p.text()), p.text(), p.dialect(), found, null, lease, own, path);
        } catch (SqlFailure f) {
            // the client does not know the text
            throw f.but().position(0).build();
        }
    }

    private static List<Column> typed(List<Column> columns, Map<Integer, Type> types) {
        List<Column> typed = new ArrayList<>(columns);
        types.forEach((i, type) -> {
            Column c = columns.get(i);
            typed.set(i, new Column(c.name(), type, c.table(), c.tableId(), c.attribute(), c.nullable()));
        });
        return typed;
    }

    /** A statement that the router runs for its own ends, in the words of a storage. */
    Rendered rendered(Analysed analysed, DatabaseRegistry.Found found) {
        return with(
                dialect(found.storage().dialect())
                        .render(
                                analysed.statement(),
                                analysed.parameters().size(),
                                found.storage().capabilities()),
                analysed.functions());
    }

    /** What a database was last known to hold, or null. */
    CatalogSnapshot known(DatabaseRegistry.Found found) {
        return found == null ? null : catalogs.known(found.database());
    }

    /** A plan by analysis; made again if the schema changes in between. */
    private Plan analysedPlan(
            ParsedStatement tree,
            String text,
            String front,
            DatabaseRegistry.Found found,
            List<Type> declared,
            Lease lease,
            TransactionCatalog own,
            UnaryOperator<CatalogSnapshot> path) {
        Dialect storage = dialect(found.storage().dialect());
        for (int i = 0; ; i++) {
            CatalogSnapshot catalog = path.apply(catalogs.get(found, storage, lease, own));
            Analysed analysed = dialect(front).analyse(tree, text, catalog, declared);
            Rendered rendered = rendered(analysed, found);
            // what is temporary the lease may not have
            Description d = rendered.statement() == null || rendered.statement().temporary() != TemporaryUse.NONE
                    ? new Description(List.of(), false, false, catalog.version())
                    : lease.describe(rendered.statement());
            if (d.schemaVersion() == catalog.version() || i == ANALYSES) {
                boolean rows = tree.body() instanceof Query q && !q.into()
                        || !analysed.statement().outputs().isEmpty();
                return new Plan(
                        tree,
                        rendered.statement(),
                        Origins.columns(analysed.statement()),
                        rows,
                        analysed.parameters(),
                        rendered.statement() != null && d.pointLookup(),
                        rendered.statement() != null && d.brief(),
                        catalog.version(),
                        true,
                        analysed.statement().target(),
                        rendered.hidden(),
                        rendered.program(),
                        rendered.steps(),
                        analysed.statement() instanceof BoundStatement.ChangesSchema c ? c.notices() : List.of(),
                        Needs.of(
                                analysed.statement(),
                                analysed.statement() instanceof BoundStatement.Selects s && s.locks(),
                                catalog.grants(),
                                analysed.routines(),
                                analysed.invoked(),
                                NamedSchemas.of(tree.body(), catalog, analysed.named())),
                        sequences(analysed.statement(), rendered, catalog),
                        rendered.temporary(),
                        rendered.change(),
                        analysed.failure());
            }
        }
    }

    private static SequenceUse sequences(BoundStatement statement, Rendered rendered, CatalogSnapshot catalog) {
        List<SchemaStep.SetsSequence> set = new ArrayList<>();
        List<Integer> dropped = new ArrayList<>();
        List<Relation> made = new ArrayList<>();
        if (statement instanceof BoundStatement.ChangesSchema c) {
            for (SchemaStep s : c.steps()) {
                if (s instanceof SchemaStep.SetsSequence to) {
                    set.add(to);
                } else if (s instanceof SchemaStep.Keeps k && k.relation().sequence() != null) {
                    made.add(k.relation());
                } else if (s instanceof SchemaStep.DropsSequence gone) {
                    dropped.add(gone.sequence().id());
                }
            }
        }
        boolean counts = counts(rendered.statement())
                || rendered.program().stream().anyMatch(p -> counts(p.statement()))
                || rendered.steps().stream().anyMatch(x -> counts(x.statement()));
        return !counts && set.isEmpty() && dropped.isEmpty()
                ? SequenceUse.NONE
                : new SequenceUse(counts ? catalog : null, made, set, dropped);
    }

    private static boolean counts(StorageStatement s) {
        return s != null && s.functions().stream().anyMatch(f -> f instanceof ScalarFunction x && x.usesSequences());
    }

    /** The same, bringing further functions along. */
    private static Rendered with(Rendered r, List<StorageFunction> functions) {
        if (functions.isEmpty()) {
            return r;
        }
        return new Rendered(
                r.statement() == null ? null : with(r.statement(), functions),
                r.hidden(),
                r.steps().stream()
                        .map(s -> new Step(
                                with(s.statement(), functions),
                                s.hidden(),
                                s.slot(),
                                s.carriers(),
                                s.counted(),
                                s.shown(),
                                s.key()))
                        .toList(),
                r.program().stream()
                        .map(s -> new ProgramStep(with(s.statement(), functions), s.hidden(), s.counted()))
                        .toList(),
                r.temporary(),
                r.change());
    }

    private static StorageStatement with(StorageStatement s, List<StorageFunction> functions) {
        Set<StorageFunction> all = new LinkedHashSet<>(s.functions());
        all.addAll(functions);
        return new StorageStatement(
                s.text(), s.access(), s.parameterCount(), all, s.relations(), s.temporary(), s.permanent());
    }

    /** What a database holds since the last change of its schema, by which its version has come to that of the snapshot. */
    void changed(DatabaseRegistry.Found found, CatalogSnapshot snapshot) {
        catalogs.put(found.database(), snapshot);
    }

    /** What a database holds, as a lease sees it. */
    CatalogSnapshot catalog(DatabaseRegistry.Found found, Lease lease, TransactionCatalog own) {
        return catalogs.get(found, dialect(found.storage().dialect()), lease, own);
    }

    /** How often a plan is made while the schema changes under it; what comes of the last is found stale when it runs. */
    private static final int ANALYSES = 3;
}
