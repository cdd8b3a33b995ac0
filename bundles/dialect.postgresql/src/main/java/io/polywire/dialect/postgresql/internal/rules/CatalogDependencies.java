package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows of pg_depend for a relation and what belongs to it (documentation 15, 53.18). */
final class CatalogDependencies {
    private static final long CLASS = 1259;
    private static final long CONSTRAINT = 2606;
    private static final long DEFAULT = 2604;
    private static final long NAMESPACE = 2615;
    private static final long RULE = 2618;
    private static final long TYPE = 1247;

    private CatalogDependencies() {}

    static void add(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        if (KeptRows.texts(r, catalog).counts()) {
            of(d, r, catalog, rows);
        } else {
            List<Object> on = List.of(CatalogRows.schema(r.schema(), catalog));
            KeptRows.add("pg_depend", r, catalog, on, made -> of(d, r, catalog, made), rows);
        }
    }

    private static void of(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        rows.add(row(d, CLASS, r.id(), NAMESPACE, CatalogRows.schema(r.schema(), catalog), 0, "n"));
        if (r.sequence() != null && r.sequence().ownerId() != 0) {
            rows.add(row(
                    d,
                    CLASS,
                    r.id(),
                    CLASS,
                    r.sequence().ownerId(),
                    r.sequence().ownerColumn(),
                    r.sequence().internal() ? "i" : "a"));
        }
        for (RelationColumn c : ViewDomains.columns(r, catalog)) {
            UserType own = c.typeId() == 0 ? null : catalog.type(c.typeId());
            // rows of composite types are told of with these types
            if (own != null && !own.isComposite()) {
                long type = CatalogColumns.typeNumber(c, own);
                rows.add(of(d, CLASS, r.id(), c.number(), TYPE, type, 0, "n"));
            }
            if (CatalogRows.hasExpression(c, catalog)) {
                long number = CatalogRows.defaultNumber(r, c);
                boolean generated = c.generation() != null;
                rows.add(row(d, DEFAULT, number, CLASS, r.id(), c.number(), generated ? "i" : "a"));
                if (generated && r.own()) {
                    new java.util.TreeSet<>(ShownQueries.columns(c.generation().source(), r, catalog))
                            .forEach(n -> rows.add(row(d, DEFAULT, number, CLASS, r.id(), n, "n")));
                }
                if (c.defaultValue() != null) {
                    sequences(c.defaultValue().source(), r, catalog)
                            .forEach(s -> rows.add(row(d, DEFAULT, number, CLASS, s.id(), 0, "n")));
                }
            }
        }
        Set<Integer> ofKeys = r.constraints().stream()
                .filter(TableConstraint::hasIndex)
                .map(c -> c.indexId() == 0 ? c.id() : c.indexId())
                .collect(Collectors.toSet());
        for (TableConstraint c : r.constraints()) {
            c.columns().forEach(n -> rows.add(row(d, CONSTRAINT, c.id(), CLASS, r.id(), n, "a")));
            if (c.check() != null && r.own()) {
                new java.util.TreeSet<>(ShownQueries.columns(c.check(), r, catalog))
                        .forEach(n -> rows.add(row(d, CONSTRAINT, c.id(), CLASS, r.id(), n, "n")));
            }
            if (c.hasIndex()) {
                rows.add(row(d, CLASS, c.indexId() == 0 ? c.id() : c.indexId(), CONSTRAINT, c.id(), 0, "i"));
            } else if (c.reference() != null) {
                c.reference()
                        .columns()
                        .forEach(n -> rows.add(
                                row(d, CONSTRAINT, c.id(), CLASS, c.reference().tableId(), n, "n")));
                if (c.indexId() != 0) {
                    rows.add(row(d, CONSTRAINT, c.id(), CLASS, c.indexId(), 0, "n"));
                }
            }
        }
        for (TableIndex i : CatalogRows.indexes(r)) {
            if (!ofKeys.contains(i.id())) {
                ofIndex(d, i, r, catalog, rows);
            }
        }
    }

    /** An index that is not of a key needs its columns, and those of its expressions; if it has none but these, the table too. */
    private static void ofIndex(
            CatalogData.Definition d, TableIndex i, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        Set<Integer> plain = new java.util.TreeSet<>(i.include());
        Set<Integer> within = new java.util.TreeSet<>();
        for (TableIndex.Key k : i.keys()) {
            if (k.column() != 0) {
                plain.add(k.column());
            } else if (r.own()) {
                within.addAll(ShownQueries.columns(k.expression(), r, catalog));
            }
        }
        Set<Integer> condition = i.predicate() == null || !r.own()
                ? Set.of()
                : new java.util.TreeSet<>(ShownQueries.columns(i.predicate(), r, catalog));
        if (plain.isEmpty()) {
            plain.add(0);
        }
        for (Set<Integer> columns : List.of(plain, within, condition)) {
            columns.forEach(n -> rows.add(row(d, CLASS, i.id(), CLASS, r.id(), n, "a")));
        }
    }

    /** What views read: their rules need it. Conditions of domains go with them. */
    static void ofViews(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        for (Relation r : catalog.relations()) {
            if (CatalogRows.isView(r)) {
                rows.add(row(d, RULE, CatalogRows.ruleNumber(r), CLASS, r.id(), 0, "i"));
                // the relation that a rule is of is among those that its query names
                rows.add(row(d, RULE, CatalogRows.ruleNumber(r), CLASS, r.id(), 0, "n"));
            }
        }
        for (UserType t : catalog.types()) {
            if (!t.isComposite()) {
                rows.add(row(d, TYPE, t.id(), NAMESPACE, CatalogRows.schema(t.schema(), catalog), 0, "n"));
                rows.add(row(d, TYPE, t.id() + 1L, TYPE, t.id(), 0, "i"));
                Type base = t.isDomain() && t.baseId() != 0 ? CatalogRows.base(t, catalog) : null;
                if (base != null) {
                    rows.add(row(d, TYPE, t.id(), TYPE, CatalogRows.baseNumber(t, base), 0, "n"));
                }
            }
            t.checks().forEach(c -> rows.add(row(d, CONSTRAINT, c.id(), TYPE, t.id(), 0, "a")));
        }
        Set<List<Integer>> parts = catalog.dependencies().stream()
                .filter(on -> on.column() != 0)
                .map(on -> List.of(on.dependent(), on.on()))
                .collect(Collectors.toSet());
        for (Dependency on : catalog.dependencies()) {
            if (on.column() == 0 && parts.contains(List.of(on.dependent(), on.on()))) {
                // who needs columns needs the whole by these (eliminate_duplicate_dependencies of dependency.c)
                continue;
            }
            Relation view = catalog.relation(on.dependent());
            if (view != null && CatalogRows.isView(view)) {
                rows.add(row(d, RULE, CatalogRows.ruleNumber(view), in(on, catalog), on.on(), on.column(), "n"));
            } else if (catalog.routine(on.dependent()) != null) {
                rows.add(row(d, CatalogRoutines.PROC, on.dependent(), in(on, catalog), on.on(), on.column(), "n"));
            }
        }
    }

    private static long in(Dependency on, CatalogSnapshot catalog) {
        return catalog.relation(on.on()) != null
                ? CLASS
                : catalog.routine(on.on()) != null
                        ? CatalogRoutines.PROC
                        : catalog.type(on.on()) != null ? TYPE : CONSTRAINT;
    }

    private static final Pattern NEXT = Pattern.compile("nextval\\s*\\(\\s*'((?:[^']|'')*)'", Pattern.CASE_INSENSITIVE);

    /** Sequences that a default counts on. */
    private static List<Relation> sequences(String source, Relation of, CatalogSnapshot catalog) {
        List<Relation> all = new ArrayList<>();
        Matcher m = NEXT.matcher(source);
        while (m.find()) {
            List<String> parts = CatalogNames.parts(m.group(1).replace("''", "'"));
            Relation s = parts.size() == 2
                    ? catalog.relation(parts.get(0), parts.get(1))
                    : parts.size() == 1 ? catalog.relation(of.schema(), parts.get(0)) : null;
            if (s != null && s.sequence() != null) {
                all.add(s);
            }
        }
        return all;
    }

    static Object[] row(
            CatalogData.Definition d, long in, long object, long refIn, long refObject, int column, String kind) {
        return of(d, in, object, 0, refIn, refObject, column, kind);
    }

    /** The same of a column of an object. */
    private static Object[] of(
            CatalogData.Definition d,
            long in,
            long object,
            int part,
            long refIn,
            long refObject,
            int column,
            String kind) {
        return new CatalogRows.Row(d)
                .set("classid", in)
                .set("objid", object)
                .set("objsubid", (long) part)
                .set("refclassid", refIn)
                .set("refobjid", refObject)
                .set("refobjsubid", (long) column)
                .set("deptype", kind)
                .values();
    }
}
