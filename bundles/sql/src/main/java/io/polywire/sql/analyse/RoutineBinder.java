package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.tree.AlterRoutine;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.CreateRoutine;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.RoutineParameter;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SetSchema;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out what statements about functions of users mean (functioncmds.c and pg_proc.c). */
final class RoutineBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    private final SchemaNames names;
    private final List<Notice> notices = new ArrayList<>();

    RoutineBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.names = new SchemaNames(analysis);
    }

    /** Whether it is the kind of a function. */
    static boolean is(ObjectKind kind) {
        return kind == ObjectKind.FUNCTION || kind == ObjectKind.ROUTINE || kind == ObjectKind.PROCEDURE;
    }

    private BoundStatement change(List<SchemaStep> steps, int next) {
        boolean first = !analysis.catalog().isKept() && !steps.isEmpty();
        return new BoundStatement.ChangesSchema(steps, notices, first, next);
    }

    private BoundStatement change(List<SchemaStep> steps) {
        return change(steps, analysis.catalog().nextId());
    }

    static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("42P13").build();
    }

    // --- CREATE FUNCTION ------------------------------------------------------------------------------------------

    BoundStatement create(CreateRoutine s) {
        if (s.procedure()) {
            throw analysis.at(s).unsupported("CREATE PROCEDURE");
        }
        RoutineOptions options = new RoutineOptions(analysis, s);
        String schema = names.schema(s.name());
        String name = s.name().last().name();
        if (rules.isReservedFunction(name)) {
            throw analysis.at(s.name()).unsupported("a function with the name of one that PostgreSQL treats apart");
        }
        List<Routine.Parameter> parameters = parameters(s);
        Result result = result(s, parameters);
        List<Routine.DataType> given = parameters.stream()
                .filter(Routine.Parameter::given)
                .map(Routine.Parameter::type)
                .toList();
        rules.checkPolymorphic(result.type(), given);
        parameters.stream().filter(p -> !p.given()).forEach(p -> rules.checkPolymorphic(p.type(), given));
        boolean polymorphic = given.stream().anyMatch(rules::isPolymorphic);
        if (polymorphic && s.body() != null) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "SQL function with unquoted function body cannot have polymorphic arguments");
        }
        refuseDomains(parameters, result, analysis.at(s));
        options.check(result.rows());
        List<Routine.DataType> types = parameters.stream()
                .filter(Routine.Parameter::given)
                .map(Routine.Parameter::type)
                .toList();
        Routine old = analysis.catalog().routines(schema, name).stream()
                .filter(r -> r.takes(types))
                .findFirst()
                .orElse(null);
        int next = analysis.catalog().nextId();
        int id = old == null ? next++ : old.id();
        String comment = old == null ? null : old.comment();
        boolean standard = s.body() != null;
        Routine made = new Routine(
                id,
                schema,
                name,
                rules.dialect(),
                parameters,
                result.type(),
                result.rows(),
                standard ? standardText(s) : options.body(),
                standard ? standardSource(s) : options.body(),
                standard,
                options.kept(),
                comment);
        if (old != null) {
            replaceable(s, old, made);
        }
        List<Dependency> needed = List.of();
        if (standard) {
            ViewText meaning = new ViewText(rules, Renamed.NOTHING);
            Query tree = RoutineCalls.query(made, rules);
            Analysis inner = bind(made, tree, meaning);
            String text = meaning.written(tree, made.body());
            needed = meaning.dependencies(id);
            if (needed.stream().anyMatch(d -> io.polywire.sql.catalog.CatalogSnapshot.isTemporary(d.on()))) {
                throw inner.at(0).unsupported("a function over temporary tables in its own syntax");
            }
            made = new Routine(
                    id,
                    schema,
                    name,
                    made.dialect(),
                    parameters,
                    made.result(),
                    made.rows(),
                    text,
                    s.returnForm() ? returned(tree, meaning, made.body()) : text,
                    true,
                    made.options(),
                    comment);
        } else if (options.checked()) {
            Routine r = made;
            // what a polymorphic one means is known when it is called
            pointed(s, options, () -> {
                Query tree = RoutineCalls.query(r, rules);
                if (!polymorphic) {
                    bind(r, tree, null);
                }
            });
        }
        return change(List.of(new SchemaStep.KeepsRoutine(made), new SchemaStep.Needs(id, needed)), next);
    }

    /** A function with a body in the statement's own syntax, which is written anew as something has another name. */
    Routine written(Routine r, Renamed now) {
        ViewText meaning = new ViewText(rules, now);
        meaning.later();
        Query tree = RoutineCalls.query(r, rules);
        bind(r, tree, meaning, true);
        String text = meaning.written(tree, r.body());
        boolean isReturn = r.options().containsKey(Routine.RETURN);
        return r.meaning(text, isReturn ? returned(tree, meaning, r.body()) : text);
    }

    private static String returned(Query tree, ViewText meaning, String text) {
        return meaning.writtenValue(((Select) tree.body()).items().get(0).expression(), text);
    }

    /** Binds a body to see whether it means anything. */
    private Analysis bind(Routine r, Query tree, ViewText to) {
        return bind(r, tree, to, false);
    }

    /** @param again whether all names in it are written out */
    private Analysis bind(Routine r, Query tree, ViewText to, boolean again) {
        List<BoundExpression> arguments = new ArrayList<>();
        for (Routine.Parameter p : r.inputs()) {
            arguments.add(new BoundParameter(arguments.size() + 1, rules.parameterType(p.type())));
        }
        Analysis inner = analysis.inRoutine(r, r.body(), arguments, to);
        if (again) {
            inner.hasNamesWritten();
        }
        // the statement that makes it does not call it
        analysis.routines().remove(r);
        if (to != null) {
            to.of(inner);
        }
        BoundQuery q = RoutineCalls.bound(r, tree, arguments, inner, rules);
        RoutineCalls calls = new RoutineCalls(analysis);
        if (r.isRecord()) {
            // a call says what its columns are
            return inner;
        }
        if (r.rows()) {
            calls.shapedRows(r, q, inner);
        } else {
            calls.shapedValue(calls.resultType(r), q, inner);
        }
        return inner;
    }

    /** A failure within a body that was written as a text points into that text. */
    private void pointed(CreateRoutine s, RoutineOptions options, Runnable body) {
        try {
            body.run();
        } catch (SqlFailure f) {
            String context = "SQL function \"" + s.name().last().name() + "\"";
            int start = options.bodyStart();
            int position = f.position() == 0 || start < 0 ? 0 : analysis.text().codePointCount(0, start) + f.position();
            throw f.but()
                    .context(position == 0 ? context : null)
                    .position(position)
                    .build();
        }
    }

    private String standardText(CreateRoutine s) {
        if (s.body().size() != 1) {
            throw analysis.at(s).unsupported("a function of several statements");
        }
        Query q = s.body().get(0) instanceof Query x ? x : null;
        if (q == null) {
            throw analysis.at(s.body().get(0)).unsupported("a function whose body is no query");
        }
        String text = analysis.text(q);
        return isReturn(s) ? "SELECT" + text.substring("RETURN".length()) : text;
    }

    private boolean isReturn(CreateRoutine s) {
        return analysis.text(s.body().get(0)).regionMatches(true, 0, "RETURN", 0, "RETURN".length());
    }

    private String standardSource(CreateRoutine s) {
        return s.returnForm()
                ? analysis.text(s.body().get(0)).substring("RETURN".length()).strip()
                : analysis.text(s.body().get(0));
    }

    private List<Routine.Parameter> parameters(CreateRoutine s) {
        List<Routine.Parameter> all = new ArrayList<>();
        Set<String> in = new HashSet<>();
        Set<String> out = new HashSet<>();
        boolean defaults = false;
        for (RoutineParameter p : s.parameters()) {
            Routine.Mode mode = switch (p.mode()) {
                case OUT -> Routine.Mode.OUT;
                case INOUT -> Routine.Mode.INOUT;
                case TABLE -> Routine.Mode.TABLE;
                case VARIADIC -> Routine.Mode.VARIADIC;
                default -> Routine.Mode.IN;
            };
            if (p.type().setOf()) {
                throw invalid("functions cannot accept set arguments");
            }
            Routine.DataType type = type(p.type());
            String name = p.name() == null ? null : p.name().name();
            boolean input = mode != Routine.Mode.OUT && mode != Routine.Mode.TABLE;
            if (input && all.stream().anyMatch(o -> o.mode() == Routine.Mode.VARIADIC)) {
                throw invalid("VARIADIC parameter must be the last input parameter");
            }
            if (mode == Routine.Mode.VARIADIC && !rules.arrays().collects(type)) {
                throw invalid("VARIADIC parameter must be an array");
            }
            boolean given = mode != Routine.Mode.IN && mode != Routine.Mode.VARIADIC;
            boolean again = name != null && input && !in.add(name);
            again |= name != null && given && !out.add(name);
            again |= name != null && mode == Routine.Mode.TABLE && in.contains(name);
            if (again) {
                throw invalid("parameter name \"" + name + "\" used more than once");
            }
            if (p.defaultValue() != null && !input) {
                throw invalid("only input parameters can have default values");
            }
            if (input && defaults && p.defaultValue() == null) {
                throw invalid("input parameters after one with a default value must also have defaults");
            }
            defaults |= input && p.defaultValue() != null;
            String source = p.defaultValue() == null ? null : analysis.text(p.defaultValue());
            Routine.Parameter made = new Routine.Parameter(mode, name, type, source);
            if (source != null && !rules.isPolymorphic(type)) {
                RoutineCalls.byDefault(made, analysis, p.defaultValue());
            }
            all.add(made);
        }
        return all;
    }

    /** Values of a domain are looked at where they go in, and one that comes out. */
    private void refuseDomains(List<Routine.Parameter> parameters, Result result, Place at) {
        boolean out = parameters.stream().anyMatch(p -> p.gives() && isDomain(p.type()));
        if (out || result.rows() && isDomain(result.type())) {
            throw at.unsupported("a domain as the type of rows that a function gives");
        }
    }

    private boolean isDomain(Routine.DataType t) {
        return t != null
                && t.user() != 0
                && analysis.catalog().type(t.user()) != null
                && analysis.catalog().type(t.user()).isDomain();
    }

    private Routine.DataType type(TypeName name) {
        try {
            Routine.DataType kept = rules.parameterType(name);
            if (!rules.isPolymorphic(kept)) {
                CompositeBinder.refuseTemporary(analysis, rules.parameterType(kept), false, analysis.at(name));
            }
            return kept;
        } catch (SqlFailure f) {
            throw f.kind() == FailureKind.UNDEFINED_OBJECT
                    ? SqlFailure.of(f.kind(), "type " + SchemaNames.shown(name.name()) + " does not exist")
                    : Views.unplaced(f);
        }
    }

    private Routine.DataType returned(TypeName name) {
        try {
            return type(plain(name));
        } catch (SqlFailure f) {
            throw f.kind() == FailureKind.UNDEFINED_OBJECT
                    ? SqlFailure.of(f.kind(), "type \"" + SchemaNames.shown(name.name()) + "\" does not exist")
                    : f;
        }
    }

    private record Result(Routine.DataType type, boolean rows) {}

    private Result result(CreateRoutine s, List<Routine.Parameter> parameters) {
        List<Routine.Parameter> out =
                parameters.stream().filter(Routine.Parameter::gives).toList();
        boolean table = out.stream().anyMatch(p -> p.mode() == Routine.Mode.TABLE);
        if (table) {
            return new Result(out.size() == 1 ? out.get(0).type() : null, true);
        }
        if (s.returns() == null && out.isEmpty()) {
            throw invalid("function result type must be specified");
        }
        boolean rows = s.returns() != null && s.returns().setOf();
        if (out.isEmpty() && rules.isRecord(s.returns())) {
            return new Result(null, rows);
        }
        if (out.isEmpty()) {
            Relation of = rowsOf(s.returns());
            return of != null
                    ? new Result(new Routine.DataType("", of.id()), rows)
                    : new Result(returned(s.returns()), rows);
        }
        boolean record = s.returns() != null && s.returns().name().last().name().equals("record");
        if (s.returns() != null && !(record && out.size() > 1)) {
            Routine.DataType told = returned(s.returns());
            if (out.size() > 1 || !told.equals(out.get(0).type())) {
                throw invalid("function result type must be "
                        + (out.size() > 1
                                ? "record"
                                : rules.display(rules.parameterType(out.get(0).type())))
                        + " because of OUT parameters");
            }
        }
        return new Result(out.size() == 1 ? out.get(0).type() : null, rows);
    }

    /** The relation whose rows a type means; null for any other type. */
    private Relation rowsOf(TypeName t) {
        if (t.builtin() || !t.dimensions().isEmpty() || rules.userType(t) != null) {
            return null;
        }
        QualifiedName n = t.name();
        if (n.parts().size() == 1 && rules.isBuiltIn(n.last().name())) {
            return null;
        }
        Relation r = names.find(n);
        return r == null || r.kind() == Relation.Kind.SEQUENCE ? null : r;
    }

    private static TypeName plain(TypeName t) {
        return new TypeName(
                t.name(),
                t.builtin(),
                t.modifiers(),
                t.fields(),
                t.dimensions(),
                false,
                t.ofColumn(),
                t.start(),
                t.end());
    }

    private void replaceable(CreateRoutine s, Routine old, Routine made) {
        if (!s.orReplace()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "function \"" + made.name() + "\" already exists with same argument types")
                    .sqlState("42723")
                    .build();
        }
        String drop = "Use DROP FUNCTION " + signature(old) + " first.";
        boolean same = java.util.Objects.equals(old.result(), made.result()) && old.rows() == made.rows();
        boolean columns = old.outputs().stream()
                .map(Routine.Parameter::type)
                .toList()
                .equals(made.outputs().stream().map(Routine.Parameter::type).toList());
        if (!same || !columns && (made.result() == null || old.result() == null)) {
            String detail = same ? "Row type defined by OUT parameters is different." : null;
            throw SqlFailure.build(FailureKind.SEMANTIC, "cannot change return type of existing function")
                    .sqlState("42P13")
                    .detail(detail)
                    .hint(drop)
                    .build();
        }
        for (int i = 0; i < old.inputs().size(); i++) {
            String before = old.inputs().get(i).name();
            if (before != null && !before.equals(made.inputs().get(i).name())) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "cannot change name of input parameter \"" + before + "\"")
                        .sqlState("42P13")
                        .hint(drop)
                        .build();
            }
            if (old.inputs().get(i).defaultSource() != null
                    && made.inputs().get(i).defaultSource() == null) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "cannot remove parameter defaults from existing function")
                        .sqlState("42P13")
                        .hint(drop)
                        .build();
            }
        }
        new KeptRoutines(analysis).refuseStored(old, "CREATE OR REPLACE");
    }

    /** As format_procedure writes it. */
    String signature(Routine r) {
        String name = rules.quoted(r.name());
        boolean seen = analysis.catalog().path().stream()
                .filter(p -> analysis.catalog().routines(p, r.name()).stream()
                        .anyMatch(o -> o.takes(
                                r.inputs().stream().map(Routine.Parameter::type).toList())))
                .findFirst()
                .map(p -> p.equals(r.schema()))
                .orElse(false);
        List<String> types = r.inputs().stream().map(p -> display(p.type())).toList();
        return (seen ? name : rules.quoted(r.schema()) + "." + name) + "(" + String.join(",", types) + ")";
    }

    // --- which one is meant ---------------------------------------------------------------------------------------

    private String display(Routine.DataType t) {
        return isDomain(t)
                ? rules.quoted(analysis.catalog().type(t.user()).name())
                : rules.display(rules.parameterType(t));
    }

    /**
     * A function by its name and, if given, the types of its parameters (LookupFuncWithArgs of parse_func.c).
     *
     * @param missingOk whether null is the answer where there is none
     */
    Routine find(ObjectReference o, boolean missingOk) {
        if (o.kind() == ObjectKind.PROCEDURE) {
            throw analysis.at(o).unsupported("a procedure");
        }
        String schema = names.qualifier(o.name());
        String last = o.name().last().name();
        if (schema != null && analysis.catalog().schema(schema) == null && !rules.isReservedSchema(schema)) {
            if (missingOk) {
                return null;
            }
            throw SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + schema + "\" does not exist")
                    .sqlState("3F000")
                    .build();
        }
        List<Routine> all = new ArrayList<>();
        for (String s : schema == null ? analysis.catalog().path() : List.of(schema)) {
            all.addAll(analysis.catalog().routines(s, last));
        }
        String shown = SchemaNames.shown(o.name());
        String word = o.kind() == ObjectKind.ROUTINE ? "routine" : "function";
        if (o.signature() == null) {
            if (all.size() > 1) {
                throw SqlFailure.build(FailureKind.SEMANTIC, word + " name \"" + shown + "\" is not unique")
                        .sqlState("42725")
                        .hint("Specify the argument list to select the " + word + " unambiguously.")
                        .build();
            }
            if (all.isEmpty() && !missingOk) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_FUNCTION, "could not find a " + word + " named \"" + shown + "\"");
            }
            return all.isEmpty() ? null : all.get(0);
        }
        List<Routine.DataType> types = new ArrayList<>();
        List<String> displayed = new ArrayList<>();
        for (RoutineParameter p : o.signature()) {
            if (p.mode() == RoutineParameter.Mode.OUT) {
                continue;
            }
            Routine.DataType t;
            try {
                t = returned(p.type());
            } catch (SqlFailure f) {
                if (missingOk && f.kind() == FailureKind.UNDEFINED_OBJECT) {
                    return null;
                }
                throw f;
            }
            types.add(t);
            displayed.add(display(t));
        }
        Routine found = all.stream().filter(r -> r.takes(types)).findFirst().orElse(null);
        if (found == null && !missingOk) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_FUNCTION,
                    word + " " + shown + "(" + String.join(", ", displayed) + ") does not exist");
        }
        return found;
    }

    // --- DROP, ALTER ----------------------------------------------------------------------------------------------

    BoundStatement drop(Drop s) {
        Removal removal = new Removal(analysis);
        for (ObjectReference o : s.objects()) {
            Routine r = find(o, s.ifExists());
            String lost = r == null ? lost(o) : null;
            if (lost != null) {
                notices.add(Notice.notice(lost + " does not exist, skipping"));
            } else if (r == null) {
                String types = o.signature() == null
                        ? ""
                        : String.join(
                                ",", o.signature().stream().map(this::shownType).toList());
                notices.add(Notice.notice(s.kind().words().toLowerCase(java.util.Locale.ROOT) + " "
                        + SchemaNames.shown(o.name()) + "(" + types + ") does not exist, skipping"));
            } else {
                removal.add(r);
            }
        }
        return change(
                removal.isEmpty() ? Collections.emptyList() : removal.steps(s.behavior() == Behavior.CASCADE, notices));
    }

    /** What is not there of a function's schema and its parameters' types; null if they all are (dropcmds.c). */
    private String lost(ObjectReference o) {
        String schema = names.qualifier(o.name());
        if (schema != null && analysis.catalog().schema(schema) == null && !rules.isReservedSchema(schema)) {
            return "schema \"" + schema + "\"";
        }
        for (RoutineParameter p : o.signature() == null ? List.<RoutineParameter>of() : o.signature()) {
            List<Identifier> parts = p.type().name().parts();
            String of = parts.size() == 1 ? null : parts.get(0).name();
            if (of != null && analysis.catalog().schema(of) == null && !rules.isReservedSchema(of)) {
                return "schema \"" + of + "\"";
            }
            try {
                returned(p.type());
            } catch (SqlFailure f) {
                if (f.kind() == FailureKind.UNDEFINED_OBJECT) {
                    return "type \"" + SchemaNames.shown(p.type().name()) + "\"";
                }
                throw f;
            }
        }
        return null;
    }

    /** A type as DROP IF EXISTS tells of it: as it was written, by its name in the catalog. */
    private String shownType(RoutineParameter p) {
        return (p.type().builtin() ? "pg_catalog." : "")
                + SchemaNames.shown(p.type().name())
                + "[]".repeat(p.type().dimensions().size());
    }

    /** ALTER FUNCTION with options (AlterFunction of functioncmds.c). */
    BoundStatement alter(AlterRoutine s) {
        Routine r = find(s.object(), false);
        RoutineOptions options = new RoutineOptions(analysis, s, r);
        options.check(r.rows());
        Routine now = r.with(options.kept());
        if (now.strict() != r.strict()
                || !volatility(now).equals(volatility(r)) && !volatility(now).equals("immutable")) {
            new KeptRoutines(analysis).refuseStored(r, "ALTER");
        }
        return change(List.of(new SchemaStep.KeepsRoutine(now)));
    }

    private static String volatility(Routine r) {
        return r.options().getOrDefault(Routine.VOLATILITY, "volatile");
    }

    BoundStatement rename(Rename s) {
        Routine r = find(s.object(), false);
        return moved(r, r.schema(), s.newName().name(), s);
    }

    BoundStatement setSchema(SetSchema s) {
        Routine r = find(s.object(), false);
        String to = names.existing(s.schema().name()).name();
        if (names.isTemporary(to)) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "cannot move objects into or out of temporary schemas");
        }
        return to.equals(r.schema()) ? change(List.of()) : moved(r, to, r.name(), s);
    }

    private BoundStatement moved(Routine r, String schema, String name, io.polywire.sql.tree.Part at) {
        List<Routine.DataType> types =
                r.inputs().stream().map(Routine.Parameter::type).toList();
        if (analysis.catalog().routines(schema, name).stream().anyMatch(o -> o.takes(types))) {
            String shown =
                    name + signature(r).substring(signature(r).lastIndexOf('(')).replace(",", ", ");
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "function " + shown + " already exists in schema \"" + schema + "\"")
                    .sqlState("42723")
                    .build();
        }
        if (rules.isReservedFunction(name)) {
            throw analysis.at(at).unsupported("a function with the name of one that PostgreSQL treats apart");
        }
        Routine now = r.named(schema, name);
        List<SchemaStep> steps = new ArrayList<>();
        steps.add(new SchemaStep.KeepsRoutine(now));
        steps.addAll(ViewRenames.steps(analysis, Renamed.of(now)));
        steps.addAll(new RenamedInTables(analysis, Renamed.of(now), r.name()).steps());
        return change(steps);
    }
}
