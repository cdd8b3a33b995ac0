package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.type.Type;
import io.polywire.dialect.sqlite.internal.syntax.Command;
import io.polywire.dialect.sqlite.internal.syntax.Expression;
import io.polywire.dialect.sqlite.internal.syntax.Query;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.right.Right;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds INSERT, UPDATE and DELETE: what is written to a column of another dialect goes through that one's input. */
final class ChangePass extends QueryPass {
    private static final String GIVEN = "pw_given";

    private final Views views;

    ChangePass(Context context, Views views) {
        super(context, views);
        this.views = views;
    }

    /** The table that a statement changes; null if the catalog does not know it. */
    Relation target(Command.Named name) {
        Relation r = context.relation(name.schema(), name.name());
        if (r == null) {
            return null;
        }
        if (r.kind() == Relation.Kind.MATERIALIZED_VIEW) {
            throw Context.semantic("42809", "cannot change materialized view \"" + r.name() + "\"");
        }
        if (r.kind() == Relation.Kind.VIEW) {
            views.refuseOther(r.stored());
        }
        views.refuseTriggers(r);
        return r;
    }

    /** The columns as they are called in the catalog; one that is not there stays, for SQLite to refuse. */
    private static Set<String> names(Relation r, List<String> given) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : given) {
            RelationColumn c = column(r, name);
            if (c != null) {
                names.add(c.name());
            }
        }
        return names;
    }

    static RelationColumn column(Relation r, String name) {
        for (RelationColumn c : r.columns()) {
            if (c.name().equalsIgnoreCase(name)) {
                return c;
            }
        }
        return null;
    }

    private Scope scope(Relation r, String alias) {
        Scope s = new Scope(null);
        s.sources.add(new Scope.Given(alias, r, r == null ? null : columns(r, alias)));
        return s;
    }

    private void returning(List<Query.Output> outputs, Relation r, String name) {
        if (outputs.isEmpty()) {
            return;
        }
        scope = scope(r, name);
        Outputs out = new Outputs(this, scope, true);
        outputs.forEach(out::add);
    }

    // --- INSERT -----------------------------------------------------------------------------------------------------

    String insert(Command.Insert s) {
        Relation r = target(s.table());
        Map<String, List<Scope.Column>> before = with(s.with());
        String text;
        if (r == null) {
            plainSource(s.source());
            upserts(s, null);
            returning(s.returning(), null, s.table().name());
            text = copied(s);
        } else {
            rights(s, r);
            text = Context.hasOther(r) ? inserted(s, r) : plain(s, r);
        }
        withoutCommons(before);
        return text;
    }

    private void plainSource(Query q) {
        if (q != null) {
            nested(q);
        }
    }

    private String plain(Command.Insert s, Relation r) {
        plainSource(s.source());
        upserts(s, r);
        returning(s.returning(), r, s.table().name());
        return copied(s);
    }

    private void rights(Command.Insert s, Relation r) {
        Set<String> columns = s.columns().isEmpty()
                ? new LinkedHashSet<>(
                        r.columns().stream().map(RelationColumn::name).toList())
                : names(r, s.columns());
        context.changes(r, Right.INSERT, columns);
        if ("REPLACE".equals(s.or())) {
            context.changes(r, Right.DELETE, Set.of());
        }
        for (Command.Upsert u : s.upserts()) {
            List<String> set = new ArrayList<>();
            u.set().forEach(a -> set.addAll(a.columns()));
            if (!set.isEmpty()) {
                context.changes(r, Right.UPDATE, names(r, set));
            }
        }
    }

    private String inserted(Command.Insert s, Relation r) {
        context.rewritten = true;
        List<String> columns = new ArrayList<>();
        for (String name : s.columns()) {
            RelationColumn c = column(r, name);
            if (c == null) {
                throw Context.semantic("42703", "table " + s.table().name() + " has no column named " + name);
            }
            columns.add(c.name());
        }
        if (s.columns().isEmpty() && s.source() != null) {
            r.columns().stream().filter(c -> !c.generated()).forEach(c -> columns.add(c.name()));
        }
        StringBuilder out =
                new StringBuilder(context.text.substring(s.start(), s.table().start()));
        if (s.with() != null) {
            out = new StringBuilder(copied(s.with()))
                    .append(context.text, s.with().end(), s.table().start());
        }
        out.append("main.").append(OtherForms.quoted(r.stored()));
        if (s.alias() != null) {
            out.append(" AS ").append(OtherForms.quoted(s.alias()));
        }
        out.append(source(s, r, columns));
        for (Command.Upsert u : s.upserts()) {
            upsert(u, s, r);
            out.append(' ').append(copied(u));
        }
        returning(s.returning(), r, s.table().name());
        for (int i = 0; i < s.returning().size(); i++) {
            out.append(i == 0 ? " RETURNING " : ", ").append(text(s.returning().get(i)));
        }
        return out.toString();
    }

    /** Columns and values. */
    private String source(Command.Insert s, Relation r, List<String> columns) {
        if (s.source() == null) {
            Map<String, String> written = written(r, Map.of(), Map.of());
            return written.isEmpty()
                    ? " DEFAULT VALUES"
                    : list(written.keySet()) + " VALUES (" + String.join(", ", written.values()) + ")";
        }
        Query q = s.source();
        boolean values = q.with() == null
                && q.cores().size() == 1
                && q.cores().get(0) instanceof Query.Values
                && q.orderBy().isEmpty()
                && q.limit() == null;
        return values ? rows((Query.Values) q.cores().get(0), s, r, columns) : selected(q, s, r, columns);
    }

    private static String list(Iterable<String> columns) {
        StringBuilder out = new StringBuilder();
        columns.forEach(c -> out.append(out.isEmpty() ? " (" : ", ").append(OtherForms.quoted(c)));
        return out.append(")").toString();
    }

    private void width(int values, List<String> columns, Command.Insert s) {
        if (values != columns.size()) {
            throw Context.semantic(
                    "42601",
                    s.columns().isEmpty()
                            ? "table " + s.table().name() + " has " + columns.size() + " columns but " + values
                                    + " values were supplied"
                            : values + " values for " + columns.size() + " columns");
        }
    }

    private String rows(Query.Values v, Command.Insert s, Relation r, List<String> columns) {
        StringBuilder out = new StringBuilder();
        scope = new Scope(null);
        for (Expression.Row row : v.rows()) {
            width(row.items().size(), columns, s);
            Map<String, String> texts = new LinkedHashMap<>();
            Map<String, String> kept = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                given(r, columns.get(i), once(row.items().get(i)), texts, kept);
            }
            Map<String, String> written = written(r, texts, kept);
            out.append(out.isEmpty() ? list(written.keySet()) + " VALUES (" : ", (")
                    .append(String.join(", ", written.values()))
                    .append(")");
        }
        return out.toString();
    }

    /** A value for a column: as text for the other dialect's input, or as it is kept. */
    private void given(
            Relation r, String column, Expression value, Map<String, String> texts, Map<String, String> kept) {
        RelationColumn c = column(r, column);
        if (texts.containsKey(column) || kept.containsKey(column)) {
            throw Context.semantic("42701", "column \"" + column + "\" specified more than once");
        }
        Held h = context.held(r, c, r.stored());
        if (h == null) {
            kept.put(column, value(value));
            return;
        }
        Held from = any(value);
        if (from != null && from.stored() && from.same(h) && isNoDomain(c)) {
            kept.put(column, context.text(value));
            return;
        }
        texts.put(column, argument(value, h.type()));
    }

    /** What is written to which column, those included that have a default which SQLite does not know. */
    private Map<String, String> written(Relation r, Map<String, String> texts, Map<String, String> kept) {
        Map<String, String> given = new LinkedHashMap<>(texts);
        // the other dialect is told of these too, or it would give them their defaults; nobody writes what it makes of
        // NULL
        if (Context.isOther(r)) {
            kept.keySet().forEach(c -> given.put(c, "NULL"));
        }
        Map<String, String> all = new LinkedHashMap<>(context.forms(r).inserted(r, given, types(r)));
        if (!Context.isOther(r)) {
            all.keySet().retainAll(texts.keySet());
        }
        all.putAll(kept);
        return all;
    }

    private Map<String, Type> types(Relation r) {
        Map<String, Type> types = new LinkedHashMap<>();
        for (RelationColumn c : r.columns()) {
            Held h = context.held(r, c, r.stored());
            if (h != null) {
                types.put(c.name(), h.type());
            }
        }
        return types;
    }

    private String selected(Query q, Command.Insert s, Relation r, List<String> columns) {
        scope = new Scope(null);
        List<Held> wanted = new ArrayList<>();
        columns.forEach(c -> wanted.add(context.held(r, column(r, c), r.stored())));
        List<Held> given = written(q, wanted);
        if (given.isEmpty()) {
            throw Context.unsupported("INSERT into a table of another dialect from columns that are not known");
        }
        width(given.size(), columns, s);
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> kept = new LinkedHashMap<>();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String name = "c" + (i + 1);
            names.append(i == 0 ? "(" : ", ").append(name);
            Held h = wanted.get(i);
            if (h == null || given.get(i) != null && given.get(i).stored()) {
                kept.put(columns.get(i), name);
            } else {
                texts.put(
                        columns.get(i),
                        context.fragments.function(Canonical.writing(h.type().kind())) + "(" + name + ")");
            }
        }
        Map<String, String> written = written(r, texts, kept);
        return list(written.keySet()) + " WITH " + GIVEN + names + ") AS MATERIALIZED (" + text(q) + ") SELECT "
                + String.join(", ", written.values()) + " FROM " + GIVEN + " WHERE true";
    }

    private void upserts(Command.Insert s, Relation r) {
        for (Command.Upsert u : s.upserts()) {
            upsert(u, s, r);
        }
    }

    private void upsert(Command.Upsert u, Command.Insert s, Relation r) {
        String alias = s.alias() == null ? s.table().name() : s.alias();
        scope = scope(r, alias);
        for (Query.Sort k : u.target()) {
            if (held(k.key()) != null) {
                throw Context.unsupported("ON CONFLICT over a column of another dialect");
            }
            done.put(k.key(), context.text(k.key()));
        }
        if (u.targetWhere() != null) {
            if (Context.hasOther(r)) {
                throw Context.unsupported("ON CONFLICT ... WHERE on a table of another dialect");
            }
            done.put(u.targetWhere(), context.text(u.targetWhere()));
        }
        scope.sources.add(new Scope.Given("excluded", null, excluded(r)));
        set(u.set(), r, alias);
        if (u.where() != null) {
            done.put(u.where(), value(u.where()));
        }
    }

    /** The row that was to be inserted: nobody needs a right to read what he brings. */
    private List<Scope.Column> excluded(Relation r) {
        return r == null ? null : columns(r, "excluded");
    }

    // --- SET --------------------------------------------------------------------------------------------------------

    /** Writes assignments anew; one of several columns becomes several. */
    private void set(List<Command.Assignment> set, Relation r, String alias) {
        if (r == null || !Context.hasOther(r)) {
            set.forEach(a -> done.put(a.value(), value(a.value())));
            return;
        }
        context.rewritten = true;
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> kept = new LinkedHashMap<>();
        for (Command.Assignment a : set) {
            List<Expression> values = List.of(a.value());
            if (a.columns().size() > 1) {
                if (!(a.value() instanceof Expression.Row row)
                        || row.items().size() != a.columns().size()) {
                    throw Context.unsupported("an assignment of a query's row to columns of another dialect");
                }
                values = row.items();
            }
            for (int i = 0; i < a.columns().size(); i++) {
                RelationColumn c = column(r, a.columns().get(i));
                if (c == null) {
                    throw Context.semantic(
                            "42703", "no such column: " + a.columns().get(i));
                }
                given(r, c.name(), once(values.get(i)), texts, kept);
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        if (!texts.isEmpty()) {
            all.putAll(context.forms(r).updated(r, texts, types(r), alias));
        } else if (Context.isOther(r)) {
            context.forms(r).deletes(r);
        }
        all.putAll(kept);
        StringBuilder out = new StringBuilder();
        all.forEach((column, value) -> out.append(out.isEmpty() ? "" : ", ")
                .append(OtherForms.quoted(column))
                .append(" = ")
                .append(value));
        for (int i = 0; i < set.size(); i++) {
            done.put(set.get(i), i == 0 ? out.toString() : "");
        }
    }

    // --- UPDATE, DELETE ---------------------------------------------------------------------------------------------

    String update(Command.Update s) {
        Relation r = target(s.table());
        Map<String, List<Scope.Column>> before = with(s.with());
        refuseForms(r, s.indexed(), s.limited());
        String alias = s.alias() == null ? s.table().name() : s.alias();
        Scope own = scope(r, alias);
        scope = own;
        if (s.from() != null) {
            from(s.from(), own);
        }
        if (r != null) {
            List<String> set = new ArrayList<>();
            s.set().forEach(a -> set.addAll(a.columns()));
            context.changes(r, Right.UPDATE, names(r, set));
            if ("REPLACE".equals(s.or())) {
                context.changes(r, Right.DELETE, Set.of());
            }
        }
        set(s.set(), r, alias);
        if (s.where() != null) {
            done.put(s.where(), value(s.where()));
        }
        returning(s.returning(), r, s.table().name());
        String text = copied(s);
        withoutCommons(before);
        return text;
    }

    String delete(Command.Delete s) {
        Relation r = target(s.table());
        Map<String, List<Scope.Column>> before = with(s.with());
        refuseForms(r, s.indexed(), s.limited());
        scope = scope(r, s.alias() == null ? s.table().name() : s.alias());
        if (r != null) {
            context.changes(r, Right.DELETE, Set.of());
            if (Context.isOther(r)) {
                context.forms(r).deletes(r);
            }
        }
        if (s.where() != null) {
            done.put(s.where(), value(s.where()));
        }
        returning(s.returning(), r, s.table().name());
        String text = copied(s);
        withoutCommons(before);
        return text;
    }

    private static void refuseForms(Relation r, String indexed, boolean limited) {
        if (indexed != null && Context.hasOther(r)) {
            throw Context.unsupported("INDEXED BY on a table of another dialect");
        }
        if (limited) {
            throw Context.unsupported("ORDER BY or LIMIT of a change");
        }
    }
}
