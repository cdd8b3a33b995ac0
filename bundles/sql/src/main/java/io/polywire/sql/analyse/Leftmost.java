package io.polywire.sql.analyse;

import io.polywire.sql.tree.AtTimeZone;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Collate;
import io.polywire.sql.tree.DistinctFrom;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.InQuery;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.QuantifiedArray;
import io.polywire.sql.tree.QuantifiedQuery;
import io.polywire.sql.tree.Subscript;

/** Where an expression begins as errors about its type point at it: at its leftmost operand, behind opening parentheses. */
final class Leftmost {
    private Leftmost() {}

    /** Offset in the statement's text, from 0. */
    static int of(Expression e) {
        Expression first = first(e);
        return first == null ? e.start() : of(first);
    }

    private static Expression first(Expression e) {
        if (e instanceof BinaryOperation x) {
            return x.left();
        } else if (e instanceof Between x) {
            return x.operand();
        } else if (e instanceof InList x) {
            return x.operand();
        } else if (e instanceof InQuery x) {
            return x.operand();
        } else if (e instanceof IsTest x) {
            return x.operand();
        } else if (e instanceof Like x) {
            return x.operand();
        } else if (e instanceof DistinctFrom x) {
            return x.left();
        } else if (e instanceof LogicalOperation x) {
            return x.operands().get(0);
        } else if (e instanceof Collate x) {
            return x.operand();
        } else if (e instanceof Subscript x) {
            return x.base();
        } else if (e instanceof FieldSelection x) {
            return x.base();
        } else if (e instanceof AtTimeZone x) {
            return x.operand();
        } else if (e instanceof QuantifiedArray x) {
            return x.operand();
        } else if (e instanceof QuantifiedQuery x) {
            return x.operand();
        }
        return e instanceof Cast c && isInside(c) ? c.operand() : null;
    }

    /** A constant of a type is where its text is; {@code x::t} begins with x. */
    private static boolean isInside(Cast c) {
        return c.style() == Cast.Style.POSTFIX
                || c.operand() instanceof Literal l
                        && (l.kind() == Literal.Kind.STRING || l.kind() == Literal.Kind.NULL);
    }
}
