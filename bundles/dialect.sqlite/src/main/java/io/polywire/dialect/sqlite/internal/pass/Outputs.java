package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.dialect.sqlite.internal.syntax.Expression;
import io.polywire.dialect.sqlite.internal.syntax.Query;
import java.util.ArrayList;
import java.util.List;

/** What SELECT or RETURNING gives: each output under the name that SQLite gives it. */
final class Outputs {
    private final QueryPass pass;
    private final Scope scope;
    private final boolean raw;
    /** The columns that the outputs are written to, null among them for others; null if they are written to none. */
    private final List<Held> targets;

    private List<Scope.Column> columns = new ArrayList<>();
    /** What each of them is. */
    private final List<Held> values = new ArrayList<>();

    private final List<Expression> expressions = new ArrayList<>();

    /** @param raw whether columns are returned as they are stored, with their types */
    Outputs(QueryPass pass, Scope scope, boolean raw) {
        this(pass, scope, raw, null);
    }

    /** @param targets columns that the outputs are written to, which take what is stored in one of the same type */
    Outputs(QueryPass pass, Scope scope, boolean raw, List<Held> targets) {
        this.targets = targets;
        this.pass = pass;
        this.scope = scope;
        this.raw = raw && scope.sources.stream().allMatch(g -> g.columns() != null);
    }

    /** Null where they are not known. */
    List<Scope.Column> columns() {
        return columns;
    }

    /** How many there are, as far as that is known. */
    int size() {
        return values.size();
    }

    /** What an output holds; null if SQLite knows all about it. */
    Held held(int i) {
        return values.get(i);
    }

    /** The expression of an output; null if it is a column of *. */
    Expression expression(int i) {
        return expressions.get(i);
    }

    static boolean hasHeld(Scope.Given g) {
        return g.columns() != null
                && g.columns().stream()
                        .anyMatch(c -> c.held() != null && !c.held().plain());
    }

    void add(Query.Output o) {
        if (o.value() == null) {
            star(o);
            return;
        }
        Held h = pass.any(o.value());
        String text = one(o.value(), h);
        String name = o.alias();
        String original = pass.context.text(o.value());
        if (name == null) {
            name = o.value() instanceof Expression.Name n ? declared(n) : original;
            if (!text.equals(original)) {
                text += " AS " + OtherForms.quoted(name);
            }
        } else {
            text += " AS " + OtherForms.quoted(name);
        }
        pass.done.put(o, text);
        add(name, h, o.value());
    }

    private void add(String name, Held h, Expression e) {
        values.add(h);
        expressions.add(e);
        if (columns != null) {
            Held held = h == null ? null : fits(h) ? h : h.given();
            columns.add(new Scope.Column(name, held, true));
        }
    }

    /** Whether the next output goes into its column as it is stored. */
    private boolean fits(Held h) {
        Held target = targets == null || columns == null || columns.size() >= targets.size()
                ? null
                : targets.get(columns.size());
        return target != null && h.stored() && h.same(target) && pass.isNoDomain(h.column());
    }

    /** The text of an output; its type is noted if it is a column as it is stored. */
    private String one(Expression e, Held h) {
        if (raw && h != null && h.stored() && columns != null && e instanceof Expression.Name) {
            pass.types.put(columns.size(), h.type());
            return pass.context.text(e);
        }
        return h != null && fits(h) && e instanceof Expression.Name ? pass.context.text(e) : pass.value(e);
    }

    private String declared(Expression.Name n) {
        Scope.Found f = scope.find(n.table(), n.column());
        return f != null && f.column() != null ? f.column().name() : n.column();
    }

    private void star(Query.Output o) {
        List<Scope.Given> all = scope.sources.stream()
                .filter(g -> o.table() == null || o.table().equalsIgnoreCase(g.name()))
                .toList();
        boolean held = scope.sources.stream().anyMatch(Outputs::hasHeld);
        boolean known = all.stream().allMatch(g -> g.columns() != null);
        if (!known && all.stream().anyMatch(Outputs::hasHeld)) {
            throw Context.unsupported("* over a table of another dialect beside a table-valued function");
        }
        List<String> texts = new ArrayList<>();
        for (Scope.Given g : all) {
            for (Scope.Column c : known ? g.columns() : List.<Scope.Column>of()) {
                if (o.table() != null || c.shown()) {
                    pass.reads(g, c);
                    texts.add(column(g, c));
                }
            }
        }
        if (!known) {
            columns = null;
        }
        // the types go by places, and so must the columns
        pass.context.rewritten |= held && known && !texts.isEmpty();
        pass.done.put(o, held && known && !texts.isEmpty() ? String.join(", ", texts) : pass.context.text(o));
    }

    private String column(Scope.Given g, Scope.Column c) {
        String text = (g.name() == null ? "" : OtherForms.quoted(g.name()) + ".") + OtherForms.quoted(c.name());
        if (c.held() != null && c.held().stored()) {
            if (raw && columns != null) {
                pass.types.put(columns.size(), c.held().type());
            } else if (!c.held().plain() && !fits(c.held())) {
                text = pass.reading(c.held(), text);
            }
        }
        add(c.name(), c.held(), null);
        return text + " AS " + OtherForms.quoted(c.name());
    }
}
