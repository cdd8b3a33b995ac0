package io.polywire.dialect.postgresql.internal;

import io.polywire.sql.tree.*;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes expressions down, with more parentheses than anybody needs; the context is not used. */
final class ExpressionPrinter implements ExpressionVisitor<String, Void> {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("int4", "integer"),
            Map.entry("int2", "smallint"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("numeric", "numeric"),
            Map.entry("bit", "bit"),
            Map.entry("varbit", "bit varying"),
            Map.entry("bpchar", "character"),
            Map.entry("varchar", "varchar"),
            Map.entry("timestamp", "timestamp"),
            Map.entry("timestamptz", "timestamp"),
            Map.entry("time", "time"),
            Map.entry("timetz", "time"),
            Map.entry("interval", "interval"));

    private final QueryPrinter queries;

    ExpressionPrinter(QueryPrinter queries) {
        this.queries = queries;
    }

    String of(Expression e) {
        return e.accept(this, null);
    }

    /** An operand: in parentheses unless it cannot bear them. */
    private String in(Expression e) {
        return e instanceof Star || e instanceof AllFields ? of(e) : "(" + of(e) + ")";
    }

    String list(List<? extends Expression> all) {
        return join(all, this::of);
    }

    static <T> String join(List<T> all, Function<T, String> each) {
        return all.stream().map(each).collect(Collectors.joining(", "));
    }

    static String id(Identifier id) {
        return id.quoted() ? '"' + id.name().replace("\"", "\"\"") + '"' : id.name();
    }

    static String ids(List<Identifier> ids) {
        return join(ids, ExpressionPrinter::id);
    }

    static String name(QualifiedName q) {
        return q.parts().stream().map(ExpressionPrinter::id).collect(Collectors.joining("."));
    }

    static String string(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    String operator(OperatorName op) {
        return "operator(" + op.schema().stream().map(s -> id(s) + ".").collect(Collectors.joining()) + op.name() + ")";
    }

    String symbol(OperatorName op) {
        return op.schema().isEmpty() ? op.name() : operator(op);
    }

    String type(TypeName t) {
        String base = t.builtin() ? TYPES.get(t.name().last().name()) : name(t.name());
        String modifiers = t.modifiers().isEmpty() ? "" : "(" + list(t.modifiers()) + ")";
        if (t.fields() != null) {
            base += " " + t.fields();
        }
        String zone = t.builtin() && t.name().last().name().endsWith("tz") ? " with time zone" : "";
        String dimensions = t.dimensions().stream()
                .map(d -> d instanceof DefaultValue ? "[]" : "[" + of(d) + "]")
                .collect(Collectors.joining());
        return (t.setOf() ? "setof " : "") + base + modifiers + zone + dimensions + (t.ofColumn() ? "%type" : "");
    }

    String sort(List<SortItem> items) {
        return join(
                items,
                s -> of(s.expression())
                        + (s.using() != null ? " using " + operator(s.using()) : "")
                        + switch (s.direction()) {
                            case DEFAULT -> "";
                            case ASCENDING -> " asc";
                            case DESCENDING -> " desc";
                        }
                        + switch (s.nulls()) {
                            case DEFAULT -> "";
                            case FIRST -> " nulls first";
                            case LAST -> " nulls last";
                        });
    }

    @Override
    public String visit(Literal e, Void c) {
        return switch (e.kind()) {
            case NULL -> "null";
            case BOOLEAN, INTEGER, DECIMAL -> e.value();
            case BITS -> "b'" + e.value() + "'";
            case HEX, BLOB -> "x'" + e.value() + "'";
            default -> string(e.value());
        };
    }

    @Override
    public String visit(Parameter e, Void c) {
        return "$" + e.number();
    }

    @Override
    public String visit(ColumnReference e, Void c) {
        return e.parts().stream().map(ExpressionPrinter::id).collect(Collectors.joining("."));
    }

    @Override
    public String visit(Star e, Void c) {
        return e.qualifier().stream().map(i -> id(i) + ".").collect(Collectors.joining()) + "*";
    }

    /** What fields and elements are taken of. */
    private String base(Expression e) {
        return e instanceof Subscript || e instanceof FieldSelection || e instanceof ColumnReference ? of(e) : in(e);
    }

    @Override
    public String visit(FieldSelection e, Void c) {
        return (e.base() instanceof ColumnReference ? in(e.base()) : base(e.base())) + "." + id(e.field());
    }

    @Override
    public String visit(AllFields e, Void c) {
        return (e.base() instanceof ColumnReference ? in(e.base()) : base(e.base())) + ".*";
    }

    @Override
    public String visit(Subscript e, Void c) {
        String lower = e.lower() == null ? "" : of(e.lower());
        String upper = e.upper() == null ? "" : of(e.upper());
        return base(e.base()) + "[" + lower + (e.slice() ? " : " + upper : "") + "]";
    }

    @Override
    public String visit(UnaryOperation e, Void c) {
        return symbol(e.operator()) + " " + in(e.operand());
    }

    @Override
    public String visit(BinaryOperation e, Void c) {
        return in(e.left()) + " " + symbol(e.operator()) + " " + in(e.right());
    }

    @Override
    public String visit(LogicalOperation e, Void c) {
        return e.operands().stream().map(this::in).collect(Collectors.joining(e.and() ? " and " : " or "));
    }

    @Override
    public String visit(Not e, Void c) {
        return "not " + in(e.operand());
    }

    private static String not(boolean negated) {
        return negated ? "not " : "";
    }

    @Override
    public String visit(IsTest e, Void c) {
        return in(e.operand()) + " is " + not(e.negated()) + (e.form() == null ? "" : e.form() + " ") + e.test();
    }

    @Override
    public String visit(DistinctFrom e, Void c) {
        return in(e.left()) + " is " + not(e.negated()) + "distinct from " + in(e.right());
    }

    @Override
    public String visit(Between e, Void c) {
        return in(e.operand()) + " " + not(e.negated()) + "between " + (e.symmetric() ? "symmetric " : "") + in(e.low())
                + " and " + in(e.high());
    }

    @Override
    public String visit(Like e, Void c) {
        String word = e.kind() == Like.Kind.SIMILAR ? "similar to" : e.kind().name();
        return in(e.operand()) + " " + not(e.negated()) + word + " " + in(e.pattern())
                + (e.escape() == null ? "" : " escape " + in(e.escape()));
    }

    @Override
    public String visit(InList e, Void c) {
        return in(e.operand()) + " " + not(e.negated()) + "in (" + list(e.items()) + ")";
    }

    @Override
    public String visit(InQuery e, Void c) {
        return in(e.operand()) + " " + not(e.negated()) + "in (" + queries.query(e.query()) + ")";
    }

    @Override
    public String visit(QuantifiedQuery e, Void c) {
        return in(e.operand()) + " " + symbol(e.operator()) + (e.all() ? " all (" : " any (") + queries.query(e.query())
                + ")";
    }

    @Override
    public String visit(QuantifiedArray e, Void c) {
        return in(e.operand()) + " " + symbol(e.operator()) + (e.all() ? " all (" : " any (") + of(e.array()) + ")";
    }

    @Override
    public String visit(QueryExpression e, Void c) {
        String word = switch (e.kind()) {
            case SCALAR -> "";
            case EXISTS -> "exists ";
            case ARRAY -> "array ";
        };
        return word + "(" + queries.query(e.query()) + ")";
    }

    @Override
    public String visit(ArrayExpression e, Void c) {
        return "array" + elements(e);
    }

    private String elements(ArrayExpression e) {
        // An array inside brackets may be written with or without its word; both are the same tree.
        return "[" + list(e.elements()) + "]";
    }

    @Override
    public String visit(RowExpression e, Void c) {
        return (e.explicit() ? "row(" : "(") + list(e.fields()) + ")";
    }

    @Override
    public String visit(Case e, Void c) {
        StringBuilder out = new StringBuilder("case");
        if (e.operand() != null) {
            out.append(' ').append(in(e.operand()));
        }
        for (When w : e.branches()) {
            out.append(" when ").append(in(w.condition())).append(" then ").append(in(w.result()));
        }
        return out + (e.otherwise() == null ? "" : " else " + in(e.otherwise())) + " end";
    }

    @Override
    public String visit(Cast e, Void c) {
        return switch (e.style()) {
            case POSTFIX -> in(e.operand()) + "::" + type(e.type());
            case LITERAL -> literal(e);
            case TREAT -> "treat(" + of(e.operand()) + " as " + type(e.type()) + ")";
            default -> "cast(" + of(e.operand()) + " as " + type(e.type()) + ")";
        };
    }

    private String literal(Cast e) {
        String value = of(e.operand());
        String fields = e.type().fields();
        if (fields == null) {
            return type(e.type()) + " " + value;
        }
        String precision =
                e.type().modifiers().isEmpty() ? "" : "(" + list(e.type().modifiers()) + ")";
        return "interval " + value + " " + fields + precision;
    }

    @Override
    public String visit(Collate e, Void c) {
        return in(e.operand()) + " collate " + name(e.collation());
    }

    @Override
    public String visit(AtTimeZone e, Void c) {
        return in(e.operand()) + " at time zone " + in(e.zone());
    }

    @Override
    public String visit(DefaultValue e, Void c) {
        return "default";
    }

    @Override
    public String visit(CurrentOf e, Void c) {
        return "current of " + id(e.cursor());
    }

    @Override
    public String visit(FunctionCall e, Void c) {
        StringBuilder out = new StringBuilder(name(e.name())).append('(');
        out.append(e.star() ? "*" : e.distinct() ? "distinct " : "");
        out.append(join(
                e.arguments(),
                a -> (a.variadic() ? "variadic " : "")
                        + (a.name() == null ? "" : id(a.name()) + " => ")
                        + of(a.value())));
        if (!e.orderBy().isEmpty()) {
            out.append(" order by ").append(sort(e.orderBy()));
        }
        out.append(')');
        if (!e.withinGroup().isEmpty()) {
            out.append(" within group (order by ").append(sort(e.withinGroup())).append(')');
        }
        if (e.filter() != null) {
            out.append(" filter (where ").append(of(e.filter())).append(')');
        }
        return out + (e.over() == null ? "" : " over " + window(e.over()));
    }

    String window(WindowSpecification w) {
        if (w.reference()) {
            return id(w.name());
        }
        StringBuilder out = new StringBuilder("(");
        if (w.name() != null) {
            out.append(id(w.name()));
        }
        if (!w.partitionBy().isEmpty()) {
            out.append(" partition by ").append(list(w.partitionBy()));
        }
        if (!w.orderBy().isEmpty()) {
            out.append(" order by ").append(sort(w.orderBy()));
        }
        return out + (w.frame() == null ? "" : frame(w.frame())) + ")";
    }

    private String frame(WindowFrame f) {
        String from = bound(f.from(), f.fromOffset());
        String extent = f.to() == null ? from : "between " + from + " and " + bound(f.to(), f.toOffset());
        String exclude = f.exclusion() == WindowFrame.Exclusion.NO_OTHERS
                ? ""
                : " exclude " + f.exclusion().name().replace('_', ' ');
        return " " + f.unit() + " " + extent + exclude;
    }

    private String bound(WindowFrame.Bound b, Expression offset) {
        return offset == null
                ? b.name().replace('_', ' ')
                : in(offset) + (b == WindowFrame.Bound.OFFSET_PRECEDING ? " preceding" : " following");
    }

    @Override
    public String visit(StandardFunction e, Void c) {
        List<Expression> a = e.arguments();
        return switch (e.kind()) {
            case EXTRACT -> "extract(" + string(e.word()) + " from " + of(a.get(0)) + ")";
            case OVERLAY ->
                "overlay(" + of(a.get(0)) + " placing " + of(a.get(1)) + " from " + of(a.get(2))
                        + (a.size() > 3 ? " for " + of(a.get(3)) : "") + ")";
            case POSITION -> "position(" + in(a.get(0)) + " in " + in(a.get(1)) + ")";
            case SUBSTRING_FROM -> "substring(" + of(a.get(0)) + " from " + of(a.get(1)) + ")";
            case SUBSTRING_FOR -> "substring(" + of(a.get(0)) + " for " + of(a.get(1)) + ")";
            case SUBSTRING_FROM_FOR ->
                "substring(" + of(a.get(0)) + " from " + of(a.get(1)) + " for " + of(a.get(2)) + ")";
            case SUBSTRING_SIMILAR ->
                "substring(" + of(a.get(0)) + " similar " + of(a.get(1)) + " escape " + of(a.get(2)) + ")";
            case TRIM_BOTH, TRIM_LEADING, TRIM_TRAILING ->
                "trim(" + e.kind().name().substring(5) + " " + list(a) + ")";
            case NORMALIZE -> "normalize(" + of(a.get(0)) + (e.word() == null ? "" : ", " + e.word()) + ")";
            case COLLATION_FOR -> "collation for (" + of(a.get(0)) + ")";
            case OVERLAPS -> of(a.get(0)) + " overlaps " + of(a.get(1));
            default -> e.kind().name().toLowerCase(Locale.ROOT) + (a.isEmpty() ? "" : "(" + list(a) + ")");
        };
    }
}
