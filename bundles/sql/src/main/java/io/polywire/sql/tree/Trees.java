package io.polywire.sql.tree;

import java.util.Arrays;
import java.util.List;

/**
 * Makes trees of programs, which stand in no text: every position is 0. What has a meaning here that dialects write
 * differently:
 *
 * <ul>
 *   <li>a comparison with {@link #noCase} does not tell letters of ASCII by their case; all else is by bytes
 *   <li>{@link #like} does not tell letters of ASCII by their case either; without an escape character there is none
 *   <li>{@link #byBytes} orders by the bytes of UTF-8
 *   <li>{@link #leadingInteger} is the number that a text begins with, 0 if it begins with none
 * </ul>
 */
public final class Trees {
    /** The collation of {@link #noCase}. */
    public static final String NO_CASE = "nocase";

    /** The collation of {@link #byBytes}. */
    public static final String BY_BYTES = "binary";

    /** The function of {@link #leadingInteger}. */
    public static final String LEADING_INTEGER = "leading_integer";

    private Trees() {}

    /** A name, exactly as it is. */
    public static Identifier name(String name) {
        return new Identifier(name, true, 0, 0);
    }

    /** A name with what stands before it. */
    public static QualifiedName qualified(String... parts) {
        return new QualifiedName(Arrays.stream(parts).map(Trees::name).toList(), 0, 0);
    }

    /** A column, with what stands before it. */
    public static Expression column(String... parts) {
        return new ColumnReference(qualified(parts).parts(), 0, 0);
    }

    /** A table. */
    public static TableReference table(QualifiedName name, String alias) {
        return new NamedTable(name, false, alias(alias), null, 0, 0);
    }

    /** A query in FROM. */
    public static TableReference derived(Query query, String alias) {
        return new DerivedTable(query, false, alias(alias), 0, 0);
    }

    /** Rows of the left with those of the right that fit, or with nothing. */
    public static TableReference leftJoin(TableReference left, TableReference right, Expression on) {
        return new Join(Join.Kind.LEFT, false, left, right, on, List.of(), null, null, 0, 0);
    }

    private static Alias alias(String name) {
        return name == null ? null : new Alias(name(name), List.of(), 0, 0);
    }

    /** A constant text. */
    public static Expression text(String value) {
        return new Literal(Literal.Kind.STRING, value, 0, 0);
    }

    /** A constant number that is not negative. */
    public static Expression number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a literal is not negative");
        }
        return new Literal(Literal.Kind.INTEGER, Long.toString(value), 0, 0);
    }

    /** A parameter, from 1. */
    public static Expression parameter(int number) {
        return new Parameter(number, null, 0, 0);
    }

    /** An operator between two values. */
    public static Expression binary(String operator, Expression left, Expression right) {
        return new BinaryOperation(new OperatorName(List.of(), operator, 0, 0), left, right, 0, 0);
    }

    /** All of one condition or more. */
    public static Expression all(List<Expression> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : new LogicalOperation(true, conditions, 0, 0);
    }

    /** Any of one condition or more. */
    public static Expression any(List<Expression> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : new LogicalOperation(false, conditions, 0, 0);
    }

    /** The opposite of a condition. */
    public static Expression not(Expression condition) {
        return new Not(condition, 0, 0);
    }

    /** Whether a value is absent, or is there. */
    public static Expression isNull(Expression value, boolean negated) {
        return new IsTest(value, IsTest.Test.NULL, null, negated, 0, 0);
    }

    /** Whether a value is one of several, or none of them. */
    public static Expression in(Expression value, List<Expression> items, boolean negated) {
        return new InList(value, items, negated, 0, 0);
    }

    /** Whether a text is of a pattern; {@code escape} may be null. */
    public static Expression like(Expression value, Expression pattern, Expression escape) {
        return new Like(Like.Kind.ILIKE, value, pattern, escape, false, 0, 0);
    }

    /** A text in whose comparison the case of letters of ASCII does not count. */
    public static Expression noCase(Expression value) {
        return new Collate(value, qualified(NO_CASE), 0, 0);
    }

    /** A text that is ordered by its bytes. */
    public static Expression byBytes(Expression value) {
        return new Collate(value, qualified(BY_BYTES), 0, 0);
    }

    /** A value taken to a type that all dialects have. */
    public static Expression cast(Expression value, String type) {
        TypeName name = new TypeName(qualified(type), true, List.of(), null, List.of(), false, false, 0, 0);
        return new Cast(value, name, Cast.Style.CAST, 0, 0);
    }

    /** A call of a function. */
    public static Expression call(String function, Expression... arguments) {
        List<Argument> given = Arrays.stream(arguments)
                .map(a -> new Argument(null, a, false, 0, 0))
                .toList();
        return new FunctionCall(qualified(function), given, false, false, List.of(), List.of(), null, null, 0, 0);
    }

    /** The number of rows. */
    public static Expression countAll() {
        return new FunctionCall(qualified("COUNT"), List.of(), true, false, List.of(), List.of(), null, null, 0, 0);
    }

    /** The number that a text begins with. */
    public static Expression leadingInteger(Expression text) {
        return call(LEADING_INTEGER, text);
    }

    /** A value in parentheses: a row of one field that does not say so. */
    public static Expression parentheses(Expression value) {
        return new RowExpression(List.of(value), false, 0, 0);
    }

    /** What is selected under a name, which may be null. */
    public static SelectItem item(Expression value, String name) {
        return new SelectItem(value, name == null ? null : name(name), 0, 0);
    }

    /** What rows are ordered by; what is absent comes first, or last where it goes down. */
    public static SortItem sort(Expression value, boolean descending) {
        return new SortItem(
                value,
                descending ? SortItem.Direction.DESCENDING : SortItem.Direction.ASCENDING,
                null,
                descending ? SortItem.Nulls.LAST : SortItem.Nulls.FIRST,
                0,
                0);
    }

    /** A selection; {@code where} may be null, {@code groups} empty. */
    public static Select select(
            boolean distinct, List<SelectItem> items, TableReference from, Expression where, List<Expression> groups) {
        GroupBy by = groups.isEmpty()
                ? null
                : new GroupBy(
                        false,
                        groups.stream()
                                .map(g -> new Grouping(Grouping.Kind.VALUE, List.of(g), List.of(), 0, 0))
                                .toList(),
                        0,
                        0);
        return new Select(distinct, List.of(), items, null, List.of(from), where, by, null, List.of(), 0, 0);
    }

    /** A query; {@code count} may be null for all rows. */
    public static Query query(Select select, List<SortItem> order, Expression offset, Expression count) {
        Limit limit = offset == null && count == null ? null : new Limit(offset, count, false, 0, 0);
        return new Query(null, select, order, limit, List.of(), false, 0, 0);
    }
}
