package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.List;
import java.util.Map;

/** Operators by name and types of operands (pg_operator of PostgreSQL 15, as far as the types are served). */
final class Operators {
    private static final Map<String, Operation> COMPARISONS = Map.of(
            "=", Operation.EQUAL,
            "<>", Operation.NOT_EQUAL,
            "!=", Operation.NOT_EQUAL,
            "<", Operation.LESS,
            "<=", Operation.LESS_EQUAL,
            ">", Operation.GREATER,
            ">=", Operation.GREATER_EQUAL);

    private Operators() {}

    static BoundExpression infix(String name, BoundExpression left, BoundExpression right, Place at) {
        Registry.Implementation own = Registry.all().operator(name, List.of(left.type(), right.type()));
        if (own != null) {
            return own.maker().make(List.of(left, right), own.result());
        }
        Operation comparison = COMPARISONS.get(name);
        if (comparison != null) {
            return comparison(name, comparison, left, right, at);
        }
        return switch (name) {
            case "+", "-", "*", "/", "%" -> arithmetic(name, left, right, at);
            case "||" -> concatenation(left, right, at);
            default -> throw at.unsupported("operator " + name);
        };
    }

    static BoundExpression prefix(String name, BoundExpression operand, Place at) {
        Type t = operand.type();
        if (name.equals("+") && PgTypes.isNumber(t)) {
            return operand;
        }
        if (!name.equals("-")) {
            throw at.unsupported("operator " + name);
        }
        Registry.Implementation own = Registry.all().operator(name, List.of(t));
        if (own != null) {
            return own.maker().make(List.of(operand), own.result());
        }
        if (PgTypes.isUnknown(t)) {
            throw at.build(FailureKind.SEMANTIC, "operator is not unique: " + name + " unknown")
                    .sqlState("42725")
                    .hint("Could not choose a best candidate operator. You might need to add explicit type casts.")
                    .build();
        }
        throw undefined(name + " " + PgTypes.display(t), at);
    }

    private static SqlFailure undefined(String what, Place at) {
        return at.build(FailureKind.UNDEFINED_FUNCTION, "operator does not exist: " + what)
                .hint(
                        "No operator matches the given name and argument types. You might need to add explicit type casts.")
                .build();
    }

    private static String shown(String name, BoundExpression left, BoundExpression right) {
        return PgTypes.display(left.type()) + " " + name + " " + PgTypes.display(right.type());
    }

    /** The type in which two operands meet, or null. */
    private static Type common(Type a, Type b) {
        if (PgTypes.isText(a) && PgTypes.isText(b)) {
            return PgTypes.TEXT;
        }
        if (PgTypes.isNumber(a) && PgTypes.isNumber(b)) {
            return numbers(a, b);
        }
        return a.kind() == b.kind() ? PgTypes.plain(a) : null;
    }

    /** real with anything else is double precision: it is the preferred type of its category. */
    private static Type numbers(Type a, Type b) {
        if (a.kind() == b.kind()) {
            return PgTypes.plain(a);
        }
        if (PgTypes.isFloat(a) || PgTypes.isFloat(b)) {
            return PgTypes.FLOAT8;
        }
        if (PgTypes.isNumeric(a) || PgTypes.isNumeric(b)) {
            return PgTypes.NUMERIC;
        }
        return a.kind() == TypeKind.INT64 || b.kind() == TypeKind.INT64 ? PgTypes.INT8 : PgTypes.INT4;
    }

    /** What an operand of unknown type is taken for beside another one. */
    private static Type met(BoundExpression left, BoundExpression right, Type ifBothUnknown) {
        boolean l = PgTypes.isUnknown(left.type());
        boolean r = PgTypes.isUnknown(right.type());
        if (l && r) {
            return ifBothUnknown;
        }
        Type known = l ? right.type() : left.type();
        return l || r ? common(known, known) : common(left.type(), right.type());
    }

    private static BoundExpression comparison(
            String name, Operation operation, BoundExpression left, BoundExpression right, Place at) {
        Type t = met(left, right, PgTypes.TEXT);
        if (t == null) {
            throw undefined(shown(name, left, right), at);
        }
        BoundExpression l = Keys.of(Coercions.implicit(left, t, at));
        BoundExpression r = Keys.of(Coercions.implicit(right, t, at));
        return Functions.operation(operation, PgTypes.BOOL, l, r);
    }

    private static BoundExpression arithmetic(String name, BoundExpression left, BoundExpression right, Place at) {
        if (PgTypes.isUnknown(left.type()) && PgTypes.isUnknown(right.type())) {
            throw at.build(FailureKind.SEMANTIC, "operator is not unique: " + shown(name, left, right))
                    .sqlState("42725")
                    .hint("Could not choose a best candidate operator. You might need to add explicit type casts.")
                    .build();
        }
        Type t = met(left, right, null);
        if (t == null || !PgTypes.isNumber(t) || name.equals("%") && PgTypes.isFloat(t)) {
            throw undefined(shown(name, left, right), at);
        }
        BoundExpression l = Coercions.implicit(left, t, at);
        BoundExpression r = Coercions.implicit(right, t, at);
        Registry.Implementation own = Registry.all().operator(name, List.of(t, t));
        return own.maker().make(List.of(l, r), own.result());
    }

    private static BoundExpression concatenation(BoundExpression left, BoundExpression right, Place at) {
        boolean l = PgTypes.isText(left.type()) || PgTypes.isUnknown(left.type());
        boolean r = PgTypes.isText(right.type()) || PgTypes.isUnknown(right.type());
        if (left.type().kind() == TypeKind.BYTES || right.type().kind() == TypeKind.BYTES) {
            throw at.unsupported("|| of bytea");
        }
        if (!l && !r) {
            throw undefined(shown("||", left, right), at);
        }
        return Functions.operation(Operation.CONCAT, PgTypes.TEXT, text(left, at), text(right, at));
    }

    /** textcat, or anytextcat with its cast. */
    private static BoundExpression text(BoundExpression e, Place at) {
        return PgTypes.isUnknown(e.type())
                ? Coercions.implicit(e, PgTypes.TEXT, at)
                : Casts.convert(e, PgTypes.TEXT, Casts.Context.ASSIGNMENT, at);
    }
}
