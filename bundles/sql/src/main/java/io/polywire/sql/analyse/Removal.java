package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What goes with objects that are dropped: with RESTRICT nothing may, with CASCADE it goes too, and the client is told.
 * In the order and the words of PostgreSQL (dependency.c), which other servers have not.
 */
final class Removal {
    private enum Kind {
        RELATION,
        COLUMN,
        CONSTRAINT,
        INDEX,
        DEFAULT,
        ATTRIBUTE,
        TYPE,
        ROUTINE,
        SCHEMA
    }

    /** An object: {@code what} is its relation, type or schema, {@code sub} a column's or a constraint's number. */
    private record Item(Kind kind, Object what, int id, int sub) {
        boolean is(Item other) {
            return kind == other.kind && id == other.id && sub == other.sub;
        }
    }

    /** In place of a column's number: the type of a type's arrays, which goes with it without being told of. */
    private static final int ARRAYS = 1;

    private Relation rewritten;
    private IntFunction<List<Integer>> readers = number -> List.of();

    /** Numbers of constraints that read a column of that table without being over it. */
    private IntFunction<List<Integer>> excluding = n -> List.of();

    private record Met(Item item, Item by) {}

    private final Analysis analysis;
    private final CatalogSnapshot catalog;
    private final List<Item> wanted = new ArrayList<>();
    private final List<Met> met = new ArrayList<>();
    private final List<Item> seen = new ArrayList<>();

    Removal(Analysis analysis) {
        this.analysis = analysis;
        this.catalog = analysis.catalog();
    }

    // --- what is dropped ------------------------------------------------------------------------------------------

    void add(Relation r) {
        want(of(r));
    }

    void add(UserType t) {
        want(new Item(Kind.TYPE, t, t.id(), 0));
    }

    void add(Routine r) {
        want(of(r));
    }

    void add(Schema s) {
        want(new Item(Kind.SCHEMA, s, s.id(), 0));
    }

    /**
     * A column of a table that is written anew, without its columns that go.
     *
     * @param readers numbers of the generated columns that are worked out from a column
     */
    void addColumn(Relation r, int number, IntFunction<List<Integer>> readers, IntFunction<List<Integer>> excluding) {
        rewritten = r;
        this.readers = readers;
        this.excluding = excluding;
        want(column(r, number));
    }

    /** A key of a table that is written anew, with what needs it. */
    void addKey(Relation r, TableConstraint key) {
        rewritten = r;
        want(new Item(Kind.CONSTRAINT, r, r.id(), key.id()));
    }

    /** Numbers of the constraints that go of the table that is written anew. */
    List<Integer> constraints() {
        return met.stream()
                .map(Met::item)
                .filter(i -> i.kind == Kind.CONSTRAINT && i.what == rewritten)
                .map(Item::sub)
                .toList();
    }

    /** Numbers of the columns that go of the table that is written anew. */
    List<Integer> columns() {
        return met.stream()
                .map(Met::item)
                .filter(i -> i.kind == Kind.COLUMN && i.what == rewritten)
                .map(Item::sub)
                .toList();
    }

    private void want(Item i) {
        if (wanted.stream().noneMatch(i::is)) {
            wanted.add(i);
        }
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    private static Item of(Relation r) {
        return new Item(Kind.RELATION, r, r.id(), 0);
    }

    private static Item of(Routine r) {
        return new Item(Kind.ROUTINE, r, r.id(), 0);
    }

    private static Item column(Relation r, int number) {
        return new Item(Kind.COLUMN, r, r.id(), number);
    }

    // --- what needs it --------------------------------------------------------------------------------------------

    private List<Item> needing(Item i) {
        List<Item> out = new ArrayList<>();
        if (i.kind == Kind.CONSTRAINT) {
            ofKey(i, out);
            return out;
        }
        if (i.kind == Kind.SCHEMA) {
            String name = ((Schema) i.what).name();
            catalog.relations().stream().filter(r -> r.schema().equals(name)).forEach(r -> {
                boolean owned = r.sequence() != null && r.sequence().ownerId() != 0;
                if (!owned) {
                    out.add(of(r));
                }
            });
            catalog.types().stream()
                    .filter(t -> t.schema().equals(name))
                    .forEach(t -> out.add(new Item(Kind.TYPE, t, t.id(), 0)));
            catalog.routines().stream().filter(r -> r.schema().equals(name)).forEach(r -> out.add(of(r)));
        }
        if (i.kind == Kind.TYPE && i.sub == 0 || i.kind == Kind.RELATION) {
            catalog.routines().stream().filter(r -> r.uses(i.id)).forEach(r -> out.add(of(r)));
        }
        if (i.kind == Kind.RELATION || i.kind == Kind.COLUMN) {
            for (Relation other : catalog.relations()) {
                for (TableConstraint c : other.constraints()) {
                    boolean refers = c.reference() != null
                            && c.reference().tableId() == i.id
                            && other.id() != i.id
                            && (i.kind == Kind.RELATION
                                    || c.reference().columns().contains(i.sub));
                    if (refers) {
                        out.add(new Item(Kind.CONSTRAINT, other, other.id(), c.id()));
                    }
                }
            }
        }
        if (i.kind == Kind.TYPE && i.sub == ARRAYS) {
            arrays(i.id)
                    .forEach(r -> r.columns().stream()
                            .filter(c -> c.typeId() == i.id && isArray(c))
                            .forEach(c -> out.add(column(r, c.number()))));
            attributes(i.id, true, out);
        } else if (i.kind == Kind.TYPE) {
            attributes(i.id, false, out);
            catalog.relations().stream().filter(r -> TypedTables.of(r) == i.id).forEach(r -> out.add(of(r)));
            catalog.types().stream()
                    .filter(t -> t.isDomain() && t.baseId() == i.id)
                    .forEach(t -> out.add(new Item(Kind.TYPE, t, t.id(), 0)));
            for (Relation r : catalog.relations()) {
                if (r.kind() != Relation.Kind.VIEW) {
                    r.columns().stream()
                            .filter(c -> c.typeId() == i.id && !isArray(c))
                            .forEach(c -> out.add(column(r, c.number())));
                }
            }
        }
        if (i.kind == Kind.RELATION) {
            ofRows((Relation) i.what, out);
        }
        if (i.kind == Kind.ROUTINE) {
            KeptRoutines kept = new KeptRoutines(analysis);
            for (Relation r : catalog.relations()) {
                for (KeptRoutines.Use u : goes(r) ? List.<KeptRoutines.Use>of() : kept.stored(r, (Routine) i.what)) {
                    Kind kind = switch (u.what()) {
                        case COLUMN -> Kind.COLUMN;
                        case CONSTRAINT -> Kind.CONSTRAINT;
                        case INDEX -> Kind.INDEX;
                    };
                    out.add(new Item(kind, r, r.id(), u.number()));
                }
                kept.defaults(r, (Routine) i.what).forEach(n -> out.add(new Item(Kind.DEFAULT, r, r.id(), n)));
            }
        }
        if (i.kind == Kind.RELATION && ((Relation) i.what).kind() == Relation.Kind.SEQUENCE) {
            for (Relation r : catalog.relations()) {
                for (RelationColumn c : r.columns()) {
                    if (SequenceBinder.uses(analysis, r, c, i.id)) {
                        out.add(new Item(Kind.DEFAULT, r, r.id(), c.number()));
                    }
                }
            }
        } else if (i.kind == Kind.RELATION || i.kind == Kind.COLUMN) {
            catalog.ownedSequences(i.id, i.sub).forEach(s -> out.add(of(s)));
        }
        for (Dependency d : catalog.dependencies()) {
            Relation by = catalog.relation(d.dependent());
            boolean needs = d.on() == i.id
                    && (i.sub == 0 || d.column() == i.sub)
                    && i.kind != Kind.INDEX
                    && i.kind != Kind.DEFAULT;
            if (needs && by != null && out.stream().noneMatch(of(by)::is)) {
                out.add(of(by));
            }
            Routine calls = needs ? catalog.routine(d.dependent()) : null;
            if (calls != null && out.stream().noneMatch(of(calls)::is)) {
                out.add(of(calls));
            }
        }
        if (i.kind == Kind.COLUMN && i.what == rewritten) {
            readers.apply(i.sub).forEach(n -> out.add(column(rewritten, n)));
        }
        if (i.kind == Kind.TYPE && i.sub == 0 && hasArrays(i.id)) {
            out.add(new Item(Kind.TYPE, i.what, i.id, ARRAYS));
        }
        out.sort(Comparator.comparingInt((Item x) -> x.kind == Kind.CONSTRAINT || x.kind == Kind.INDEX ? x.sub : x.id)
                .reversed()
                .thenComparingInt(x ->
                        x.kind == Kind.COLUMN && x.what == rewritten || x.kind == Kind.DEFAULT || i.kind == Kind.ROUTINE
                                ? -x.sub
                                : x.sub));
        if (i.kind == Kind.COLUMN && i.what == rewritten) {
            // the last one is told first
            excluding.apply(i.sub).forEach(n -> out.add(0, new Item(Kind.CONSTRAINT, rewritten, rewritten.id(), n)));
        }
        return out;
    }

    /** Views whose groups a key stands for, and foreign keys that refer to it. */
    private void ofKey(Item i, List<Item> out) {
        if (i.what != rewritten || wanted.stream().noneMatch(i::is)) {
            return;
        }
        TableConstraint key = constraint(i);
        for (Relation other : catalog.relations()) {
            for (TableConstraint c : other.constraints()) {
                if (c.reference() != null && c.reference().tableId() == i.id && c.indexId() == key.indexId()) {
                    out.add(new Item(Kind.CONSTRAINT, other.id() == i.id ? rewritten : other, other.id(), c.id()));
                }
            }
        }
        if (key.kind() == TableConstraint.Kind.PRIMARY_KEY) {
            ViewRenames.keyed(rewritten, analysis).forEach(v -> out.add(of(v)));
        }
        out.sort(Comparator.comparingInt((Item x) -> x.kind == Kind.CONSTRAINT ? x.sub : x.id)
                .reversed());
    }

    private static TableConstraint constraint(Item i) {
        return ((Relation) i.what)
                .constraints().stream().filter(c -> c.id() == i.sub).findFirst().orElseThrow();
    }

    /** Whether a relation is dropped, or its schema, as the statement says. */
    private boolean goes(Relation r) {
        return wanted.stream()
                .anyMatch(w -> w.kind == Kind.RELATION && w.id == r.id()
                        || w.kind == Kind.SCHEMA && ((Schema) w.what).name().equals(r.schema()));
    }

    /** Attributes of composite types that are of a type, or arrays of it. */
    private void attributes(int type, boolean arrays, List<Item> out) {
        for (UserType t : catalog.types()) {
            if (t.isComposite()) {
                t.fields().stream()
                        .filter(a -> a.typeId() == type && isArray(a) == arrays)
                        .forEach(a -> out.add(new Item(Kind.ATTRIBUTE, t, t.id(), a.number())));
            }
        }
    }

    /** Columns and attributes of the type of a relation's rows. */
    private void ofRows(Relation of, List<Item> out) {
        for (UserType t : catalog.types()) {
            Relation rows = t.isDomain() && t.baseId() != 0 ? analysis.rules().rowsOf(t.baseId()) : null;
            if (rows != null && rows.id() == of.id()) {
                out.add(new Item(Kind.TYPE, t, t.id(), 0));
            }
        }
        for (Relation r : catalog.relations()) {
            if (r.kind() != Relation.Kind.VIEW) {
                r.columns().stream().filter(c -> isOfRows(c, of)).forEach(c -> out.add(column(r, c.number())));
            }
        }
        for (UserType t : catalog.types()) {
            if (t.isComposite()) {
                t.fields().stream()
                        .filter(a -> isOfRows(a, of))
                        .forEach(a -> out.add(new Item(Kind.ATTRIBUTE, t, t.id(), a.number())));
            }
        }
    }

    private boolean isOfRows(RelationColumn c, Relation of) {
        Relation rows = c.typeId() == 0 ? null : analysis.rules().rowsOf(c.typeId());
        return rows != null && rows.id() == of.id();
    }

    private boolean isOfRows(Item i, Relation of) {
        if (i.kind == Kind.COLUMN) {
            return isOfRows(((Relation) i.what).column(i.sub), of);
        }
        return i.kind == Kind.ATTRIBUTE && isOfRows(attribute(i), of);
    }

    private static RelationColumn attribute(Item i) {
        return ((UserType) i.what)
                .fields().stream().filter(a -> a.number() == i.sub).findFirst().orElseThrow();
    }

    /** Tables, and composite types, with arrays of a type. */
    private boolean hasArrays(int type) {
        return arrays(type).findAny().isPresent()
                || catalog.types().stream()
                        .anyMatch(t ->
                                t.isComposite() && t.fields().stream().anyMatch(a -> a.typeId() == type && isArray(a)));
    }

    /** Whether a column of a user's type, or of rows, holds arrays of it. */
    private boolean isArray(RelationColumn c) {
        UserType t = catalog.type(c.typeId());
        return t == null ? c.declared().startsWith("_") : t.hasArraysIn(c);
    }

    /** Tables with arrays of a type. */
    private Stream<Relation> arrays(int type) {
        return catalog.relations().stream()
                .filter(r -> r.kind() != Relation.Kind.VIEW
                        && r.columns().stream().anyMatch(c -> c.typeId() == type && isArray(c)));
    }

    private void visit(Item i, Item by) {
        if (seen.stream().anyMatch(i::is)) {
            return;
        }
        seen.add(i);
        for (Item n : needing(i)) {
            visit(n, i);
        }
        met.add(new Met(i, by));
    }

    // --- the steps ------------------------------------------------------------------------------------------------

    /**
     * The steps that drop it all.
     *
     * @param cascade whether what needs it goes too
     * @param notices what is told of
     */
    List<SchemaStep> steps(boolean cascade, List<Notice> notices) {
        for (Item w : wanted) {
            visit(w, null);
        }
        List<Met> others = new ArrayList<>();
        for (int i = met.size() - 1; i >= 0; i--) {
            Met m = met.get(i);
            boolean within = wanted.stream().anyMatch(m.item::is)
                    || isOwned(m.item)
                    || m.item.kind == Kind.TYPE && m.item.sub == ARRAYS
                    || m.item.kind != Kind.RELATION && wanted.stream().anyMatch(w -> isPart(m.item, w));
            if (!within) {
                others.add(m);
            }
        }
        // a part of what goes anyway goes without being told of
        others.removeIf(m ->
                m.item.kind != Kind.RELATION && others.stream().anyMatch(o -> o != m && isPart(m.item, o.item)));
        if (!others.isEmpty() && !cascade) {
            throw needed(others);
        }
        tell(others, notices);
        return steps();
    }

    /** Whether it is a sequence whose owner goes: it goes without being told of. */
    private boolean isOwned(Item i) {
        return i.what instanceof Relation r
                && i.kind == Kind.RELATION
                && r.sequence() != null
                && met.stream()
                        .anyMatch(m -> m.item.id == r.sequence().ownerId()
                                && (m.item.kind == Kind.RELATION
                                        || m.item.kind == Kind.COLUMN
                                                && m.item.sub == r.sequence().ownerColumn()));
    }

    private static boolean isPart(Item part, Item whole) {
        return part.id == whole.id
                && (whole.kind == Kind.RELATION
                                && (part.kind == Kind.CONSTRAINT
                                        || part.kind == Kind.INDEX
                                        || part.kind == Kind.COLUMN
                                        || part.kind == Kind.DEFAULT)
                        || whole.kind == Kind.TYPE && whole.sub == 0 && part.kind == Kind.ATTRIBUTE
                        || whole.kind == Kind.COLUMN && part.kind == Kind.DEFAULT && part.sub == whole.sub);
    }

    private SqlFailure needed(List<Met> others) {
        String what = wanted.size() == 1
                ? "cannot drop " + described(wanted.get(0)) + " because other objects depend on it"
                : "cannot drop desired object(s) because other objects depend on them";
        StringBuilder detail = new StringBuilder();
        for (Met m : others) {
            detail.append(detail.isEmpty() ? "" : "\n")
                    .append(described(m.item))
                    .append(" depends on ")
                    .append(
                            m.by.kind == Kind.CONSTRAINT && m.item.kind == Kind.CONSTRAINT
                                    ? "index "
                                            + analysis.rules()
                                                    .quoted(constraint(m.by).name())
                                    : m.by.what instanceof Relation of
                                                    && m.by.kind == Kind.RELATION
                                                    && (m.item.what instanceof Routine r && r.uses(of.id())
                                                            || isOfRows(m.item, of))
                                            ? described(of).replaceFirst("^\\w+( view)? ", "type ")
                                            : described(m.by));
        }
        return SqlFailure.build(FailureKind.SEMANTIC, what)
                .sqlState("2BP01")
                .detail(detail.toString())
                .hint("Use DROP ... CASCADE to drop the dependent objects too.")
                .build();
    }

    private void tell(List<Met> others, List<Notice> notices) {
        if (others.size() == 1) {
            notices.add(Notice.notice("drop cascades to " + described(others.get(0).item)));
        } else if (others.size() > 1) {
            StringBuilder detail = new StringBuilder();
            others.forEach(m -> detail.append(detail.isEmpty() ? "" : "\n")
                    .append("drop cascades to ")
                    .append(described(m.item)));
            notices.add(new Notice(
                    Notice.Severity.NOTICE,
                    "00000",
                    "drop cascades to " + others.size() + " other objects",
                    detail.toString(),
                    null));
        }
    }

    private List<SchemaStep> steps() {
        List<SchemaStep> steps = new ArrayList<>();
        Map<Integer, Relation> tables = new LinkedHashMap<>();
        Map<Integer, Relation> changed = new LinkedHashMap<>();
        Set<Integer> redeclared = new HashSet<>();
        for (Met m : met) {
            if (m.item.kind == Kind.RELATION) {
                Relation r = (Relation) m.item.what;
                if (r.kind() == Relation.Kind.TABLE) {
                    tables.put(r.id(), r);
                } else if (r.kind() == Relation.Kind.MATERIALIZED_VIEW || !r.own()) {
                    steps.add(new SchemaStep.DropsTable(r));
                } else if (r.kind() != Relation.Kind.SEQUENCE) {
                    steps.add(new SchemaStep.Forgets(r));
                }
            }
        }
        for (Met m : met) {
            boolean part = m.item.kind == Kind.COLUMN
                    || m.item.kind == Kind.CONSTRAINT
                    || m.item.kind == Kind.INDEX
                    || m.item.kind == Kind.DEFAULT;
            if (!part || met.stream().anyMatch(o -> isPart(m.item, o.item))) {
                continue;
            }
            Relation r = (Relation) m.item.what;
            Relation now = changed.getOrDefault(r.id(), r);
            if (wanted.stream().anyMatch(m.item::is)
                    || (m.item.kind == Kind.COLUMN || m.item.kind == Kind.CONSTRAINT) && m.item.what == rewritten) {
                continue;
            }
            if (m.item.kind == Kind.CONSTRAINT) {
                int id = m.item.sub;
                if (now.constraints().stream().anyMatch(c -> c.id() == id && c.setsSome())) {
                    steps.add(new SchemaStep.DropsAction(id, now.temporary()));
                }
                changed.put(
                        r.id(),
                        now.with(
                                now.constraints().stream()
                                        .filter(c -> c.id() != id)
                                        .toList(),
                                now.indexes()));
                redeclared.add(r.id());
                continue;
            }
            if (m.item.kind == Kind.INDEX) {
                TableIndex index = index(m.item);
                steps.add(new SchemaStep.DropsIndex(index));
                changed.put(
                        r.id(),
                        now.with(
                                now.constraints(),
                                now.indexes().stream()
                                        .filter(x -> x.id() != index.id())
                                        .toList()));
                continue;
            }
            if (m.item.kind == Kind.DEFAULT) {
                changed.put(r.id(), defaulted(now, m.item.sub));
                continue;
            }
            steps.add(droppedColumn(now, m.item.sub));
            changed.put(r.id(), without(now, m.item.sub));
        }
        changed.values()
                .forEach(r -> steps.add(
                        redeclared.contains(r.id())
                                ? new SchemaStep.Redeclares(
                                        new TableParts(analysis, r, TableParts.types(analysis, r, analysis.at(0)))
                                                .declaration())
                                : new SchemaStep.Keeps(r)));
        DropBinder.ordered(tables).forEach(r -> steps.add(new SchemaStep.DropsTable(r)));
        for (Met m : met) {
            if (m.item.kind == Kind.RELATION && ((Relation) m.item.what).kind() == Relation.Kind.SEQUENCE) {
                steps.add(new SchemaStep.DropsSequence((Relation) m.item.what));
            }
        }
        Map<Integer, UserType> types = new LinkedHashMap<>();
        for (Met m : met) {
            if (m.item.kind == Kind.ATTRIBUTE && met.stream().noneMatch(o -> isPart(m.item, o.item))) {
                if (CompositeBinder.isWritten(analysis, m.item.id)) {
                    throw SqlFailure.unsupported(
                            "DROP ... CASCADE of a type that an attribute of a composite type has which is used");
                }
                UserType t = types.getOrDefault(m.item.id, (UserType) m.item.what);
                types.put(
                        t.id(),
                        t.with(t.attributes().stream()
                                .map(a -> a.number() == m.item.sub ? CompositeBinder.dropped(a) : a)
                                .toList()));
            }
        }
        types.values().forEach(t -> steps.add(new SchemaStep.KeepsType(t)));
        for (Met m : met) {
            if (m.item.kind == Kind.TYPE && m.item.sub == 0) {
                steps.add(new SchemaStep.ForgetsType((UserType) m.item.what));
            } else if (m.item.kind == Kind.ROUTINE) {
                steps.add(new SchemaStep.ForgetsRoutine((Routine) m.item.what));
            } else if (m.item.kind == Kind.SCHEMA) {
                steps.add(new SchemaStep.ForgetsSchema((Schema) m.item.what));
            }
        }
        return steps;
    }

    private static TableIndex index(Item i) {
        return ((Relation) i.what)
                .indexes().stream().filter(x -> x.id() == i.sub).findFirst().orElseThrow();
    }

    private SchemaStep droppedColumn(Relation r, int number) {
        RelationColumn c = r.column(number);
        boolean written = r.constraints().stream().anyMatch(k -> k.columns().contains(number))
                || r.indexes().stream().anyMatch(i -> i.predicate() != null || i.has(number) || i.has(0));
        if (written || r.columns().size() == 1) {
            throw SqlFailure.unsupported("DROP ... CASCADE of a type whose column a constraint or an index has");
        }
        return new SchemaStep.DropsColumn(r, c.name());
    }

    private static Relation defaulted(Relation r, int number) {
        return r.withColumns(r.columns().stream()
                .map(c -> c.number() == number ? c.defaulting(null) : c)
                .toList());
    }

    private static Relation without(Relation r, int number) {
        return r.withColumns(
                r.columns().stream().filter(c -> c.number() != number).toList());
    }

    // --- names ----------------------------------------------------------------------------------------------------

    private String described(Item i) {
        return switch (i.kind) {
            case RELATION -> described((Relation) i.what);
            case COLUMN -> "column " + ((Relation) i.what).column(i.sub).name() + " of " + described((Relation) i.what);
            case DEFAULT ->
                "default value for column " + ((Relation) i.what).column(i.sub).name() + " of "
                        + described((Relation) i.what);
            case CONSTRAINT -> {
                yield "constraint " + analysis.rules().quoted(constraint(i).name()) + " on "
                        + described((Relation) i.what);
            }
            case INDEX -> "index " + analysis.rules().quoted(index(i).name());
            case ATTRIBUTE ->
                "column " + analysis.rules().quoted(attribute(i).name()) + " of composite type "
                        + named((UserType) i.what);
            case TYPE -> "type " + named((UserType) i.what) + (i.sub == ARRAYS ? "[]" : "");
            case ROUTINE -> "function " + new RoutineBinder(analysis).signature((Routine) i.what);
            case SCHEMA -> "schema " + analysis.rules().quoted(((Schema) i.what).name());
        };
    }

    /** A relation with the word for what it is, and its schema where the search path does not lead to it. */
    String described(Relation r) {
        String word = switch (r.kind()) {
            case TABLE -> "table ";
            case VIEW -> "view ";
            case MATERIALIZED_VIEW -> "materialized view ";
            case SEQUENCE -> "sequence ";
        };
        return word + named(r);
    }

    /** A relation's name, with its schema where the search path does not lead to it. */
    String named(Relation r) {
        return ObjectNames.of(catalog, analysis.rules()).of(r);
    }

    private String named(UserType t) {
        return ObjectNames.of(catalog, analysis.rules()).of(t);
    }
}
