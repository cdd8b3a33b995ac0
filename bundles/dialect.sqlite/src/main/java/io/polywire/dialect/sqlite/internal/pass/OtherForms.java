package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.sqlite.internal.render.Fragments;
import io.polywire.sql.Dialect;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.ParsedStatement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the dialect that made a table reads, checks and compares its columns: it is asked what small statements of its own
 * mean, so that nothing here knows better than it does.
 */
final class OtherForms {
    private final Dialect dialect;
    private final CatalogSnapshot catalog;
    private final Fragments fragments;

    OtherForms(Dialect dialect, CatalogSnapshot catalog, Fragments fragments) {
        this.dialect = dialect;
        this.catalog = catalog;
        this.fragments = fragments;
    }

    private Analysed analysed(String text) {
        try {
            return dialect.analyse((ParsedStatement) dialect.parse(text), text, catalog, List.of());
        } catch (SqlFailure f) {
            // the position is that of a text that the client does not know
            throw f.but().position(0).build();
        }
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String name(Relation r) {
        return quoted(r.schema()) + "." + quoted(r.name());
    }

    /** Types of all columns of a table, in their order. */
    List<Type> types(Relation r) {
        StringBuilder text = new StringBuilder("SELECT ");
        for (int i = 0; i < r.columns().size(); i++) {
            text.append(i == 0 ? "" : ", ").append(quoted(r.columns().get(i).name()));
        }
        return analysed(text + " FROM " + name(r)).statement().outputs().stream()
                .map(o -> o.value().type())
                .toList();
    }

    /** A parameter that is a text, as a value of a type. */
    private String cast(int number, Type type, RelationColumn column) {
        String text = "($" + number + "::text)";
        String name = typeName(type, column);
        return name == null ? text : "(" + text + "::" + name + ")";
    }

    private String typeName(Type t, RelationColumn column) {
        return switch (t.kind()) {
            // what is assigned checks lengths
            case TEXT, VARCHAR, CHAR -> null;
            case BIT -> "varbit";
            case ENUM -> {
                UserType u = catalog.type(t.id());
                UserType user = u == null ? catalog.type(column.typeId()) : u;
                yield quoted(user.schema()) + "." + quoted(user.name());
            }
            case ARRAY -> {
                String element = typeName(t.element(), column);
                yield (element == null ? "text" : element) + "[]";
            }
            default -> quoted(t.name());
        };
    }

    // --- values -----------------------------------------------------------------------------------------------------

    /** A value of SQLite as one of a type. */
    String input(Held as, String value) {
        Type t = as.type();
        boolean text = t.kind() == TypeKind.TEXT || t.kind() == TypeKind.VARCHAR || t.kind() == TypeKind.CHAR;
        if (text) {
            return value;
        }
        Analysed a = analysed("SELECT " + cast(1, t, as.column()));
        return fragments.write(a.statement().outputs().get(0).value(), Map.of(), Map.of(), Map.of(1, value));
    }

    /**
     * What an INSERT writes.
     *
     * @param values texts of the columns that are given values
     * @return what is written to each column, also to those that are left out and have a default which the storage does
     *     not apply
     */
    Map<String, String> inserted(Relation r, Map<String, String> values, Map<String, Type> types) {
        StringBuilder columns = new StringBuilder();
        StringBuilder casts = new StringBuilder();
        Map<Integer, String> given = new HashMap<>();
        values.forEach((column, value) -> {
            int n = given.size() + 1;
            columns.append(n == 1 ? "(" : ", ").append(quoted(column));
            casts.append(n == 1 ? "(" : ", ")
                    .append(cast(n, types.get(column), r.columns().get(r.index(column))));
            given.put(n, value);
        });
        Analysed a = analysed("INSERT INTO " + name(r)
                + (values.isEmpty() ? " DEFAULT VALUES" : " " + columns + ") VALUES " + casts + ")"));
        fragments.brings(a.functions());
        BoundStatement.Inserts s = (BoundStatement.Inserts) a.statement();
        Map<String, String> written = new LinkedHashMap<>();
        if (s.source() != null) {
            List<BoundExpression> row =
                    ((BoundBody.Rows) s.source().body()).rows().get(0);
            for (int i = 0; i < s.columns().size(); i++) {
                written.put(s.columns().get(i), fragments.write(row.get(i), Map.of(), Map.of(), given));
            }
        }
        return written;
    }

    /** What an UPDATE writes to columns, by their names; more columns than those that are given may be written. */
    Map<String, String> updated(Relation r, Map<String, String> values, Map<String, Type> types, String alias) {
        StringBuilder set = new StringBuilder();
        Map<Integer, String> given = new HashMap<>();
        values.forEach((column, value) -> {
            int n = given.size() + 1;
            set.append(n == 1 ? "" : ", ")
                    .append(quoted(column))
                    .append(" = ")
                    .append(cast(n, types.get(column), r.columns().get(r.index(column))));
            given.put(n, value);
        });
        Analysed a = analysed("UPDATE " + name(r) + " SET " + set);
        fragments.brings(a.functions());
        BoundStatement.Updates s = (BoundStatement.Updates) a.statement();
        Map<String, String> written = new LinkedHashMap<>();
        for (int i = 0; i < s.columns().size(); i++) {
            written.put(
                    s.columns().get(i),
                    fragments.write(s.values().get(i), Map.of(s.number(), r), Map.of(s.number(), alias), given));
        }
        return written;
    }

    /** Notes what a table needs when rows of it are deleted. */
    void deletes(Relation r) {
        fragments.brings(analysed("DELETE FROM " + name(r)).functions());
    }

    // --- comparisons ------------------------------------------------------------------------------------------------

    /** Stands for the column, and for a value, in {@link #condition(Held, String, List)}. */
    static final String COLUMN = "\u0000";

    static final String VALUE = "\u0001";

    /** A condition over a column and values: {@link #VALUE} stands in it once for each of these. */
    String condition(Held column, String condition, List<String> values) {
        String text = condition.replace(COLUMN, "x." + quoted(column.column().name()));
        Map<Integer, String> given = new HashMap<>();
        for (String value : values) {
            given.put(given.size() + 1, value);
            int at = text.indexOf(VALUE);
            text = text.substring(0, at) + cast(given.size(), column.type(), column.column()) + text.substring(at + 1);
        }
        return where("SELECT 1 FROM " + name(column.relation()) + " AS x WHERE " + text, List.of(column), given);
    }

    /** A comparison of two columns. */
    String condition(Held left, String operator, Held right) {
        String text = "SELECT 1 FROM " + name(left.relation()) + " AS x, " + name(right.relation()) + " AS y WHERE x."
                + quoted(left.column().name()) + " " + operator + " y."
                + quoted(right.column().name());
        return where(text, List.of(left, right), Map.of());
    }

    private String where(String text, List<Held> columns, Map<Integer, String> given) {
        BoundStatement.Selects s = (BoundStatement.Selects) analysed(text).statement();
        BoundBody.Select body = (BoundBody.Select) s.query().body();
        Map<Integer, Relation> relations = new LinkedHashMap<>();
        Map<Integer, String> names = new HashMap<>();
        tables(body.from(), relations);
        int i = 0;
        for (int number : relations.keySet()) {
            names.put(number, columns.get(i++).alias());
        }
        return fragments.write(body.where(), relations, names, given);
    }

    private static void tables(BoundSource source, Map<Integer, Relation> to) {
        if (source instanceof BoundSource.Table t) {
            to.put(t.number(), t.relation());
        } else if (source instanceof BoundSource.Joined j) {
            tables(j.left(), to);
            tables(j.right(), to);
        } else {
            throw new IllegalStateException("a source of another kind");
        }
    }

    /** What a column is sorted and grouped by. */
    String key(Held column) {
        String text = "SELECT 1 FROM " + name(column.relation()) + " AS x ORDER BY x."
                + quoted(column.column().name());
        BoundStatement.Selects s = (BoundStatement.Selects) analysed(text).statement();
        Map<Integer, Relation> relations = new LinkedHashMap<>();
        tables(((BoundBody.Select) s.query().body()).from(), relations);
        Map<Integer, String> names = new HashMap<>();
        relations.keySet().forEach(n -> names.put(n, column.alias()));
        return fragments.write(s.query().orderBy().get(0).key(), relations, names, Map.of());
    }
}
