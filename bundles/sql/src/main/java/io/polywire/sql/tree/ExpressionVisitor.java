package io.polywire.sql.tree;

/**
 * Walks over expressions: one method for each type, so that a new type cannot be forgotten.
 *
 * @param <R> what a visit gives
 * @param <C> what is handed down
 */
public interface ExpressionVisitor<R, C> {
    /** All fields of a value of a composite type. */
    R visit(AllFields expression, C context);

    /** An array written out. */
    R visit(ArrayExpression expression, C context);

    /** A time in another zone. */
    R visit(AtTimeZone expression, C context);

    /** [NOT] BETWEEN [SYMMETRIC]. */
    R visit(Between expression, C context);

    /** An operator between its operands. */
    R visit(BinaryOperation expression, C context);

    /** CASE, searched or with an operand. */
    R visit(Case expression, C context);

    /** A value taken to a type. */
    R visit(Cast expression, C context);

    /** A value with a collation. */
    R visit(Collate expression, C context);

    /** A name that stands for a value: a column, qualified or not, or what the analyser finds. */
    R visit(ColumnReference expression, C context);

    /** The row that a cursor stands on; a condition of UPDATE and DELETE. */
    R visit(CurrentOf expression, C context);

    /** DEFAULT in place of a value. */
    R visit(DefaultValue expression, C context);

    /** IS [NOT] DISTINCT FROM. */
    R visit(DistinctFrom expression, C context);

    /** A field of a value of a composite type. */
    R visit(FieldSelection expression, C context);

    /** A call of a function, an aggregate or a window function. */
    R visit(FunctionCall expression, C context);

    /** [NOT] IN with a list. */
    R visit(InList expression, C context);

    /** [NOT] IN with a query. */
    R visit(InQuery expression, C context);

    /** IS [NOT] with a word behind it. */
    R visit(IsTest expression, C context);

    /** A pattern match by a word: LIKE and its relatives. */
    R visit(Like expression, C context);

    /** A constant as written. */
    R visit(Literal expression, C context);

    /** AND or OR of two or more conditions; a chain is one node. */
    R visit(LogicalOperation expression, C context);

    /** The negation of a condition. */
    R visit(Not expression, C context);

    /** A parameter of the statement. */
    R visit(Parameter expression, C context);

    /** A comparison with any or all elements of an array. */
    R visit(QuantifiedArray expression, C context);

    /** A comparison with any or all rows of a query. */
    R visit(QuantifiedQuery expression, C context);

    /** A query where a value stands. */
    R visit(QueryExpression expression, C context);

    /** A row written out. */
    R visit(RowExpression expression, C context);

    /** A function with a syntax of its own in the SQL standard, or in most dialects. */
    R visit(StandardFunction expression, C context);

    /** All columns: of everything in FROM, or of one table. */
    R visit(Star expression, C context);

    /** An element or a slice of an array. */
    R visit(Subscript expression, C context);

    /** An operator before its operand. */
    R visit(UnaryOperation expression, C context);
}
