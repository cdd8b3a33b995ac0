package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/** Anything that has a value of a known type. Records: equal expressions mean the same value of the same row. */
public sealed interface BoundExpression
        permits AggregateValue,
                BoundCase,
                BoundColumn,
                BoundConstant,
                BoundParameter,
                BoundRow,
                BoundSubquery,
                CapturedRows,
                CursorRow,
                FunctionValue,
                InSubquery,
                OperationValue,
                SessionParameter,
                WindowValue {
    /** Its type; {@link Type#UNKNOWN} only for a literal or a parameter whose type is not settled yet. */
    Type type();
}
