package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Dependency;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AllFields;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the names in a view's query mean, noted while it is bound, and the text in which they go on meaning it: tables with
 * their schema and an alias, columns with the alias, stars written out, outputs named. Neither a search path, nor further
 * columns, nor tables that are made later change what such a text means; a name that does change is written anew.
 * Confined to one analysis.
 */
final class ViewText {
    private record Edit(int start, int end, String with) {}

    private final TypeRules rules;
    private final Analysis[] analysis = new Analysis[1];
    private final Renamed renamed;

    private final Set<Edit> edits = new LinkedHashSet<>();
    private final Map<Integer, Relation> relations = new HashMap<>();
    /** How many of a source's first columns have names of their own in the query. */
    private final Map<Integer, Integer> aliased = new HashMap<>();

    /** Names of joins, and of the columns that joins put together. */
    private final List<String> joins = new ArrayList<>();

    /** Names that the query has for columns of joins, by the joins' names. */
    private final Map<String, List<String>> ownNames = new HashMap<>();

    private boolean bare;
    private boolean calls;
    private String from;
    private String to;
    private boolean later;
    private final Set<Dependency> needed = new LinkedHashSet<>();
    /** Numbers of the tables whose primary keys stand for their rows in a group. */
    private final Set<Integer> keys = new LinkedHashSet<>();

    ViewText(TypeRules rules, Renamed renamed) {
        this.rules = rules;
        this.renamed = renamed;
    }

    /**
     * For an expression that a table keeps: the names of its columns stand in it without the table's.
     *
     * @param from name of a column that is called {@code to} from now on; null if none is
     */
    static ViewText bare(TypeRules rules, String from, String to) {
        ViewText t = new ViewText(rules, Renamed.NOTHING);
        t.bare = true;
        t.from = from;
        t.to = to;
        return t;
    }

    /** For an expression that a table keeps: functions and types of users stand in it with their schemas, all else as it was written. */
    static ViewText calls(TypeRules rules) {
        ViewText t = new ViewText(rules, Renamed.NOTHING);
        t.bare = true;
        t.calls = true;
        return t;
    }

    /** The same where functions or types are about to be called otherwise, which changes nothing of the rest. */
    static ViewText calls(TypeRules rules, Renamed renamed) {
        ViewText t = new ViewText(rules, renamed);
        t.bare = true;
        t.calls = true;
        return t;
    }

    /** Says that the query does not run now, so that what functions of users read need not be there. */
    void later() {
        later = true;
    }

    /** Whether the query does not run now. */
    boolean isLater() {
        return later;
    }

    /** A table's primary key stands for its rows in a group. */
    void key(Relation r) {
        keys.add(r.id());
        r.constraints().stream()
                .filter(c -> c.kind() == TableConstraint.Kind.PRIMARY_KEY)
                .forEach(c -> needed.add(new Dependency(0, c.id(), 0)));
    }

    /** Whether the query means something only as long as a table has its primary key. */
    boolean needsKey(Relation r) {
        return keys.contains(r.id());
    }

    /** The analysis that notes here. */
    void of(Analysis a) {
        analysis[0] = a;
    }

    /** What the query needs, as needed by a relation. */
    List<Dependency> dependencies(int dependent) {
        return needed.stream()
                .map(d -> new Dependency(dependent, d.on(), d.column()))
                .toList();
    }

    /** The text of the query. */
    String written(Part query, String text) {
        return written(query, text, new ArrayList<>(edits));
    }

    /** The text of an output's expression. */
    String writtenValue(Part output, String text) {
        return written(
                output,
                text,
                new ArrayList<>(edits.stream()
                        .filter(e -> e.start() >= output.start() && e.start() < output.end())
                        .toList()));
    }

    private static String written(Part part, String text, List<Edit> all) {
        return written(part.start(), part.end(), text, all);
    }

    /** A text that is an expression as a whole. */
    String writtenAll(String text) {
        return written(0, text.length(), text, new ArrayList<>(edits));
    }

    private static String written(int start, int end, String text, List<Edit> all) {
        all.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
        StringBuilder out = new StringBuilder();
        int at = start;
        for (Edit e : all) {
            out.append(text, at, e.start()).append(e.with());
            at = e.end();
        }
        return out.append(text, at, end).toString();
    }

    private void edit(int start, int end, String with) {
        edits.add(new Edit(start, end, with));
    }

    // --- tables ---------------------------------------------------------------------------------------------------

    /** A relation is named in FROM. */
    void table(NamedTable n, Relation r) {
        needed.add(new Dependency(0, r.id(), 0));
        Relation now = renamed.now(r);
        edit(n.name().start(), n.name().end(), rules.quoted(now.schema()) + "." + rules.quoted(now.name()));
        if (n.alias() == null) {
            edit(
                    n.end(),
                    n.end(),
                    " AS" + Relation.OWN + rules.quoted(n.name().last().name()));
        }
    }

    /** Whether nobody has given a table another name, so that it can be named with its schema. */
    static boolean isBare(NamedTable n, Analysis analysis) {
        return n.alias() == null || analysis.text().charAt(n.alias().name().start() - 1) == Relation.OWN;
    }

    /** A source is a relation. */
    void source(int source, Relation r, int ownNames) {
        relations.put(source, r);
        aliased.put(source, ownNames);
    }

    /** NATURAL means these columns from now on. */
    void natural(Join j, List<String> columns) {
        String text = analysis[0].text().substring(j.left().end(), j.right().start());
        int at = text.toLowerCase(Locale.ROOT).indexOf("natural");
        if (at < 0 || text.contains("--") || text.contains("/*")) {
            throw analysis[0].at(j).unsupported("NATURAL JOIN written like this in a view");
        }
        edit(j.left().end() + at, j.left().end() + at + "natural".length(), "");
        List<String> names = columns.stream().map(rules::quoted).toList();
        edit(
                j.right().end(),
                j.right().end(),
                columns.isEmpty()
                        ? " ON" + Relation.OWN + "true"
                        : " USING (" + String.join(", ", names) + ")" + (bare ? "" : alias()));
    }

    /** A join has a name, and columns of it have names of their own. */
    void join(String alias, List<String> columns) {
        joins.add(alias);
        if (!columns.isEmpty()) {
            ownNames.put(alias, columns);
        }
    }

    /** Whether a name is one that the query itself gives to a column. */
    private boolean isOwnName(String join, String name, Relation r, BoundColumn c) {
        return ownNames.getOrDefault(join, List.of()).contains(name)
                || !r.columns().get(index(r, c)).name().equals(name);
    }

    /**
     * The name of the columns that a join puts together, which they are given here if they have none: other columns of the
     * query may have their names, now or later.
     */
    String using(Join j) {
        if (j.usingAlias() != null) {
            joins.add(j.usingAlias().name());
            return j.usingAlias().name();
        }
        if (bare) {
            return null;
        }
        if (!j.natural()) {
            String text = analysis[0].text();
            int last = j.using().get(j.using().size() - 1).end();
            int close = last;
            while (Character.isWhitespace(text.charAt(close))) {
                close++;
            }
            if (text.charAt(close) != ')') {
                // a comment stands there
                return null;
            }
            edit(close + 1, close + 1, alias());
        }
        return joins.get(joins.size() - 1);
    }

    /** A name for the columns that a join puts together, which nothing in the query has. */
    private String alias() {
        String name;
        int i = joins.size();
        do {
            name = "joined " + ++i;
        } while (joins.contains(name) || analysis[0].text().contains(name));
        joins.add(name);
        return " AS" + Relation.OWN + rules.quoted(name);
    }

    /** A column that USING joins by. */
    void joined(BoundExpression value) {
        if (value instanceof BoundColumn c && relations.containsKey(c.source())) {
            Relation r = relations.get(c.source());
            need(r, c);
            if (changed(r, c)) {
                throw analysis[0].at(0).unsupported("RENAME of a column that a view joins by with USING");
            }
        }
    }

    /** A user's type is named. */
    void type(TypeName name, UserType t) {
        UserType now = renamed.now(t);
        if (bare && !calls && now == t) {
            return;
        }
        needed.add(new Dependency(0, t.id(), 0));
        edit(name.name().start(), name.name().end(), rules.quoted(now.schema()) + "." + rules.quoted(now.name()));
    }

    /** A function of users is called. */
    void routine(QualifiedName name, Routine r) {
        if (bare && !calls) {
            return;
        }
        needed.add(new Dependency(0, r.id(), 0));
        Routine now = renamed.now(r);
        edit(name.start(), name.end(), rules.quoted(now.schema()) + "." + rules.quoted(now.name()));
    }

    /**
     * A text is the name of an object, as regclass and its kin have it; it goes on meaning that object.
     *
     * @param id the object's number
     * @param arguments what follows its name; empty for nothing
     * @param offset where the text stands
     */
    void constant(int id, String arguments, int offset) {
        // what a session alone has makes nothing temporary by its name
        if (bare || CatalogSnapshot.isTemporary(id)) {
            return;
        }
        String schema;
        String name;
        Relation r = analysis[0].catalog().relation(id);
        Routine f = r == null ? analysis[0].catalog().routine(id) : null;
        UserType t = r == null && f == null ? analysis[0].catalog().type(id) : null;
        if (r != null) {
            schema = renamed.now(r).schema();
            name = renamed.now(r).name();
        } else if (f != null) {
            schema = renamed.now(f).schema();
            name = renamed.now(f).name();
        } else if (t != null) {
            schema = renamed.now(t).schema();
            name = renamed.now(t).name();
        } else {
            return;
        }
        needed.add(new Dependency(0, id, 0));
        String text = analysis[0].text();
        int end = literalEnd(text, offset);
        if (end < 0) {
            throw analysis[0].at(offset).unsupported("the name of an object written like this in a view or function");
        }
        edit(offset, end, "'" + (rules.quoted(schema) + "." + rules.quoted(name) + arguments).replace("'", "''") + "'");
    }

    /** The character behind a literal; -1 where none stands, or one with escapes. */
    private static int literalEnd(String text, int start) {
        String dollar = dollarQuote(text, start);
        if (dollar != null) {
            int close = text.indexOf(dollar, start + dollar.length());
            return close < 0 ? -1 : close + dollar.length();
        }
        int quote = start;
        if (text.regionMatches(true, start, "u&'", 0, 3)) {
            quote = start + 2;
        } else if (text.regionMatches(true, start, "e'", 0, 2)) {
            quote = start + 1;
        }
        if (start < 0 || quote >= text.length() || text.charAt(quote) != '\'') {
            return -1;
        }
        for (int i = quote + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                return -1;
            }
            if (c == '\'' && i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                i++;
            } else if (c == '\'') {
                return i + 1;
            }
        }
        return -1;
    }

    /** What a text between dollars begins and ends with; null for none. */
    private static String dollarQuote(String text, int start) {
        int second =
                start >= 0 && start < text.length() && text.charAt(start) == '$' ? text.indexOf('$', start + 1) : -1;
        return second < 0 ? null : text.substring(start, second + 1);
    }

    // --- columns --------------------------------------------------------------------------------------------------

    /** Index of a column in its relation. */
    private static int index(Relation r, BoundColumn c) {
        int i = r.index(c.name());
        // a view's columns go by their places within a statement
        return Views.isOwn(r) ? Integer.parseInt(c.name().substring(1)) - 1 : i;
    }

    private void need(Relation r, BoundColumn c) {
        needed.add(new Dependency(0, r.id(), r.columns().get(index(r, c)).number()));
    }

    /** Whether a column is about to be called otherwise, and has no name of the query's own. */
    private boolean changed(Relation r, BoundColumn c) {
        Relation now = renamed.now(r);
        int i = index(r, c);
        return i >= aliased.get(c.source())
                && !r.columns().get(i).name().equals(now.columns().get(i).name());
    }

    /** A column is named. */
    void column(ColumnReference e, BoundExpression found, Scope scope) {
        if (bare) {
            bare(e.parts());
            return;
        }
        if (!(found instanceof BoundColumn c)) {
            String join = e.parts().size() == 1 ? join(e.parts().get(0).name(), found, scope) : null;
            if (join != null) {
                edit(e.start(), e.start(), rules.quoted(join) + ".");
            }
            return;
        }
        Relation r = relations.get(c.source());
        // where a row stands is no column that could be dropped or called otherwise
        boolean place = r != null && !Views.isOwn(r) && HiddenColumns.isPlace(r, c);
        if (r != null && !place) {
            need(r, c);
        }
        List<Identifier> parts = e.parts();
        Identifier last = parts.get(parts.size() - 1);
        String alias = analysis[0].alias(c.source());
        if (!place && parts.size() == 1 && (alias == null || !has(scope.table(alias), last.name(), c))) {
            alias = join(last.name(), c, scope);
        }
        if (alias != null && (place || has(scope.table(alias), last.name(), c))) {
            if (parts.size() == 1) {
                edit(e.start(), e.start(), rules.quoted(alias) + ".");
            } else if (parts.size() > 2) {
                edit(parts.get(0).start(), parts.get(parts.size() - 2).end(), rules.quoted(alias));
            }
        } else if (alias != null && r != null && parts.size() > 2) {
            // another table hides the name: the schema tells them apart
            Relation now = renamed.now(r);
            if (hides(scope.table(alias), now.schema())) {
                throw analysis[0].at(0).unsupported("another schema of a table that a view tells from another by it");
            }
            edit(
                    parts.get(0).start(),
                    parts.get(parts.size() - 2).end(),
                    rules.quoted(now.schema()) + "." + rules.quoted(alias));
        }
        if (r != null && !place && changed(r, c) && !isOwnName(alias, last.name(), r, c)) {
            edit(
                    last.start(),
                    last.end(),
                    rules.quoted(renamed.now(r).columns().get(index(r, c)).name()));
        }
    }

    private void bare(List<Identifier> parts) {
        if (calls) {
            return;
        }
        Identifier last = parts.get(parts.size() - 1);
        if (parts.size() > 1) {
            edit(parts.get(0).start(), last.start(), "");
        }
        if (last.name().equals(from)) {
            edit(last.start(), last.end(), rules.quoted(to));
        }
    }

    /** Whether a table is one of a schema. */
    private boolean hides(List<Scope.Entry> table, String schema) {
        for (Scope.Entry e : table == null ? List.<Scope.Entry>of() : table) {
            Relation r = e.value() instanceof BoundColumn c ? relations.get(c.source()) : null;
            if (r != null && renamed.now(r).schema().equals(schema)) {
                return true;
            }
        }
        return false;
    }

    /** The join that a column goes by, of those whose columns are seen; null for none. */
    private String join(String name, BoundExpression value, Scope scope) {
        for (String j : joins) {
            if (has(scope.table(j), name, value)) {
                return j;
            }
        }
        return null;
    }

    private static boolean has(List<Scope.Entry> table, String name, BoundExpression value) {
        return table != null
                && table.stream()
                        .anyMatch(e -> e.name().equals(name) && e.value().equals(value));
    }

    /** A star stands for these columns from now on. */
    void star(Star star, List<Scope.Entry> entries, Scope scope) {
        List<String> names = new ArrayList<>();
        for (Scope.Entry e : entries) {
            String table = null;
            if (e.value() instanceof BoundColumn c) {
                if (relations.containsKey(c.source())) {
                    need(relations.get(c.source()), c);
                }
                String alias = analysis[0].alias(c.source());
                if (alias != null && has(scope.table(alias), e.name(), c)) {
                    table = alias;
                }
            }
            table = table == null ? join(e.name(), e.value(), scope) : table;
            String name = rules.quoted(e.name());
            names.add((table == null ? "" : rules.quoted(table) + ".") + name + " AS " + name);
        }
        edit(star.start(), star.end(), String.join(", ", names));
    }

    /** All fields of a row stand for these from now on; its own names were noted before. */
    void allFields(AllFields e, List<String> names) {
        String text = analysis[0].text();
        int dot = text.lastIndexOf('.', e.end() - 1);
        if (names.isEmpty()
                || dot < e.base().end()
                || !text.substring(dot + 1, e.end()).strip().equals("*")) {
            throw analysis[0].at(e).unsupported("all fields of a row written like this in a view");
        }
        String base = writtenValue(e.base(), text);
        StringBuilder out = new StringBuilder();
        for (String n : names) {
            out.append(out.isEmpty() ? "." : ", (" + base + ").")
                    .append(rules.quoted(n))
                    .append(" AS ")
                    .append(rules.quoted(n));
        }
        edit(dot, e.end(), out.toString());
    }

    /** The type of a relation's rows is named. */
    void rowType(TypeName name, Relation r) {
        needed.add(new Dependency(0, r.id(), 0));
        Relation now = renamed.now(r);
        edit(name.name().start(), name.name().end(), rules.quoted(now.schema()) + "." + rules.quoted(now.name()));
    }

    /** An output has a name of its own from now on. */
    void item(SelectItem item, String name) {
        if (item.alias() == null) {
            edit(item.end(), item.end(), " AS " + rules.quoted(name));
        }
    }
}
