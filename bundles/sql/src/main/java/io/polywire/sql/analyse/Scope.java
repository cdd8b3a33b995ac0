package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** The columns that expressions can name: those of FROM, and behind them those of the queries around. */
final class Scope {
    /** A column under its name. */
    record Entry(String name, BoundExpression value) {}

    final Scope outer;
    /** What a bare star gives, and what a bare name is looked up in. */
    final List<Entry> visible = new ArrayList<>();

    private final Map<String, List<Entry>> tables = new LinkedHashMap<>();
    /** Schemas of the tables that go by their own names. */
    private final Map<String, String> schemas = new LinkedHashMap<>();
    /** Rows that are one value, by alias: of functions that give such. */
    private final Map<String, BoundExpression> values = new LinkedHashMap<>();
    /** Types of whole rows of what is no relation, by alias. */
    private final Map<String, Type> rowTypes = new LinkedHashMap<>();
    /** Common tables that were named around or here. */
    final Map<String, CommonQuery> common = new LinkedHashMap<>();

    /** Says that functions of users may be called in what the catalog keeps. */
    Scope withRoutines() {
        routines = true;
        return this;
    }

    /** Whether functions of users may be called in what the catalog keeps. */
    boolean hasRoutines() {
        return routines;
    }

    /** What an expression of this scope is where the catalog keeps it ("DEFAULT expression"); null for any other. */
    private String kept;

    private boolean routines;

    private boolean columns = true;

    /** Columns that a star does not give, by the names of their tables. */
    private final Map<String, List<Entry>> hidden = new LinkedHashMap<>();

    /** All that the query has named so far, visible or not. */
    private final RangeTable ranges;

    /** The common table whose query this scope is around; null for none. */
    private CommonQuery owner;

    private final List<BoundExpression> ofGroups = new ArrayList<>(0);

    private int groups;

    /** Common tables around that come later, which nothing can name yet. */
    private Set<String> later = Set.of();

    Scope(Scope outer) {
        this(outer, new RangeTable());
    }

    private Scope(Scope outer, RangeTable ranges) {
        this.outer = outer;
        this.ranges = ranges;
    }

    /** A scope of the same query, around which the same stands and which knows its common tables, with no columns so far. */
    static Scope beside(Scope query) {
        Scope s = new Scope(query.outer, query.ranges);
        s.common.putAll(query.common);
        s.later = query.later;
        return s;
    }

    /** All that the query has named so far, visible or not: what hints of errors are found in. */
    RangeTable ranges() {
        return ranges;
    }

    /** Says whose query this scope is around. */
    void owned(CommonQuery by) {
        owner = by;
    }

    /** Whether this stands in the query of a common table. */
    boolean isWithin(CommonQuery common) {
        for (Scope s = this; s != null; s = s.outer) {
            if (s.owner == common) {
                return true;
            }
        }
        return false;
    }

    /** Says which common tables come later. */
    void later(Collection<String> names) {
        later = Set.copyOf(names);
    }

    /** Takes over which common tables come later there. */
    void takeLater(Scope other) {
        later = other.later;
    }

    /** Whether a name is that of a common table, here or around, that comes later. */
    boolean isLater(String name) {
        for (Scope s = this; s != null; s = s.outer) {
            if (s.later.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A scope of an expression that the catalog keeps, in which no query may stand.
     *
     * @param what it is called in errors
     * @param columns whether columns may stand in it
     */
    static Scope ofKept(String what, boolean columns) {
        Scope s = new Scope(null);
        s.kept = what;
        s.columns = columns;
        return s;
    }

    /** What an expression of this scope is where the catalog keeps it; null for any other. */
    String kept() {
        return kept;
    }

    /** Refuses a column where none may stand. */
    void checkColumn(Place at) {
        if (!columns) {
            throw at.failure(FailureKind.UNSUPPORTED, "cannot use column reference in " + kept);
        }
    }

    /** Refuses a query where none may stand. */
    void checkQuery(Place at) {
        if (kept != null) {
            throw at.failure(FailureKind.UNSUPPORTED, "cannot use subquery in " + kept);
        }
    }

    /** A column for what is worked out of this query's groups and named by a query within it. */
    BoundColumn group(BoundExpression value, IntSupplier newSource) {
        if (ofGroups.isEmpty()) {
            groups = newSource.getAsInt();
        }
        int i = ofGroups.indexOf(value);
        if (i < 0) {
            i = ofGroups.size();
            ofGroups.add(value);
        }
        return new BoundColumn(groups, QueryBinder.columnOf(i), value.type(), true);
    }

    /** What is worked out of this query's groups for queries within it, one for each column of {@link #groups}. */
    List<BoundExpression> ofGroups() {
        return ofGroups;
    }

    /** The source of what is worked out of groups; only where there is any. */
    int groups() {
        return groups;
    }

    /** Puts a table's columns in under its alias; they are visible too. */
    void add(String alias, List<Entry> entries) {
        name(alias, entries);
        visible.addAll(entries);
    }

    /** Says which schema a table is of that goes by its own name. */
    void schema(String alias, String schema) {
        schemas.put(alias, schema);
    }

    /** Puts columns in under an alias that are visible already. */
    void alias(String alias, List<Entry> entries) {
        name(alias, List.copyOf(entries));
    }

    private void name(String alias, List<Entry> entries) {
        if (tables.put(alias, entries) != null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "table name \"" + alias + "\" specified more than once")
                    .sqlState("42712")
                    .build();
        }
    }

    /** Says which further columns a table has that a star does not give. */
    void hide(String alias, List<Entry> entries) {
        hidden.put(alias, entries);
    }

    /** Whether it has a table at all, which may have no columns. */
    boolean hasTables() {
        return !tables.isEmpty();
    }

    /** A column that a star does not give; {@code alias} null for any table. Null if there is none. */
    BoundExpression hidden(String alias, String name, Place at) {
        for (Scope s = this; s != null; s = s.outer) {
            List<Entry> found = new ArrayList<>();
            s.hidden.forEach((a, entries) -> {
                if (alias == null || alias.equals(a)) {
                    entries.stream().filter(e -> e.name().equals(name)).forEach(found::add);
                }
            });
            if (!found.isEmpty()) {
                return one(found, name, at);
            }
            if (alias != null && s.tables.containsKey(alias)) {
                return null;
            }
        }
        return null;
    }

    /** Takes over what the two sides of a join name; what is visible is the join's to say. */
    void takeNames(Scope side) {
        for (Map.Entry<String, String> s : side.schemas.entrySet()) {
            String other = schemas.get(s.getKey());
            if (other != null && !other.equals(s.getValue())) {
                throw SqlFailure.unsupported("two tables of the name \"" + s.getKey() + "\" without aliases");
            }
        }
        hidden.putAll(side.hidden);
        side.tables.forEach((alias, entries) -> name(alias, entries));
        schemas.putAll(side.schemas);
        values.putAll(side.values);
        rowTypes.putAll(side.rowTypes);
    }

    /** Says of which type a whole row is that is no relation's. */
    void rowType(String alias, Type type) {
        rowTypes.put(alias, type);
    }

    /** The type of a whole row, here or around, that is no relation's; null for any other. */
    Type rowType(String alias) {
        for (Scope s = this; s != null; s = s.outer) {
            if (s.tables.containsKey(alias)) {
                return s.rowTypes.get(alias);
            }
        }
        return null;
    }

    /** Says that a whole row of a table of this query is one value. */
    void rowIs(String alias, BoundExpression value) {
        values.put(alias, value);
    }

    /** The one value that the whole row of a table is, here or around; null where it is none. */
    BoundExpression row(String alias) {
        for (Scope s = this; s != null; s = s.outer) {
            if (s.tables.containsKey(alias)) {
                return s.values.get(alias);
            }
        }
        return null;
    }

    CommonQuery commonTable(String name) {
        for (Scope s = this; s != null; s = s.outer) {
            CommonQuery c = s.common.get(name);
            if (c != null) {
                return c;
            }
        }
        return null;
    }

    /** Columns of a table, or null if there is none of that alias here or around. */
    List<Entry> table(String alias) {
        for (Scope s = this; s != null; s = s.outer) {
            List<Entry> t = s.tables.get(alias);
            if (t != null) {
                return t;
            }
        }
        return null;
    }

    /** Columns of a table of a schema that goes by its own name, or null. */
    List<Entry> table(String schema, String name) {
        for (Scope s = this; s != null; s = s.outer) {
            if (schema.equals(s.schemas.get(name))) {
                return s.tables.get(name);
            }
        }
        return null;
    }

    /** Columns of a table of this query itself, or null. */
    List<Entry> ownTable(String alias) {
        return tables.get(alias);
    }

    /** A column by its bare name, here or else around; null if there is none. */
    BoundExpression column(String name, Place at) {
        for (Scope s = this; s != null; s = s.outer) {
            BoundExpression found = one(s.visible, name, at);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The one entry of a name, or null. */
    static BoundExpression one(List<Entry> entries, String name, Place at) {
        BoundExpression found = null;
        for (Entry e : entries) {
            if (e.name().equals(name)) {
                if (found != null) {
                    throw at.failure(FailureKind.AMBIGUOUS, "column reference \"" + name + "\" is ambiguous");
                }
                found = e.value();
            }
        }
        return found;
    }
}
