package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.sqlite.internal.syntax.Expression;
import io.polywire.dialect.sqlite.internal.syntax.Part;
import io.polywire.dialect.sqlite.internal.syntax.Query;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes expressions anew, as far as they are about columns in the forms of another dialect; everything else stays as it
 * was written, parameters excepted, which get numbers.
 */
abstract class Rewriting {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=", "IS", "IS NOT");
    private static final Map<String, String> MIRRORED = Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=");
    private static final Set<String> CHOICES = Set.of("coalesce", "ifnull", "min", "max");
    private static final Set<String> CHANGING = Set.of("random", "randomblob");

    final Context context;
    /** What was written anew beforehand. */
    final Map<Part, String> done = new IdentityHashMap<>();
    /** The names that expressions see. */
    Scope scope = new Scope(null);

    Rewriting(Context context) {
        this.context = context;
    }

    /** Types of a query's columns; null for one that SQLite knows all about. Writes the query's text. */
    abstract List<Held> nested(Query q);

    abstract List<Held> inTable(Expression.In in);

    // --- text -------------------------------------------------------------------------------------------------------

    /** A part with everything that is to be changed in it. */
    final String text(Part p) {
        String known = done.get(p);
        if (known != null) {
            return known;
        }
        return p instanceof Expression e ? value(e) : copied(p);
    }

    final String copied(Part p) {
        StringBuilder out = new StringBuilder();
        int at = p.start();
        for (Part part : p.parts()) {
            String text = text(part);
            if (!text.isEmpty()) {
                // what has gone takes what stood before it along
                out.append(context.text, at, part.start()).append(text);
            }
            at = part.end();
        }
        return out.append(context.text, at, p.end()).toString();
    }

    // --- what an expression holds -----------------------------------------------------------------------------------

    /** The column of another dialect that a name means, or null; rights are noted. */
    private Scope.Found found(Expression.Name n) {
        Scope.Found f = scope.find(n.table(), n.column());
        if (f != null && f.column() != null && f.source().relation() != null) {
            context.reads(f.source().relation(), f.column().name());
        }
        return f;
    }

    /** What an expression holds; null if it is a value as SQLite knows them. */
    final Held held(Expression e) {
        Held h = any(e);
        return h == null || h.plain() ? null : h;
    }

    /** The same, also for types that SQLite treats alike. */
    final Held any(Expression e) {
        if (e instanceof Expression.Name n) {
            Scope.Found f = found(n);
            if (f == null) {
                return null;
            }
            return f.column() != null
                    ? f.column().held()
                    : within(f, () -> any(f.output().value()));
        }
        if (e instanceof Expression.Row r && r.items().size() == 1) {
            return any(r.items().get(0));
        }
        if (e instanceof Expression.Subquery s && !s.exists()) {
            List<Held> columns = nested(s.query());
            return columns.size() == 1 && columns.get(0) != null
                    ? columns.get(0).given()
                    : null;
        }
        if (e instanceof Expression.Call c && CHOICES.contains(c.name().toLowerCase(Locale.ROOT)) && !c.star()) {
            return common(c.arguments());
        }
        if (e instanceof Expression.Case c) {
            List<Expression> results = new ArrayList<>();
            for (int i = 1; i < c.branches().size(); i += 2) {
                results.add(c.branches().get(i));
            }
            if (c.otherwise() != null) {
                results.add(c.otherwise());
            }
            return common(results);
        }
        return null;
    }

    /** What all of some expressions hold, NULL apart. */
    private Held common(List<Expression> of) {
        Held common = null;
        for (Expression e : of) {
            if (isNull(e)) {
                continue;
            }
            Held h = any(e);
            if (h == null || common != null && !common.like(h)) {
                return null;
            }
            common = h;
        }
        return common == null ? null : common.given();
    }

    private static boolean isNull(Expression e) {
        return e instanceof Expression.Constant c && c.isNull();
    }

    /** TRUE and FALSE behind IS ask whether something is so, and compare nothing. */
    private boolean isTruth(Expression e) {
        return e instanceof Expression.Name n
                && n.names().size() == 1
                && !n.doubled()
                && (n.column().equalsIgnoreCase("TRUE") || n.column().equalsIgnoreCase("FALSE"))
                && found(n) == null;
    }

    /** Works something out where an output's alias stands for the output: with the names that the output sees. */
    private <T> T within(Scope.Found f, java.util.function.Supplier<T> what) {
        Scope before = scope;
        List<Query.Output> outputs = f.scope().outputs;
        scope = f.scope();
        scope.outputs = List.of();
        try {
            return what.get();
        } finally {
            scope.outputs = outputs;
            scope = before;
        }
    }

    // --- values -----------------------------------------------------------------------------------------------------

    /** An expression as a value of SQLite. */
    final String value(Expression e) {
        String known = done.get(e);
        if (known != null) {
            return known;
        }
        if (e instanceof Expression.Parameter p) {
            return "?" + p.number();
        }
        if (e instanceof Expression.Name n) {
            return name(n);
        }
        if (e instanceof Expression.Operation o && COMPARISONS.contains(o.operator())) {
            return compared(o);
        }
        if (e instanceof Expression.Operation o && o.operator().endsWith(" NULL")) {
            return nullTest(o);
        }
        if (e instanceof Expression.Between b) {
            return between(b);
        }
        if (e instanceof Expression.In in) {
            return in(in);
        }
        if (e instanceof Expression.Case c && c.operand() != null) {
            return branches(c);
        }
        if (e instanceof Expression.Call c) {
            return call(c);
        }
        if (e instanceof Expression.Subquery s) {
            nested(s.query());
        }
        if (e instanceof Expression.Collate c && held(c.operand()) != null) {
            throw Context.unsupported(
                    "COLLATE over a value of type " + held(c.operand()).type().name());
        }
        return copied(e);
    }

    private String name(Expression.Name n) {
        Scope.Found f = found(n);
        if (f == null) {
            return context.text(n);
        }
        if (f.output() != null) {
            // in SQLite too it stands for the output's expression
            return within(f, () -> "(" + value(f.output().value()) + ")");
        }
        Held h = f.column().held();
        return h == null || !h.stored() ? context.text(n) : reading(h, context.text(n));
    }

    /** A stored column as a value of SQLite. */
    final String reading(Held h, String stored) {
        var function = Canonical.reading(h.type().kind());
        if (function != null) {
            return context.fragments.function(function) + "(" + stored + ")";
        }
        switch (h.type().kind()) {
            case INTERVAL, TIME_TZ, OTHER, UNKNOWN, UINT64 ->
                throw Context.unsupported("a value of type " + h.type().name() + " within an expression");
            default -> {
                return stored;
            }
        }
    }

    /** A value of SQLite as one of a type, in the form of {@link Canonical}. */
    private String like(Held h, Expression e) {
        String input = context.forms(h.relation()).input(h, argument(e, h.type()));
        var function = Canonical.reading(h.type().kind());
        return function == null ? input : context.fragments.function(function) + "(" + input + ")";
    }

    /** An expression as the text that the input of a type takes. */
    final String argument(Expression e, Type type) {
        if (e instanceof Expression.Text t && type.kind() != TypeKind.BYTES) {
            return context.text(t);
        }
        Held h = held(e);
        boolean digits = h != null && h.stored() && h.type().kind() == TypeKind.DECIMAL && e instanceof Expression.Name;
        // what is stored of a decimal is its text, with all digits
        String value = digits ? context.text(e) : value(e);
        return context.fragments.function(Canonical.writing(type.kind())) + "(" + value + ")";
    }

    // --- comparisons ------------------------------------------------------------------------------------------------

    private String compared(Expression.Operation o) {
        Expression l = o.operands().get(0);
        Expression r = o.operands().get(1);
        Held left = held(l);
        Held right = held(r);
        if (left == null && right == null) {
            refuseRows(l);
            refuseRows(r);
            return copied(o);
        }
        if (isNull(l) || isNull(r) || isTruth(r)) {
            return "(" + value(l) + " " + o.operator() + " " + value(r) + ")";
        }
        String operator = o.operator();
        boolean is = operator.startsWith("IS");
        String other = is ? "=" : operator;
        if (left != null && right != null) {
            if (left.stored() && right.stored()) {
                return nulls(o, context.forms(left.relation()).condition(left, other, right));
            }
            if (!left.like(right)) {
                throw Context.unsupported("a comparison of " + left.type().name() + " and "
                        + right.type().name());
            }
            comparable(left, operator);
            return "(" + value(l) + " " + operator + " " + value(r) + ")";
        }
        Held h = left != null ? left : right;
        Expression free = left != null ? r : l;
        if (h.stored()) {
            String turned = left != null ? other : MIRRORED.getOrDefault(other, other);
            return nulls(
                    o,
                    context.forms(h.relation())
                            .condition(
                                    h,
                                    OtherForms.COLUMN + " " + turned + " " + OtherForms.VALUE,
                                    List.of(argument(once(free), h.type()))));
        }
        comparable(h, operator);
        return left != null
                ? "(" + value(l) + " " + operator + " " + like(h, once(r)) + ")"
                : "(" + like(h, once(l)) + " " + operator + " " + value(r) + ")";
    }

    /** IS and IS NOT, by what = says. */
    private String nulls(Expression.Operation o, String equal) {
        if (!o.operator().startsWith("IS")) {
            return equal;
        }
        String not = o.operator().equals("IS NOT") ? "NOT " : "";
        return "(" + not + "(" + equal + " IS TRUE OR ("
                + isNullText(o.operands().get(0)) + " AND "
                + isNullText(o.operands().get(1)) + ")))";
    }

    private String isNullText(Expression e) {
        return (e instanceof Expression.Name && held(e) != null ? context.text(e) : value(e)) + " IS NULL";
    }

    private static void comparable(Held h, String operator) {
        boolean equality = operator.equals("=") || operator.equals("<>") || operator.startsWith("IS");
        if (equality ? !h.equals() : !h.sorts()) {
            throw Context.unsupported(
                    "a comparison of values of type " + h.type().name() + " that a query gives");
        }
    }

    /** What may be written twice; refused if its value changes from one time to the next. */
    final Expression once(Expression e) {
        if (changes(e)) {
            throw Context.unsupported("random() in what is compared with or written to a column of another dialect");
        }
        return e;
    }

    private static boolean changes(Part p) {
        if (p instanceof Expression.Call c && CHANGING.contains(c.name().toLowerCase(Locale.ROOT))) {
            return true;
        }
        return p.parts().stream().anyMatch(Rewriting::changes);
    }

    /** Rows of several columns are compared as SQLite does it, so none of these may be of another dialect. */
    private void refuseRows(Expression e) {
        if (e instanceof Expression.Row r && r.items().size() > 1) {
            for (Expression item : r.items()) {
                if (held(item) != null) {
                    throw Context.unsupported(
                            "a row with a value of type " + held(item).type().name());
                }
            }
        } else if (e instanceof Expression.Subquery s && !s.exists()) {
            List<Held> columns = nested(s.query());
            if (columns.size() > 1) {
                refuse(columns);
            }
        }
    }

    static void refuse(List<Held> columns) {
        for (Held h : columns) {
            if (h != null && !h.plain()) {
                throw Context.unsupported(
                        "a row with a value of type " + h.type().name());
            }
        }
    }

    private String nullTest(Expression.Operation o) {
        Expression e = o.operands().get(0);
        if (e instanceof Expression.Name n) {
            Scope.Found f = found(n);
            if (f != null && f.column() != null) {
                return context.text(o);
            }
        }
        return copied(o);
    }

    private String between(Expression.Between b) {
        Held h = held(b.operand());
        Held low = held(b.low());
        Held high = held(b.high());
        if (h == null && low == null && high == null) {
            refuseRows(b.operand());
            refuseRows(b.low());
            refuseRows(b.high());
            return copied(b);
        }
        String not = b.negated() ? "NOT " : "";
        if (h != null && h.stored() && low == null && high == null) {
            return context.forms(h.relation())
                    .condition(
                            h,
                            OtherForms.COLUMN + " " + not + "BETWEEN " + OtherForms.VALUE + " AND " + OtherForms.VALUE,
                            List.of(argument(once(b.low()), h.type()), argument(once(b.high()), h.type())));
        }
        Held type = h != null ? h : low != null ? low : high;
        comparable(type, "<");
        return "(" + side(type, b.operand(), h) + " " + not + "BETWEEN " + side(type, b.low(), low) + " AND "
                + side(type, b.high(), high) + ")";
    }

    private String side(Held type, Expression e, Held h) {
        if (h != null && !h.like(type)) {
            throw Context.unsupported(
                    "a comparison of " + h.type().name() + " and " + type.type().name());
        }
        return h != null || isNull(e) ? value(e) : like(type, once(e));
    }

    private String in(Expression.In in) {
        Held h = held(in.operand());
        String not = in.negated() ? " NOT IN (" : " IN (";
        if (in.list() == null) {
            List<Held> columns = in.query() != null ? nested(in.query()) : inTable(in);
            Held given = columns.size() == 1 ? columns.get(0) : null;
            given = given == null || given.plain() ? null : given;
            if (columns.size() > 1) {
                refuse(columns);
                refuseRows(in.operand());
            }
            if (h == null && given == null) {
                return copied(in);
            }
            if (given == null || h != null && !h.like(given) || in.query() == null) {
                throw Context.unsupported("IN with a query of another type than "
                        + (h == null ? given : h).type().name());
            }
            comparable(given, "=");
            return "(" + (h == null ? like(given, once(in.operand())) : value(in.operand())) + not + text(in.query())
                    + "))";
        }
        boolean free = in.list().stream().allMatch(e -> held(e) == null);
        if (h == null && free) {
            refuseRows(in.operand());
            in.list().forEach(this::refuseRows);
            return copied(in);
        }
        if (h != null && h.stored() && free && !in.list().isEmpty()) {
            List<String> values = new ArrayList<>();
            StringBuilder condition = new StringBuilder(OtherForms.COLUMN + not);
            for (Expression e : in.list()) {
                condition.append(values.isEmpty() ? "" : ", ").append(OtherForms.VALUE);
                values.add(argument(once(e), h.type()));
            }
            return context.forms(h.relation()).condition(h, condition + ")", values);
        }
        Held type = h;
        for (Expression e : in.list()) {
            type = type == null ? held(e) : type;
        }
        comparable(type, "=");
        StringBuilder out = new StringBuilder("(" + side(type, in.operand(), h) + not);
        for (int i = 0; i < in.list().size(); i++) {
            Expression e = in.list().get(i);
            out.append(i == 0 ? "" : ", ").append(side(type, e, held(e)));
        }
        return out.append("))").toString();
    }

    private String branches(Expression.Case c) {
        Held h = held(c.operand());
        Held type = h;
        for (int i = 0; i < c.branches().size(); i += 2) {
            type = type == null ? held(c.branches().get(i)) : type;
        }
        if (type == null) {
            return copied(c);
        }
        comparable(type, "=");
        StringBuilder out = new StringBuilder("(CASE " + side(type, c.operand(), h));
        for (int i = 0; i < c.branches().size(); i += 2) {
            Expression when = c.branches().get(i);
            out.append(" WHEN ").append(side(type, when, held(when)));
            out.append(" THEN ").append(value(c.branches().get(i + 1)));
        }
        return out.append(c.otherwise() == null ? "" : " ELSE " + value(c.otherwise()))
                .append(" END)")
                .toString();
    }

    // --- calls ------------------------------------------------------------------------------------------------------

    private String call(Expression.Call c) {
        String name = c.name().toLowerCase(Locale.ROOT);
        for (Expression a : c.arguments()) {
            Held h = held(a);
            if (h == null) {
                continue;
            }
            if (name.equals("count") && !c.distinct() && a instanceof Expression.Name n) {
                done.put(a, context.text(n));
            } else if (c.distinct() || name.equals("nullif")) {
                comparable(h, "=");
            } else if (name.equals("min") || name.equals("max")) {
                comparable(h, "<");
            }
        }
        if ((name.equals("nullif") || name.equals("min") || name.equals("max"))
                && c.arguments().size() > 1) {
            mixed(c);
        }
        sorts(c.orderBy());
        if (c.over() != null) {
            window(c.over());
        }
        return copied(c);
    }

    /** Arguments that are compared with each other are of one type. */
    private void mixed(Expression.Call c) {
        Held type = null;
        for (Expression e : c.arguments()) {
            type = type == null ? held(e) : type;
        }
        if (type != null) {
            for (Expression e : c.arguments()) {
                done.put(e, side(type, e, held(e)));
            }
        }
    }

    /** Keys of an order that are no more than expressions. */
    final void sorts(List<Query.Sort> orderBy) {
        orderBy.forEach(s -> done.put(s.key(), key(s.key(), true)));
    }

    final void window(Query.Window w) {
        w.partitionBy().forEach(e -> done.put(e, key(e, false)));
        if ("RANGE".equals(w.unit())
                && !w.frame().isEmpty()
                && w.orderBy().stream().anyMatch(s -> held(s.key()) != null)) {
            throw Context.unsupported("a window's frame over a column of another dialect");
        }
        sorts(w.orderBy());
    }

    /** What rows are sorted or grouped by. */
    final String key(Expression e, boolean sorted) {
        Held h = held(e);
        return h == null ? value(e) : h.stored() ? key(h, sorted, "") : key(h, sorted, value(e));
    }

    /** @param given the text of what a query gives */
    final String key(Held h, boolean sorted, String given) {
        if (h.stored()) {
            return context.forms(h.relation()).key(h);
        }
        if (sorted ? !h.sorts() : !h.equals()) {
            throw Context.unsupported((sorted ? "ORDER BY" : "GROUP BY") + " values of type "
                    + h.type().name() + " that a query gives");
        }
        return given;
    }
}
