package io.polywire.sql.tree;

/** Anything that has a value. */
public sealed interface Expression extends Part
        permits AllFields,
                ArrayExpression,
                AtTimeZone,
                Between,
                BinaryOperation,
                Case,
                Cast,
                Collate,
                ColumnReference,
                CurrentOf,
                DefaultValue,
                DistinctFrom,
                FieldSelection,
                FunctionCall,
                InList,
                InQuery,
                IsTest,
                Like,
                Literal,
                LogicalOperation,
                Not,
                Parameter,
                QuantifiedArray,
                QuantifiedQuery,
                QueryExpression,
                RowExpression,
                StandardFunction,
                Star,
                Subscript,
                UnaryOperation {
    /** Calls the visitor's method for this type of expression. */
    <R, C> R accept(ExpressionVisitor<R, C> visitor, C context);
}
