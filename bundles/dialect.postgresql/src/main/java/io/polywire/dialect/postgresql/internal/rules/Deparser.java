package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.QuantifiedArray;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.UnaryOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Defaults and conditions as PostgreSQL writes them down (ruleutils.c): literals with their types, casts that nobody wrote,
 * parentheses around every operation or, in the other form, only around operations within others. What is not known here
 * stays as it was written.
 */
final class Deparser {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%");
    /** How many digits a number in a text may have for its exponent to be written out. */
    private static final int MOST_DIGITS = 1_000;
    /** Between the two forms of a kept expression. */
    private static final char BOTH = '\u0001';

    private final Relation relation;
    private final CatalogSnapshot catalog;
    private final boolean pretty;

    /** An expression that is not known here. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unknown() {
            super(null, null, false, false);
        }
    }

    private record Text(String full, Type type, boolean simple) {}

    /** A number as a constant of its type. */
    record Number(String text, Type type) {}

    /** One that writes literals, for the expressions of views. */
    static Deparser literals(CatalogSnapshot catalog, boolean pretty) {
        return new Deparser(null, catalog, pretty);
    }

    Number numbered(Literal l) {
        Text t = number(l);
        return new Number(t.full(), t.type());
    }

    /** Says that an expression is not known here. */
    static RuntimeException unknown() {
        return new Unknown();
    }

    static boolean isUnknown(RuntimeException e) {
        return e instanceof Unknown;
    }

    /** The type of VALUE in a domain's condition; null elsewhere. */
    private final Type value;

    private Deparser(Relation relation, CatalogSnapshot catalog, boolean pretty) {
        this(relation, catalog, pretty, null);
    }

    private Deparser(Relation relation, CatalogSnapshot catalog, boolean pretty, Type value) {
        this.relation = relation;
        this.catalog = catalog;
        this.pretty = pretty;
        this.value = value;
    }

    /** A default of a column, both forms in one as {@link #form} reads them. */
    static String value(String source, RelationColumn c, CatalogSnapshot catalog) {
        UserType own = c.typeId() == 0 ? null : catalog.type(c.typeId());
        Type t = own != null && own.isDomain()
                ? CatalogRows.base(own, catalog)
                : PgTypeRules.of(catalog).stored(c);
        return value(source, t, catalog);
    }

    /** A default of a value of a type. */
    static String value(String source, Type t, CatalogSnapshot catalog) {
        return both(
                source,
                (e, pretty) -> ShownQueries.ofDefault(e, t, catalog, pretty),
                (e, pretty) -> new Deparser(null, catalog, pretty).top(e, t));
    }

    private static Map<String, ShownExpressions.Shown> valueOf(UserType domain, CatalogSnapshot catalog) {
        return Map.of("value", ShownExpressions.column("VALUE", ShownTypes.under(domain, catalog)));
    }

    /** What a function gives, over its parameters by their names. */
    static String ofRoutine(String source, Map<String, ShownExpressions.Shown> parameters, CatalogSnapshot catalog) {
        return form(both(source, (e, pretty) -> ShownQueries.ofNamed(e, parameters, catalog, pretty)), false);
    }

    /** A condition of a domain. */
    static String ofDomain(String source, UserType t, CatalogSnapshot catalog) {
        return both(
                source,
                (e, pretty) -> ShownQueries.ofNamed(e, valueOf(t, catalog), catalog, pretty),
                (e, pretty) -> new Deparser(null, catalog, pretty, CatalogRows.base(t, catalog))
                        .of(e)
                        .full());
    }

    /** A condition or generated value, both forms in one as {@link #form} reads them. */
    static String whole(String source, Relation r, CatalogSnapshot catalog) {
        return both(
                source,
                (e, pretty) -> ShownQueries.ofTable(e, r, catalog, pretty),
                (e, pretty) -> new Deparser(r, catalog, pretty).of(e).full());
    }

    /** Several of them as a list. */
    static String all(List<String> sources, Relation r, CatalogSnapshot catalog) {
        List<String> texts = sources.stream().map(s -> whole(s, r, catalog)).toList();
        String full = texts.stream().map(t -> form(t, false)).collect(Collectors.joining(", "));
        String few = texts.stream().map(t -> form(t, true)).collect(Collectors.joining(", "));
        return full.equals(few) ? full : full + BOTH + few;
    }

    /** One form of a kept expression: with all parentheses, or with few. */
    static String form(String kept, boolean pretty) {
        int at = kept.indexOf(BOTH);
        return at < 0 ? kept : pretty ? kept.substring(at + 1) : kept.substring(0, at);
    }

    private interface Writer {
        String write(Expression e, boolean pretty);
    }

    /** Tries one, and then the other. */
    private static String both(String source, Writer first, Writer second) {
        String text = both(source, first);
        return text.equals(source) ? both(source, second) : text;
    }

    /** An expression of its text. */
    static Expression expression(String source) {
        Query q = (Query) ((ParsedStatement) PgDialect.parsed("SELECT " + source)).body();
        Select s = (Select) q.body();
        if (s.items().isEmpty()) {
            // what another program's file says is not always known
            throw new Unknown();
        }
        return s.items().get(0).expression();
    }

    private static String both(String source, Writer writer) {
        try {
            Expression e = expression(source);
            String full = writer.write(e, false);
            String few = writer.write(e, true);
            return full.equals(few) ? full : full + BOTH + few;
        } catch (Unknown | SqlFailure | ClassCastException asWritten) {
            return source;
        }
    }

    // --- defaults -------------------------------------------------------------------------------------------------

    private String top(Expression e, Type t) {
        if (e instanceof Literal l && l.kind() == Literal.Kind.STRING) {
            if (t == null) {
                throw new Unknown();
            }
            return literal(l, t);
        }
        if (e instanceof Literal l && l.kind() == Literal.Kind.NULL) {
            return "NULL" + (t == null ? "" : "::" + shown(t));
        }
        if (e instanceof FunctionCall f && f.name().last().name().equals("nextval") && catalog != null) {
            return sequence(f);
        }
        return of(e).full();
    }

    private String sequence(FunctionCall f) {
        Expression a = f.arguments().get(0).value();
        if (a instanceof Cast c) {
            a = c.operand();
        }
        if (!(a instanceof Literal l) || l.kind() != Literal.Kind.STRING) {
            throw new Unknown();
        }
        List<String> parts = CatalogNames.parts(l.value());
        boolean seen = parts.size() == 2 && catalog.path().contains(parts.get(0));
        String name = (seen ? parts.subList(1, 2) : parts)
                .stream().map(CatalogFunctions::quoted).collect(Collectors.joining("."));
        return "nextval('" + name.replace("'", "''") + "'::regclass)";
    }

    // --- expressions ----------------------------------------------------------------------------------------------

    private Text of(Expression e) {
        if (e instanceof Literal l) {
            return switch (l.kind()) {
                case BOOLEAN -> new Text(l.value().toLowerCase(Locale.ROOT), PgTypes.BOOL, true);
                case INTEGER, DECIMAL -> number(l);
                default -> throw new Unknown();
            };
        }
        if (e instanceof UnaryOperation u
                && u.operator().name().equals("-")
                && u.operand() instanceof Literal l
                && (l.kind() == Literal.Kind.INTEGER || l.kind() == Literal.Kind.DECIMAL)) {
            return number(new Literal(l.kind(), "-" + l.value(), 0, 0));
        }
        if (e instanceof ColumnReference c
                && value != null
                && c.parts().size() == 1
                && c.parts().get(0).name().equalsIgnoreCase("value")) {
            return new Text("VALUE", PgTypes.plain(value), true);
        }
        if (e instanceof ColumnReference c && relation != null && c.parts().size() == 1) {
            int i = relation.index(c.parts().get(0).name());
            RelationColumn column = i < 0 ? null : relation.columns().get(i);
            Type t = column == null ? null : typeOf(column);
            if (t == null) {
                throw new Unknown();
            }
            return new Text(CatalogFunctions.quoted(column.name()), PgTypes.plain(t), true);
        }
        if (e instanceof BinaryOperation b) {
            return binary(b);
        }
        if (e instanceof LogicalOperation l) {
            String word = l.and() ? " AND " : " OR ";
            List<String> all = new ArrayList<>();
            for (Expression o : l.operands()) {
                boolean either = o instanceof LogicalOperation x && !x.and() && l.and();
                all.add(either ? inner(of(o)) : of(o).full());
            }
            return operation(String.join(word, all), PgTypes.BOOL);
        }
        if (e instanceof Not n) {
            Text t = of(n.operand());
            return operation("NOT " + (n.operand() instanceof LogicalOperation ? inner(t) : t.full()), PgTypes.BOOL);
        }
        if (e instanceof IsTest t && t.test() == IsTest.Test.NULL) {
            return operation(inner(of(t.operand())) + (t.negated() ? " IS NOT NULL" : " IS NULL"), PgTypes.BOOL);
        }
        if (e instanceof Between b && !b.symmetric() && !b.negated()) {
            return operation(
                    compared(">=", b.operand(), b.low()).full()
                            + " AND "
                            + compared("<=", b.operand(), b.high()).full(),
                    PgTypes.BOOL);
        }
        if (e instanceof InList in && in.items().size() > 1) {
            return in(in);
        }
        return call(e);
    }

    private Type typeOf(RelationColumn c) {
        UserType own = c.typeId() == 0 || catalog == null ? null : catalog.type(c.typeId());
        return own != null && !own.isDomain()
                ? PgTypeRules.of(catalog).stored(c)
                : c.typeId() == 0 ? PgTypeRules.INSTANCE.stored(c) : null;
    }

    /** A type's name, with its schema where the search path does not find it. */
    String shown(Type t) {
        if (t.kind() == TypeKind.ENUM && catalog != null) {
            UserType own = catalog.type(t.id());
            if (own != null) {
                String name = CatalogFunctions.quoted(own.name());
                return Visibility.of(own, catalog) ? name : CatalogFunctions.quoted(own.schema()) + "." + name;
            }
        }
        return PgTypes.display(t);
    }

    private Text call(Expression e) {
        if (e instanceof Like like && like.kind() == Like.Kind.LIKE && like.escape() == null) {
            return operator(like.negated() ? "!~~" : "~~", like.operand(), like.pattern());
        }
        if (e instanceof ArrayExpression a && !a.elements().isEmpty()) {
            return array(a);
        }
        if (e instanceof QuantifiedArray q) {
            return quantified(q);
        }
        if (e instanceof Cast c && untyped(c.operand()) == null) {
            Text operand = of(c.operand());
            Type to = PgTypeRules.INSTANCE.named(c.type());
            return operand.type().equals(to) ? operand : cast(operand, to);
        }
        if (e instanceof Cast c && c.operand() instanceof Literal l && l.kind() == Literal.Kind.STRING) {
            Type t = PgTypeRules.INSTANCE.named(c.type());
            return new Text(literal(l, t), PgTypes.plain(t), true);
        }
        if (e instanceof FunctionCall f && !f.arguments().isEmpty()) {
            return function(f);
        }
        if (e instanceof FunctionCall f && f.arguments().isEmpty() && !f.star() && f.over() == null) {
            return new Text(CatalogFunctions.quoted(f.name().last().name()) + "()", PgTypes.ANY, true);
        }
        if (e instanceof StandardFunction s
                && s.arguments().isEmpty()
                && s.kind().name().startsWith("CURRENT")) {
            return new Text(s.kind().name(), PgTypes.ANY, true);
        }
        throw new Unknown();
    }

    private Text number(Literal l) {
        // an integer of more than four bytes is one all the same
        boolean whole = l.value().matches("-?[0-9]+");
        String v = l.value();
        if (!whole && v.matches("-?[0-9.]+[eE].*")) {
            // numeric_out writes all digits
            java.math.BigDecimal n = new java.math.BigDecimal(v);
            if (Math.abs(n.scale()) > MOST_DIGITS) {
                throw new Unknown();
            }
            v = n.setScale(Math.max(n.scale(), 0)).toPlainString();
        }
        Type t = l.kind() == Literal.Kind.DECIMAL && !whole
                ? PgTypes.NUMERIC
                : v.length() > 9 ? (v.length() > 18 ? PgTypes.NUMERIC : PgTypes.INT8) : PgTypes.INT4;
        if (t == PgTypes.INT8 && Math.abs(Long.parseLong(v)) <= Integer.MAX_VALUE) {
            t = PgTypes.INT4;
        }
        // a number with a sign, or one that is no integer of four bytes, says its type
        boolean bare = !v.startsWith("-") && (t == PgTypes.INT4 || t == PgTypes.NUMERIC && v.indexOf('.') >= 0);
        return new Text(bare ? v : "'" + v + "'::" + PgTypes.display(t), t, true);
    }

    String literal(Literal l, Type t) {
        Object value =
                PgTypes.isText(t) || t.name().equals("bpchar") ? l.value() : Input.value(l.value(), PgTypes.plain(t));
        if (PgTypes.isInteger(t)) {
            return number(new Literal(Literal.Kind.INTEGER, String.valueOf(value), 0, 0))
                    .full();
        }
        if (t.kind() == TypeKind.BOOLEAN) {
            return (Long) value != 0 ? "true" : "false";
        }
        // in their one form, which the session's settings have no part in
        boolean range = RangeTypes.is(t) && !RangeStyles.types().contains(t);
        boolean same = PgTypes.isText(t)
                || t.kind() == TypeKind.ARRAY && value.equals(l.value())
                || t.kind() == TypeKind.DATE && l.value().matches("\\d{4}-\\d\\d-\\d\\d")
                || t.kind() == TypeKind.TIMESTAMP && l.value().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")
                || t.name().equals("bpchar")
                || range
                || value.equals(l.value());
        // the carrier of these is what their output function gives
        boolean shown = t.kind() == TypeKind.JSON || t.equals(PgTypes.JSONPATH) || t.kind() == TypeKind.UUID;
        if (!same && !shown) {
            throw new Unknown();
        }
        String type = t.name().equals("bpchar") ? "bpchar" : shown(PgTypes.plain(t));
        String text = t.equals(PgTypes.JSONPATH)
                ? JsonPath.of((String) value).shown()
                : range || shown ? (String) value : l.value();
        return "'" + text.replace("'", "''") + "'::" + type;
    }

    private Text binary(BinaryOperation b) {
        String op = b.operator().name();
        if (op.equals("!=")) {
            op = "<>";
        }
        if (COMPARISONS.contains(op)) {
            return compared(op, b.left(), b.right());
        }
        if (!ARITHMETIC.contains(op) || isRange(b.left()) || isRange(b.right())) {
            return operator(op, b.left(), b.right());
        }
        Text l = of(b.left());
        Text r = of(b.right());
        if (!PgTypes.isNumber(l.type()) || !l.type().equals(r.type())) {
            throw new Unknown();
        }
        return operation(inner(l) + " " + op + " " + inner(r), l.type());
    }

    private boolean isRange(Expression e) {
        return untyped(e) == null && RangeTypes.is(of(e).type());
    }

    private Text compared(String op, Expression left, Expression right) {
        boolean string = right instanceof Literal x && x.kind() == Literal.Kind.STRING;
        Text l = of(left);
        Text r = string ? new Text(literal((Literal) right, textual(l.type())), textual(l.type()), true) : of(right);
        if (l.type().kind() == TypeKind.VARCHAR) {
            l = cast(l, PgTypes.TEXT);
        }
        if (!l.type().equals(r.type())) {
            boolean integers = PgTypes.isInteger(l.type()) && PgTypes.isInteger(r.type());
            if (!integers) {
                if (!PgTypes.isNumber(l.type()) || !PgTypes.isInteger(r.type()) && !PgTypes.isNumeric(r.type())) {
                    throw new Unknown();
                }
                r = cast(r, l.type());
            }
        }
        return operation(inner(l) + " " + op + " " + inner(r), PgTypes.BOOL);
    }

    // --- functions and operators ------------------------------------------------------------------------------------

    /** A literal without a type yet; null for anything else. */
    private static Literal untyped(Expression e) {
        return e instanceof Literal l && l.kind() == Literal.Kind.STRING ? l : null;
    }

    /** Whether a value of a type is taken where another is declared, by at most the cast from varchar that costs nothing. */
    private static boolean takes(String declared, Type t) {
        return t == null || declared.equals(t.name()) || declared.equals("text") && t.kind() == TypeKind.VARCHAR;
    }

    /** The arguments as a function or an operator with these declared types takes them. */
    private List<Text> arguments(List<String> declared, List<Expression> given, List<Text> texts) {
        List<Text> all = new ArrayList<>();
        List<Type> actual = Generics.actual(declared, types(texts));
        for (int i = 0; i < given.size(); i++) {
            Type t = actual.get(i) == null ? PgTypes.named(declared.get(i)) : actual.get(i);
            if (texts.get(i) == null) {
                all.add(new Text(literal(untyped(given.get(i)), t), t, true));
            } else {
                all.add(t.name().equals(texts.get(i).type().name()) ? texts.get(i) : cast(texts.get(i), t));
            }
        }
        return all;
    }

    private List<Text> texts(List<Expression> given) {
        List<Text> all = new ArrayList<>();
        given.forEach(e -> all.add(untyped(e) == null ? of(e) : null));
        return all;
    }

    private static List<Type> types(List<Text> texts) {
        return texts.stream().map(t -> t == null ? Type.UNKNOWN : t.type()).toList();
    }

    private static boolean fits(List<String> declared, List<Text> texts) {
        boolean fits = declared.size() == texts.size();
        if (fits && declared.stream().anyMatch(d -> d.equals("anyrange") || d.equals("anymultirange"))) {
            return texts.stream().anyMatch(t -> t != null && RangeTypes.is(t.type()))
                    && Generics.consistent(declared, types(texts));
        }
        for (int i = 0; fits && i < texts.size(); i++) {
            fits = takes(
                    declared.get(i), texts.get(i) == null ? null : texts.get(i).type());
        }
        return fits;
    }

    /** The only one that takes the arguments; what takes more to choose is not known here. */
    private static <T> T only(List<T> all) {
        if (all.size() != 1) {
            throw new Unknown();
        }
        return all.get(0);
    }

    private Text function(FunctionCall f) {
        boolean plain = !f.star()
                && !f.distinct()
                && f.orderBy().isEmpty()
                && f.withinGroup().isEmpty()
                && f.filter() == null
                && f.over() == null
                && f.name().parts().size() == 1
                && f.arguments().stream().allMatch(a -> a.name() == null && !a.variadic());
        if (!plain) {
            throw new Unknown();
        }
        List<Expression> given = f.arguments().stream().map(Argument::value).toList();
        List<Text> texts = texts(given);
        String name = f.name().last().name();
        ServerCatalog.FunctionRow row = only(ServerCatalog.all().functions(name).stream()
                .filter(r -> r.kind() == 'f' && r.variadic() == null && fits(r.takes(), texts))
                .toList());
        return new Text(
                CatalogFunctions.quoted(name) + "("
                        + arguments(row.takes(), given, texts).stream()
                                .map(Text::full)
                                .collect(Collectors.joining(", "))
                        + ")",
                Generics.result(row.result(), row.takes(), types(texts)),
                true);
    }

    private Text operator(String name, Expression left, Expression right) {
        List<Expression> given = List.of(left, right);
        List<Text> texts = texts(given);
        if (texts.get(0) == null && texts.get(1) == null) {
            throw new Unknown();
        }
        List<ServerCatalog.OperatorRow> all = ServerCatalog.all().operators(name, false).stream()
                .filter(o -> fits(List.of(o.left(), o.right()), texts))
                .toList();
        if (all.size() > 1) {
            // a literal takes the type of the other operand
            all = all.stream()
                    .filter(o -> texts.get(0) != null && texts.get(1) != null
                            || o.left().equals(o.right()))
                    .toList();
        }
        if (all.isEmpty() || all.size() > 1) {
            // or, where none has that, of a text
            all = ServerCatalog.all().operators(name, false).stream()
                    .filter(o -> fits(List.of(o.left(), o.right()), texts))
                    .filter(o -> (texts.get(0) != null || o.left().equals("text"))
                            && (texts.get(1) != null || o.right().equals("text")))
                    .toList();
        }
        ServerCatalog.OperatorRow row = only(all);
        List<Text> operands = arguments(List.of(row.left(), row.right()), given, texts);
        return operation(
                inner(operands.get(0)) + " " + name + " " + inner(operands.get(1)),
                Generics.result(row.result(), List.of(row.left(), row.right()), types(texts)));
    }

    /** An operator over an array of the operand's own type. */
    private Text quantified(QuantifiedArray q) {
        Text l = of(q.operand());
        Text array = of(q.array());
        if (array.type().kind() != TypeKind.ARRAY || !array.type().element().equals(l.type())) {
            throw new Unknown();
        }
        String operator = q.operator().name();
        return operation(
                inner(l) + " " + operator + (q.all() ? " ALL (" : " ANY (") + array.full() + ")", PgTypes.BOOL);
    }

    private Text array(ArrayExpression a) {
        List<Text> texts = texts(a.elements());
        Type t = texts.stream()
                .filter(x -> x != null)
                .map(Text::type)
                .findFirst()
                .orElse(PgTypes.TEXT);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Text x = texts.get(i);
            if (x != null && !x.type().equals(t)) {
                throw new Unknown();
            }
            items.add(x == null ? literal(untyped(a.elements().get(i)), t) : x.full());
        }
        return new Text("ARRAY[" + String.join(", ", items) + "]", PgTypes.arrayOf(t), true);
    }

    private static Type textual(Type t) {
        return t.kind() == TypeKind.VARCHAR ? PgTypes.TEXT : t;
    }

    private Text cast(Text t, Type to) {
        String operand = pretty && t.simple() ? t.full() : "(" + t.full() + ")";
        return new Text(operand + "::" + PgTypes.display(to), to, true);
    }

    private Text in(InList in) {
        Text l = of(in.operand());
        boolean varchar = l.type().kind() == TypeKind.VARCHAR;
        List<String> items = new ArrayList<>();
        for (Expression i : in.items()) {
            if (i instanceof Literal x && x.kind() == Literal.Kind.STRING) {
                items.add(literal(x, l.type()));
            } else {
                Text t = of(i);
                if (!t.type().equals(l.type())) {
                    throw new Unknown();
                }
                items.add(t.full());
            }
        }
        String array = "ARRAY[" + String.join(", ", items) + "]";
        if (varchar) {
            l = cast(l, PgTypes.TEXT);
            array = pretty ? array + "::text[]" : "(" + array + ")::text[]";
        }
        return operation(inner(l) + (in.negated() ? " <> ALL (" : " = ANY (") + array + ")", PgTypes.BOOL);
    }

    /** An operation as a whole: in parentheses, or bare where few are written. */
    private Text operation(String text, Type t) {
        return new Text(pretty ? text : "(" + text + ")", t, false);
    }

    /** As an operand. */
    private String inner(Text t) {
        return t.simple() || !pretty ? t.full() : "(" + t.full() + ")";
    }
}
