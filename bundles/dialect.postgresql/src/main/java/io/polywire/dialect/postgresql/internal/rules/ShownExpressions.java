package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.AtTimeZone;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Case;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Collate;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.DistinctFrom;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.InQuery;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.QuantifiedArray;
import io.polywire.sql.tree.QuantifiedQuery;
import io.polywire.sql.tree.QueryExpression;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.UnaryOperation;
import io.polywire.sql.tree.When;
import io.polywire.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Expressions of a view's query as PostgreSQL writes them down (get_rule_expr of ruleutils.c): columns with their table,
 * literals with their types, casts that nobody wrote, and parentheses, all of them or where they are needed.
 */
final class ShownExpressions {
    private static final String ARITHMETIC = "+-*/%";

    /** What an expression is, as far as parentheses ask for it. */
    enum Kind {
        /** Never needs them: names, constants, calls. */
        PLAIN,
        /** A cast that a function makes. */
        CALLED_CAST,
        /** Any other cast: as what it casts. */
        CAST,
        OPERATION,
        /** A test, a sub-query. */
        TEST,
        AND,
        OR,
        NOT,
        /** Always needs them. */
        OTHER
    }

    /**
     * A written expression.
     *
     * @param text as it stands by itself
     * @param type its type; unknown for a literal that has none yet
     * @param kind what it is
     * @param operator of an arithmetic operation with two operands; else 0
     * @param of what a cast is of; else null
     * @param literal a literal without a type; else null
     * @param hidden of a cast that nobody wrote, its text where it does not show; null for anything else
     */
    record Shown(String text, Type type, Object kind, char operator, Shown of, Literal literal, String hidden) {
        Shown(String text, Type type, Object kind, char operator, Shown of, Literal literal) {
            this(text, type, kind, operator, of, literal, null);
        }

        /** Whether it is a cast that nobody wrote. */
        boolean implicit() {
            return hidden != null;
        }

        /** Where a cast that nobody wrote does not show. */
        String bare() {
            return hidden != null ? hidden : text;
        }

        /** Where a row of a table as a whole needs its type. */
        String top() {
            return kind instanceof Row r ? text + "::" + r.type() : text;
        }

        /** Where it needs that and a cast that nobody wrote does not show. */
        String topBare() {
            return hidden != null ? hidden : top();
        }

        /** Whether it is nothing but a column. */
        boolean isColumn() {
            return kind instanceof Column;
        }

        /** The name of a column; null for anything else. */
        String name() {
            return kind instanceof Column c ? c.name() : null;
        }

        /** Whether it is a row of a table as a whole. */
        boolean isRow() {
            return kind instanceof Row;
        }

        /** Whether it is a constant. */
        boolean isConstant() {
            return kind == CONSTANT;
        }

        /** Whether it is written as a call. */
        boolean isCall() {
            return kind == CALL || kind == Kind.CALLED_CAST;
        }
    }

    /** What a column is. */
    private record Column(String name) {}

    /** What a row of a table as a whole is, whose type has a name as it is written. */
    private record Row(String type) {}

    private static final Object CALL = new Object();
    private static final Object CONSTANT = new Object();
    /** Stands for the end of a line within a constant until all else is written. */
    static final char LINE = '\u0002';

    private final ShownQueries queries;
    private final boolean pretty;
    private final Deparser literals;
    private final ShownCalls calls;
    private final ShownRows rows;
    private final ShownConstants constants;

    ShownExpressions(ShownQueries queries, boolean pretty) {
        this.queries = queries;
        this.pretty = pretty;
        this.literals = Deparser.literals(queries.catalog(), pretty);
        this.calls = new ShownCalls(queries, this);
        this.rows = new ShownRows(queries, this);
        this.constants = new ShownConstants(queries.catalog(), literals);
    }

    ShownCalls calls() {
        return calls;
    }

    /** A column; {@code table} is null where none stands before it. */
    static Shown column(String table, String name, Type type) {
        String text = table == null ? "" : CatalogFunctions.quoted(table) + ".";
        return new Shown(text + CatalogFunctions.quoted(name), type, new Column(name), (char) 0, null, null);
    }

    /** What is used as a column and has no table. */
    static Shown column(String text, Type type) {
        return new Shown(text, type, new Column(text), (char) 0, null, null);
    }

    /** A row of a table as a whole. */
    Shown row(String table, Type type) {
        String text = CatalogFunctions.quoted(table) + ".*";
        return new Shown(text, type, new Row(display(type)), (char) 0, null, null);
    }

    private static Shown constant(String text, Type type) {
        return new Shown(text, type, CONSTANT, (char) 0, null, null);
    }

    static Shown plain(String text, Type type) {
        return new Shown(text, type, Kind.PLAIN, (char) 0, null, null);
    }

    static Shown call(String text, Type type) {
        return new Shown(text, type, CALL, (char) 0, null, null);
    }

    Shown wrapped(String text, Type type, Kind kind) {
        return wrapped(text, type, kind, (char) 0);
    }

    private Shown wrapped(String text, Type type, Kind kind, char operator) {
        return new Shown(pretty ? text : "(" + text + ")", type, kind, operator, null, null);
    }

    // --- parentheses ----------------------------------------------------------------------------------------------

    /** An operand within an operation of a kind (get_rule_expr_paren). */
    private String within(Shown e, Kind parent, char operator, boolean first) {
        return !pretty || simple(e, parent, operator, first) ? e.text() : "(" + e.text() + ")";
    }

    String within(Shown e, Kind parent) {
        return within(e, parent, (char) 0, false);
    }

    /** isSimpleNode. */
    private static boolean simple(Shown e, Kind parent, char operator, boolean first) {
        if (!(e.kind() instanceof Kind kind)) {
            return true;
        }
        return switch (kind) {
            case PLAIN, CALLED_CAST -> true;
            case CAST -> simple(e.of(), Kind.CAST, (char) 0, false);
            case OPERATION -> {
                if (parent != Kind.OPERATION) {
                    yield parent == Kind.AND || parent == Kind.OR || parent == Kind.NOT;
                }
                boolean high = "*/%".indexOf(e.operator()) >= 0;
                boolean above = "*/%".indexOf(operator) >= 0;
                yield e.operator() != 0 && operator != 0 && (high && !above || high == above && first);
            }
            case TEST -> parent == Kind.AND || parent == Kind.OR || parent == Kind.NOT;
            case AND, NOT -> parent == Kind.AND || parent == Kind.OR;
            case OR -> parent == Kind.OR;
            case OTHER -> false;
        };
    }

    // --- values ---------------------------------------------------------------------------------------------------

    /** A window, in its parentheses. */
    String window(WindowSpecification w) {
        return calls.window(w);
    }

    /** A value of a boolean, as a condition is. */
    String condition(Expression e) {
        return typed(of(e), PgTypes.BOOL).text();
    }

    /** A value whose type is settled: a literal that has none is a text. */
    Shown settled(Expression e) {
        return settled(of(e));
    }

    private Shown settled(Shown e) {
        return PgTypes.isUnknown(e.type()) ? typed(e, PgTypes.TEXT) : e;
    }

    /** A value brought to a type, which shows. */
    Shown typed(Shown e, Type to) {
        if (PgTypes.isUnknown(e.type())) {
            if (e.literal().kind() == Literal.Kind.NULL) {
                return constant("NULL::" + display(to), PgTypes.plain(to));
            }
            return constant(constants.text(e.literal(), to).replace('\n', LINE), PgTypes.plain(to));
        }
        if (same(e.type(), to)) {
            return e;
        }
        requirePlain(
                !RowTypes.is(to) && !RowTypes.is(e.type()) || to.equals(PgTypes.RECORD) || isRecordOf(to, e.type()));
        if (RowTypes.is(e.type())) {
            return e;
        }
        Shown cast = cast(e, PgTypes.plain(to), display(PgTypes.plain(to)));
        boolean bare = !pretty || simple(e, Kind.CAST, (char) 0, false);
        String hidden = bare ? e.bare() : "(" + e.bare() + ")";
        return new Shown(cast.text(), cast.type(), cast.kind(), (char) 0, e, null, hidden);
    }

    private static boolean isRecordOf(Type a, Type b) {
        return PgTypes.isRecord(a) && PgTypes.isRecord(b) && a.id() == b.id();
    }

    private static boolean same(Type a, Type b) {
        return a.name().equals(b.name()) && (a.kind() != TypeKind.ENUM || a.id() == b.id());
    }

    /** A type without a modifier (format_type_with_typemod): of two words, one means another type without one. */
    String display(Type t) {
        if (t.kind() == TypeKind.ARRAY) {
            return display(t.element()) + "[]";
        }
        return t.name().equals("bpchar") ? "bpchar" : t.name().equals("bit") ? "\"bit\"" : literals.shown(t);
    }

    /** A type with what it is modified by. */
    String full(Type t) {
        return PgTypes.plain(t).equals(t) ? display(t) : CatalogFunctions.formatted(t.id(), CatalogColumns.modifier(t));
    }

    private Shown cast(Shown e, Type to, String shown) {
        if (e.isConstant() && same(e.type(), to)) {
            // its own type does not show beside that
            int label = e.text().lastIndexOf("::");
            return plain((label < 0 ? e.text() : e.text().substring(0, label)) + "::" + shown, to);
        }
        boolean called = Method.of(ShownTypes.based(e.type(), queries.catalog()), to) == Method.FUNCTION;
        Kind kind = called ? Kind.CALLED_CAST : Kind.CAST;
        String operand = pretty ? within(e, Kind.CAST) : "(" + e.text() + ")";
        return new Shown(operand + "::" + shown, to, kind, (char) 0, e, null);
    }

    /** How a cast is made. */
    private enum Method {
        FUNCTION,
        OTHER;

        static Method of(Type from, Type to) {
            return Holder.CALLED.contains((long) from.id() + ">" + to.id()) ? FUNCTION : OTHER;
        }

        private static final class Holder {
            static final java.util.Set<String> CALLED = called();

            private static java.util.Set<String> called() {
                CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_cast");
                return CatalogData.rows("pg_cast").stream()
                        .filter(r -> "f".equals(r[d.index("castmethod")]))
                        .map(r -> r[d.index("castsource")] + ">" + r[d.index("casttarget")])
                        .collect(Collectors.toSet());
            }
        }
    }

    /** An expression; its type is unknown if it is a literal that has none yet. */
    Shown of(Expression e) {
        if (e instanceof ColumnReference c) {
            return queries.column(c);
        }
        if (e instanceof Literal l) {
            return literal(l);
        }
        if (e instanceof UnaryOperation u) {
            return unary(u);
        }
        if (e instanceof BinaryOperation b) {
            requirePlain(b.operator().schema().isEmpty());
            String name = operator(b.operator().name());
            return b.left() instanceof RowExpression l && b.right() instanceof RowExpression r
                    ? rows.compared(name, l, r)
                    : operation(name, of(b.left()), of(b.right()));
        }
        if (e instanceof LogicalOperation l) {
            Kind kind = l.and() ? Kind.AND : Kind.OR;
            List<String> all = new ArrayList<>();
            l.operands().forEach(o -> all.add(within(typed(of(o), PgTypes.BOOL), kind)));
            return wrapped(String.join(l.and() ? " AND " : " OR ", all), PgTypes.BOOL, kind);
        }
        if (e instanceof Not n) {
            return not(typed(of(n.operand()), PgTypes.BOOL));
        }
        if (e instanceof IsTest t) {
            return test(t);
        }
        if (e instanceof DistinctFrom d) {
            Pair p = pair("=", of(d.left()), of(d.right()));
            Shown distinct = wrapped(
                    within(p.left(), Kind.OTHER) + " IS DISTINCT FROM " + within(p.right(), Kind.OTHER),
                    PgTypes.BOOL,
                    Kind.TEST);
            return d.negated() ? not(distinct) : distinct;
        }
        if (e instanceof Between b) {
            return rows.between(b);
        }
        if (e instanceof Like like) {
            return like(like);
        }
        if (e instanceof InList in) {
            return in(in);
        }
        if (e instanceof QuantifiedArray q) {
            return quantified(q);
        }
        if (e instanceof ArrayExpression a) {
            requirePlain(!a.elements().isEmpty());
            List<Shown> elements = all(a.elements());
            Type t = common(elements);
            Type plain = PgTypes.plain(t);
            return plain(
                    "ARRAY[" + list(elements, t) + "]", t.kind() == TypeKind.ARRAY ? plain : PgTypes.arrayOf(plain));
        }
        if (e instanceof Cast c) {
            return cast(c);
        }
        if (e instanceof Case c) {
            return branches(c);
        }
        if (e instanceof QueryExpression q) {
            return query(q);
        }
        if (e instanceof InQuery || e instanceof QuantifiedQuery) {
            return rows.tested(e);
        }
        if (e instanceof AtTimeZone z) {
            return calls.named(
                    "timezone",
                    List.of(z.zone(), z.operand()),
                    (a, t) -> plain(
                            "(" + within(shown(a.get(1)), Kind.OTHER) + " AT TIME ZONE "
                                    + within(shown(a.get(0)), Kind.OTHER) + ")",
                            t));
        }
        if (e instanceof Collate c) {
            requirePlain(c.collation().parts().size() == 1
                    || c.collation().parts().get(0).name().equals(Visibility.SYSTEM));
            Shown operand = settled(of(c.operand()));
            return wrapped(
                    within(operand, Kind.OTHER) + " COLLATE "
                            + CatalogFunctions.quoted(c.collation().last().name()),
                    operand.type(),
                    Kind.OTHER);
        }
        if (e instanceof StandardFunction s) {
            return calls.standard(s);
        }
        if (e instanceof FunctionCall f) {
            return calls.function(f);
        }
        return rows.of(e);
    }

    /** A match, whose pattern a function makes where an escape is said. */
    private Shown like(Like like) {
        boolean similar = like.kind() == Like.Kind.SIMILAR;
        requirePlain(similar || like.kind() == Like.Kind.LIKE || like.kind() == Like.Kind.ILIKE);
        Shown pattern = of(like.pattern());
        if (similar || like.escape() != null) {
            List<Shown> given = new ArrayList<>(List.of(pattern));
            if (like.escape() != null) {
                given.add(of(like.escape()));
            }
            pattern = calls.plain(similar ? "similar_to_escape" : "like_escape", given);
        }
        String name =
                (like.negated() ? "!" : "") + (similar ? "~" : "~~") + (like.kind() == Like.Kind.ILIKE ? "*" : "");
        return operation(name, of(like.operand()), pattern);
    }

    static void requirePlain(boolean known) {
        if (!known) {
            throw Deparser.unknown();
        }
    }

    private Shown literal(Literal l) {
        return switch (l.kind()) {
            case BOOLEAN -> constant(l.value().toLowerCase(Locale.ROOT), PgTypes.BOOL);
            case INTEGER, DECIMAL -> {
                Deparser.Number n = literals.numbered(l);
                yield constant(n.text(), n.type());
            }
            case BITS -> constant("'" + l.value() + "'::\"bit\"", PgTypes.BIT);
            case STRING, NULL -> new Shown("", Type.UNKNOWN, Kind.PLAIN, (char) 0, null, l);
            default -> throw Deparser.unknown();
        };
    }

    private static Shown shown(Shown e) {
        return e.implicit() ? shown(e.of()) : e;
    }

    private Shown unary(UnaryOperation u) {
        String name = u.operator().name();
        requirePlain(u.operator().schema().isEmpty());
        Literal negative = negative(u);
        if (negative != null) {
            return literal(negative);
        }
        Shown operand = of(u.operand());
        Type type = ShownTypes.based(operand.type(), queries.catalog());
        List<Resolution.Candidate<ServerCatalog.OperatorRow>> all = ServerCatalog.all().operators(name, true).stream()
                .map(o -> new Resolution.Candidate<>(List.of(o.right()), o))
                .toList();
        ServerCatalog.OperatorRow row = chosen(all, List.of(type));
        List<Shown> brought = brought(List.of(row.right()), List.of(operand));
        return wrapped(
                name + " " + within(brought.get(0), Kind.OPERATION),
                Generics.result(row.result(), List.of(row.right()), List.of(type)),
                Kind.OPERATION);
    }

    /** A number behind minus signs, which is a number; null for anything else. */
    private static Literal negative(UnaryOperation u) {
        if (!u.operator().name().equals("-")) {
            return null;
        }
        Expression of = u.operand() instanceof UnaryOperation inner ? negative(inner) : u.operand();
        if (of instanceof Literal l && (l.kind() == Literal.Kind.INTEGER || l.kind() == Literal.Kind.DECIMAL)) {
            String value = l.value().startsWith("-") ? l.value().substring(1) : "-" + l.value();
            return new Literal(l.kind(), value, l.start(), l.end());
        }
        return null;
    }

    Shown not(Shown operand) {
        return wrapped("NOT " + within(operand, Kind.NOT), PgTypes.BOOL, Kind.NOT);
    }

    private Shown test(IsTest t) {
        String word = switch (t.test()) {
            case NULL, TRUE, FALSE, UNKNOWN -> t.test().name();
            default -> throw Deparser.unknown();
        };
        Shown operand = of(t.operand());
        operand = t.test() == IsTest.Test.NULL ? settled(operand) : typed(operand, PgTypes.BOOL);
        return wrapped(
                within(operand, Kind.OTHER) + (t.negated() ? " IS NOT " : " IS ") + word, PgTypes.BOOL, Kind.TEST);
    }

    // --- operators ------------------------------------------------------------------------------------------------

    /** Operands as an operator takes them, and what it gives. */
    record Pair(Shown left, Shown right, Type result) {}

    <T> T chosen(List<Resolution.Candidate<T>> all, List<Type> types) {
        return candidate(all, types).what();
    }

    <T> Resolution.Candidate<T> candidate(List<Resolution.Candidate<T>> all, List<Type> types) {
        Resolution.Candidate<T> best = Resolution.exact(all, types);
        if (best == null) {
            List<Resolution.Candidate<T>> matching = Resolution.matching(all, types);
            best = matching.isEmpty() ? null : Resolution.best(matching, types);
        }
        if (best == null) {
            throw Deparser.unknown();
        }
        return best;
    }

    Pair pair(String name, Shown left, Shown right) {
        List<Resolution.Candidate<ServerCatalog.OperatorRow>> all = ServerCatalog.all().operators(name, false).stream()
                .map(o -> new Resolution.Candidate<>(List.of(o.left(), o.right()), o))
                .toList();
        Type l = ShownTypes.based(left.type(), queries.catalog());
        Type r = ShownTypes.based(right.type(), queries.catalog());
        // a literal is first taken to be of the other operand's type
        Type known = PgTypes.isUnknown(l) ? r : l;
        Resolution.Candidate<ServerCatalog.OperatorRow> alike =
                PgTypes.isUnknown(l) || PgTypes.isUnknown(r) ? Resolution.exact(all, List.of(known, known)) : null;
        ServerCatalog.OperatorRow row = alike == null ? chosen(all, List.of(l, r)) : alike.what();
        List<String> takes = List.of(row.left(), row.right());
        List<Shown> brought = brought(takes, List.of(left, right));
        return new Pair(brought.get(0), brought.get(1), Generics.result(row.result(), takes, List.of(l, r)));
    }

    Shown operation(String name, Shown left, Shown right) {
        Pair p = pair(name, left, right);
        char operator = name.length() == 1 && ARITHMETIC.contains(name) ? name.charAt(0) : 0;
        return wrapped(
                within(p.left(), Kind.OPERATION, operator, true)
                        + " " + name + " "
                        + within(p.right(), Kind.OPERATION, operator, false),
                p.result(),
                Kind.OPERATION,
                operator);
    }

    List<Shown> brought(List<String> takes, List<Shown> given) {
        List<Type> types = given.stream()
                .map(x -> ShownTypes.based(x.type(), queries.catalog()))
                .toList();
        List<Type> actual = Generics.actual(takes, types);
        List<Shown> all = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Type t = actual.get(i);
            // what a pseudo-type takes is the domain's value as it is
            requirePlain(types.get(i) == given.get(i).type() || !Pathway.POLYMORPHIC.contains(takes.get(i)));
            Shown e = given.get(i);
            boolean any = takes.get(i).equals("any") && PgTypes.isUnknown(e.type());
            all.add(any ? untyped(e) : t == null ? settled(e) : typed(e, t));
        }
        return all;
    }

    /** A literal that stays without a type. */
    static Shown untyped(Shown e) {
        if (!PgTypes.isUnknown(e.type())) {
            return e;
        }
        Literal l = e.literal();
        String text = l.kind() == Literal.Kind.NULL
                ? "NULL::unknown"
                : "'" + l.value().replace("'", "''").replace('\n', LINE) + "'";
        return new Shown(text, Type.UNKNOWN, CONSTANT, (char) 0, null, l);
    }

    List<Shown> all(List<Expression> expressions) {
        return new ArrayList<>(expressions.stream().map(this::of).toList());
    }

    String list(List<Shown> all, Type as) {
        return all.stream().map(x -> typed(x, as).text()).collect(Collectors.joining(", "));
    }

    /** The type that several values are brought to (select_common_type); not known here where there is none. */
    Type common(List<Shown> all) {
        Type chosen = null;
        for (Shown x : all) {
            Type t = x.type();
            if (PgTypes.isUnknown(t) || chosen != null && chosen.name().equals(t.name())) {
                continue;
            }
            if (chosen == null) {
                chosen = t;
            } else {
                requirePlain(Pathway.isAlike(chosen, t));
                chosen = Pathway.common(chosen, t);
            }
        }
        if (chosen == null) {
            return PgTypes.TEXT;
        }
        for (Shown x : all) {
            requirePlain(PgTypes.isUnknown(x.type()) || Pathway.exists(x.type(), chosen, Casts.Context.IMPLICIT));
        }
        return chosen;
    }

    private Shown in(InList in) {
        if (in.operand() instanceof RowExpression) {
            return rows.in(in);
        }
        Shown operand = of(in.operand());
        List<Shown> items = all(in.items());
        if (items.size() == 1) {
            return operation(in.negated() ? "<>" : "=", operand, items.get(0));
        }
        List<Shown> every = new ArrayList<>(items);
        every.add(0, operand);
        Type t = common(every);
        String array = "ARRAY[" + list(items, t) + "]";
        Shown left = typed(operand, t);
        if (t.kind() == TypeKind.VARCHAR) {
            // there is no operator of varchar
            left = typed(left, PgTypes.TEXT);
            array = pretty ? array + "::text[]" : "(" + array + ")::text[]";
        }
        return wrapped(
                within(left, Kind.OTHER) + (in.negated() ? " <> ALL (" : " = ANY (") + array + ")",
                PgTypes.BOOL,
                Kind.OTHER);
    }

    private Shown quantified(QuantifiedArray q) {
        Shown operand = of(q.operand());
        Shown array = of(q.array());
        String name = operator(q.operator().name());
        boolean untyped = PgTypes.isUnknown(array.type());
        requirePlain(q.operator().schema().isEmpty() && (untyped || array.type().kind() == TypeKind.ARRAY));
        Shown element = untyped
                ? new Shown("", Type.UNKNOWN, Kind.PLAIN, (char) 0, null, new Literal(Literal.Kind.STRING, "", 0, 0))
                : plain("", array.type().element());
        Type of = taken(name, operand, element);
        Pair p = pair(name, operand, plain("", of));
        Shown brought = typed(array, PgTypes.arrayOf(of));
        Expression bare = q.array();
        while (bare instanceof Cast c) {
            bare = c.operand();
        }
        // a query by itself would be one whose rows are compared
        String as = bare instanceof QueryExpression x && x.kind() == QueryExpression.Kind.SCALAR
                ? "::" + display(brought.type())
                : "";
        return wrapped(
                within(p.left(), Kind.OTHER) + " " + name + (q.all() ? " ALL (" : " ANY (")
                        + within(brought, Kind.OTHER) + as + ")",
                PgTypes.BOOL,
                Kind.OTHER);
    }

    /** An operator that a word may be written for. */
    static String operator(String name) {
        return switch (name) {
            case "!=" -> "<>";
            case "LIKE" -> "~~";
            case "NOT LIKE" -> "!~~";
            case "ILIKE" -> "~~*";
            case "NOT ILIKE" -> "!~~*";
            default -> name;
        };
    }

    /** The type that an operator takes its right operand as. */
    private Type taken(String name, Shown left, Shown right) {
        if (PgTypes.isUnknown(right.type())) {
            Type t = ShownTypes.based(left.type(), queries.catalog());
            return t.kind() == TypeKind.VARCHAR ? PgTypes.TEXT : PgTypes.plain(t);
        }
        return PgTypes.plain(pair(name, left, right).right().type());
    }

    private Shown cast(Cast c) {
        requirePlain(c.style() != Cast.Style.TREAT);
        if (PgDialect.isUntyped(c.type())) {
            return of(c.operand());
        }
        Type to = PgTypeRules.of(queries.catalog()).named(c.type());
        boolean bare = PgTypes.plain(to).equals(to);
        if (c.operand() instanceof ArrayExpression a && to.kind() == TypeKind.ARRAY) {
            // what is in it is cast, not the array
            requirePlain(bare);
            return array(a, to);
        }
        if (RowTypes.isNamed(to)) {
            return rows.cast(c.operand(), to);
        }
        Shown operand = of(c.operand());
        String shown = full(to);
        if (PgTypes.isUnknown(operand.type())) {
            if (bare || operand.literal().kind() == Literal.Kind.NULL) {
                Shown typed = typed(operand, to);
                return bare ? typed : cast(typed, to, shown);
            }
            requirePlain(PgTypes.isText(to) || to.name().equals("bpchar"));
            return constant("'" + operand.literal().value().replace("'", "''").replace('\n', LINE) + "'::" + shown, to);
        }
        return operand.type().equals(to) ? operand : cast(operand, to, shown);
    }

    private Shown array(ArrayExpression a, Type to) {
        if (a.elements().isEmpty()) {
            return plain("ARRAY[]::" + display(to), to);
        }
        List<String> all = new ArrayList<>();
        for (Expression e : a.elements()) {
            if (e instanceof ArrayExpression inner) {
                all.add(array(inner, to).text());
            } else {
                Shown x = of(e);
                boolean as = PgTypes.isUnknown(x.type()) || same(x.type(), to.element());
                all.add(
                        as
                                ? typed(x, to.element()).text()
                                : cast(x, to.element(), display(to.element())).text());
            }
        }
        return plain("ARRAY[" + String.join(", ", all) + "]", to);
    }

    // --- forms of their own -----------------------------------------------------------------------------------------

    private Shown branches(Case c) {
        StringBuilder b = new StringBuilder();
        List<Shown> results = new ArrayList<>();
        b.append(queries.line("CASE", 0, 4, 0));
        Shown operand = c.operand() == null ? null : settled(of(c.operand()));
        if (operand != null) {
            b.append(' ').append(operand.text());
        }
        List<String> conditions = new ArrayList<>();
        for (When w : c.branches()) {
            if (operand == null) {
                conditions.add(condition(w.condition()));
            } else {
                Pair p = pair("=", operand, of(w.condition()));
                requirePlain(p.left() == operand);
                conditions.add(p.right().text());
            }
            results.add(of(w.result()));
        }
        // a missing ELSE is NULL
        Shown otherwise = c.otherwise() == null ? literal(new Literal(Literal.Kind.NULL, "", 0, 0)) : of(c.otherwise());
        List<Shown> all = new ArrayList<>(results);
        all.add(0, otherwise);
        Type t = common(all);
        for (int i = 0; i < conditions.size(); i++) {
            b.append(queries.line("WHEN ", 0, 0, 0))
                    .append(conditions.get(i))
                    .append(" THEN ")
                    .append(typed(results.get(i), t).text());
        }
        b.append(queries.line("ELSE ", 0, 0, 0)).append(typed(otherwise, t).text());
        b.append(queries.line("END", -4, 0, 0));
        return plain(b.toString(), PgTypes.plain(t));
    }

    private Shown query(QueryExpression q) {
        ShownQueries.Result r = queries.nested(q.query());
        return switch (q.kind()) {
            case EXISTS -> new Shown("(EXISTS (" + r.text() + "))", PgTypes.BOOL, Kind.TEST, (char) 0, null, null);
            case ARRAY ->
                new Shown(
                        "ARRAY(" + r.text() + ")",
                        PgTypes.arrayOf(PgTypes.plain(r.types().get(0))),
                        Kind.TEST,
                        (char) 0,
                        null,
                        null);
            case SCALAR -> new Shown("(" + r.text() + ")", r.types().get(0), Kind.TEST, (char) 0, null, null);
        };
    }
}
