package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.storage.Access;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.tree.AlterComposite;
import io.polywire.sql.tree.AlterDomain;
import io.polywire.sql.tree.AlterEnum;
import io.polywire.sql.tree.AlterRoutine;
import io.polywire.sql.tree.AlterSequence;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.Comment;
import io.polywire.sql.tree.CreateComposite;
import io.polywire.sql.tree.CreateDomain;
import io.polywire.sql.tree.CreateEnum;
import io.polywire.sql.tree.CreateExtension;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.CreateMaterializedView;
import io.polywire.sql.tree.CreateRoutine;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.CreateSequence;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.Maintenance;
import io.polywire.sql.tree.Merge;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.RefreshMaterializedView;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.SetSchema;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Truncate;
import io.polywire.sql.tree.Update;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what a statement means: which columns its names are, which types its expressions have, what its operators
 * and functions do. Thread-safe.
 */
public final class Analyser {
    private Analyser() {}

    /**
     * Analyses a statement.
     *
     * @param statement the tree
     * @param text the text that it was made of, to point errors at
     * @param catalog what the database holds
     * @param declared types of parameters as the client declared them; may be shorter than there are parameters;
     *     null if the statement comes without any, so that naming one is an error
     * @throws io.polywire.api.error.SqlFailure if it means nothing, or something that is not supported
     */
    public static Analysed analyse(
            ParsedStatement statement, String text, CatalogSnapshot catalog, List<Type> declared, TypeRules rules) {
        ParameterTypes parameters = declared == null
                ? new ParameterTypes(0, List.of())
                // in the body of a function they are the function's
                : new ParameterTypes(
                        statement.body() instanceof CreateRoutine ? 0 : statement.parameterCount(), declared);
        Analysis analysis = new Analysis(rules, catalog, text, parameters);
        if (statement.body() instanceof Execute e) {
            return new Analysed(arguments(e, declared, analysis), List.of());
        }
        BoundStatement own = bind(statement.body(), analysis);
        boolean changes = !(own instanceof BoundStatement.Selects);
        BoundStatement main = changes ? shown(own, analysis, analysis.at(0)) : own;
        BoundStatement bound =
                DeferrableKeys.checked(Exclusions.told(analysis.programs().whole(main, analysis.at(0))), analysis);
        RoutineCalls.refuseFresh(bound, analysis);
        if (statement.isOfCursor()) {
            bound = CursorRows.numbered(bound, analysis);
        }
        List<Type> types = parameters.all();
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) == Type.UNKNOWN) {
                throw io.polywire.api.error.SqlFailure.build(
                                io.polywire.api.error.FailureKind.SEMANTIC,
                                "could not determine data type of parameter $" + (i + 1))
                        .sqlState("42P18")
                        .build();
            }
        }
        List<StorageFunction> kept = statement.access() == Access.READ ? List.of() : KeptFunctions.of(analysis);
        return new Analysed(
                bound, types, kept, List.copyOf(analysis.routines()), analysis.invoked(), analysis.named(), null);
    }

    /**
     * The function of users that a name means, with the types of its parameters where they are given.
     *
     * @param missingOk whether null is the answer where there is none
     */
    public static Routine routine(
            ObjectReference reference, CatalogSnapshot catalog, TypeRules rules, boolean missingOk) {
        return new RoutineBinder(new Analysis(rules, catalog, "", new ParameterTypes(0, List.of())))
                .find(reference, missingOk);
    }

    /** The outputs of the whole statement as the client is shown them. */
    private static BoundQuery shown(BoundQuery q, Analysis analysis, Place at) {
        List<BoundOutput> outputs = new ArrayList<>();
        boolean changed = false;
        for (BoundOutput o : q.outputs()) {
            BoundExpression value = analysis.rules().shown(o.value(), at);
            changed |= value != o.value();
            outputs.add(new BoundOutput(o.name(), value));
        }
        if (!changed) {
            return q;
        }
        if (!(q.body() instanceof BoundBody.Select s) || s.distinct()) {
            // rows are told apart, and put in order, before they are shown
            int source = analysis.newSource(null);
            List<BoundOutput> around = new ArrayList<>();
            for (int i = 0; i < q.outputs().size(); i++) {
                BoundOutput o = q.outputs().get(i);
                BoundExpression column = new BoundColumn(
                        source, QueryBinder.columnOf(i), o.value().type(), true);
                around.add(new BoundOutput(o.name(), analysis.rules().shown(column, at)));
            }
            BoundBody rows = new BoundBody.Select(
                    false, around, new BoundSource.Derived(source, q), null, false, List.of(), null);
            return new BoundQuery(rows, List.of(), null, null);
        }
        return new BoundQuery(
                new BoundBody.Select(false, outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having()),
                q.orderBy(),
                q.limit(),
                q.offset());
    }

    /** A change whose RETURNING is as the client is shown it. */
    private static BoundStatement shown(BoundStatement s, Analysis analysis, Place at) {
        List<BoundOutput> outputs = new ArrayList<>();
        boolean changed = false;
        for (BoundOutput o : s.outputs()) {
            BoundExpression value = analysis.rules().shown(o.value(), at);
            changed |= value != o.value();
            outputs.add(new BoundOutput(o.name(), value));
        }
        if (!changed) {
            return s;
        }
        if (s instanceof BoundStatement.Inserts i) {
            return new BoundStatement.Inserts(
                    i.target(), i.columns(), i.source(), i.conflict(), outputs, i.number(), i.rights());
        }
        if (s instanceof BoundStatement.Updates u) {
            return new BoundStatement.Updates(
                    u.target(),
                    u.columns(),
                    u.values(),
                    u.from(),
                    u.snapshot(),
                    u.where(),
                    outputs,
                    u.number(),
                    u.rights());
        }
        if (s instanceof BoundStatement.Deletes d) {
            return new BoundStatement.Deletes(d.target(), d.where(), outputs, d.number(), d.rights());
        }
        throw at.unsupported("RETURNING of a value of this type in a statement of several steps");
    }

    /** The arguments of EXECUTE as one row, each brought to the type of its parameter. */
    private static BoundStatement arguments(Execute e, List<Type> types, Analysis analysis) {
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Expression argument = e.arguments().get(i);
            Type type = types.get(i);
            BoundExpression value = analysis.expressions().plain(argument, new Scope(null), "EXECUTE");
            try {
                value = analysis.rules().assign(value, type, "", analysis.at(argument));
            } catch (SqlFailure f) {
                if (f.kind() != FailureKind.TYPE_MISMATCH) {
                    throw f;
                }
                throw analysis.at(argument)
                        .build(
                                FailureKind.TYPE_MISMATCH,
                                "parameter $" + (i + 1) + " of type "
                                        + analysis.rules().display(value.type())
                                        + " cannot be coerced to the expected type "
                                        + analysis.rules().display(type))
                        .hint("You will need to rewrite or cast the expression.")
                        .build();
            }
            outputs.add(new BoundOutput("$" + (i + 1), value));
        }
        BoundBody row = new BoundBody.Select(false, outputs, null, null, false, List.of(), null);
        return new BoundStatement.Selects(new BoundQuery(row, List.of(), null, null));
    }

    static BoundStatement bind(StatementBody body, Analysis analysis) {
        if (body instanceof Query q && q.into()) {
            return new TableCopies(analysis).into(q);
        }
        if (body instanceof CreateTableAs s) {
            return new TableCopies(analysis).create(s);
        }
        if (body instanceof CreateSchema s) {
            return new NamespaceBinder(analysis).create(s);
        }
        if (body instanceof CreateExtension s) {
            return new NamespaceBinder(analysis).extension(s);
        }
        if (body instanceof Comment s) {
            return new CommentBinder(analysis, s).bind();
        }
        if (body instanceof CreateDomain s) {
            return new DomainBinder(analysis).create(s);
        }
        if (body instanceof AlterDomain s) {
            return new DomainBinder(analysis).alter(s);
        }
        if (body instanceof CreateRoutine s) {
            return new RoutineBinder(analysis).create(s);
        }
        if (body instanceof AlterRoutine s) {
            return new RoutineBinder(analysis).alter(s);
        }
        if (body instanceof Rename s && RoutineBinder.is(s.object().kind())) {
            return new RoutineBinder(analysis).rename(s);
        }
        if (body instanceof SetSchema s && RoutineBinder.is(s.object().kind())) {
            return new RoutineBinder(analysis).setSchema(s);
        }
        if (body instanceof CreateComposite s) {
            return new CompositeBinder(analysis).create(s);
        }
        if (body instanceof AlterComposite s) {
            return new CompositeBinder(analysis).alter(s);
        }
        if (body instanceof CreateEnum s) {
            return new TypeBinder(analysis).create(s);
        }
        if (body instanceof AlterEnum s) {
            return new TypeBinder(analysis).alter(s);
        }
        if (body instanceof Rename s
                && (s.object().kind() == ObjectKind.TYPE || s.object().kind() == ObjectKind.DOMAIN)) {
            return new TypeBinder(analysis).rename(s);
        }
        if (body instanceof SetSchema s) {
            return new NamespaceBinder(analysis).setSchema(s);
        }
        if (body instanceof CreateView s) {
            return new ViewBinder(analysis).create(s);
        }
        if (body instanceof CreateMaterializedView s) {
            return new ViewBinder(analysis).create(s);
        }
        if (body instanceof RefreshMaterializedView s) {
            return new ViewBinder(analysis).refresh(s);
        }
        if (body instanceof Query q) {
            return new BoundStatement.Selects(
                    shown(analysis.queries().bind(q, null), analysis, analysis.at(q)),
                    analysis.locks().locked());
        }
        if (body instanceof Insert s) {
            return new InsertBinder(analysis).insert(s);
        }
        if (body instanceof Update s) {
            return new ChangeBinder(analysis).update(s);
        }
        if (body instanceof Delete s) {
            return new ChangeBinder(analysis).delete(s);
        }
        if (body instanceof Merge s) {
            return new MergeBinder(analysis).merge(s);
        }
        if (body instanceof CreateTable s) {
            return new SchemaBinder(analysis).createTable(s);
        }
        if (body instanceof CreateSequence s) {
            return new SequenceBinder(analysis).create(s);
        }
        if (body instanceof AlterSequence s) {
            return new SequenceBinder(analysis).alter(s);
        }
        if (body instanceof Drop s && s.kind() == ObjectKind.SEQUENCE) {
            return new SequenceBinder(analysis).drop(s);
        }
        if (body instanceof Rename s && s.object().kind() == ObjectKind.SEQUENCE) {
            return new SequenceBinder(analysis).rename(s);
        }
        if (body instanceof Drop s) {
            return new DropBinder(analysis).drop(s);
        }
        if (body instanceof Truncate s) {
            return new DropBinder(analysis).truncate(s);
        }
        if (body instanceof CreateIndex s) {
            return new IndexBinder(analysis).create(s);
        }
        if (body instanceof AlterTable s) {
            return new AlterBinder(analysis).alter(s);
        }
        if (body instanceof Rename s && s.object().kind() == ObjectKind.SCHEMA) {
            return new NamespaceBinder(analysis).rename(s);
        }
        if (body instanceof Rename s) {
            return new AlterBinder(analysis).rename(s);
        }
        if (body instanceof Maintenance s) {
            return MaintenanceBinder.bind(s, analysis);
        }
        throw analysis.at(body).unsupported(body.command());
    }
}
