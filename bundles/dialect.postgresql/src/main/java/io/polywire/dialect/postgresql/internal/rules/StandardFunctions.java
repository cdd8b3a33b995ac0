package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.StandardFunction;
import java.util.ArrayList;
import java.util.List;

/** Functions with a syntax of their own, and LIKE. */
final class StandardFunctions {
    private StandardFunctions() {}

    static BoundExpression call(StandardFunction.Kind kind, List<BoundExpression> a, Place at) {
        return switch (kind) {
            case COALESCE -> coalesce(a, at);
            case NULLIF -> nullif(a, at);
            case GREATEST -> extreme(">", "GREATEST", a, at);
            case LEAST -> extreme("<", "LEAST", a, at);
            case OVERLAY -> system("overlay", a, at);
            case POSITION -> system("position", List.of(a.get(1), a.get(0)), at);
            case SUBSTRING_FROM, SUBSTRING_FROM_FOR, SUBSTRING_SIMILAR -> system("substring", a, at);
            case SUBSTRING_FOR ->
                system(
                        "substring",
                        List.of(
                                a.get(0),
                                new BoundConstant(1L, PgTypes.INT4),
                                Coercions.cast(a.get(1), PgTypes.INT4, at)),
                        at);
            case NORMALIZE -> system("normalize", a, at);
            case TRIM_BOTH -> system("btrim", a, at);
            case TRIM_LEADING -> system("ltrim", a, at);
            case TRIM_TRAILING -> system("rtrim", a, at);
            case SESSION_USER -> new SessionParameter(SessionValue.SESSION_USER, PgTypes.NAME);
            case CURRENT_USER, CURRENT_ROLE, USER -> new SessionParameter(SessionValue.USER, PgTypes.NAME);
            case CURRENT_CATALOG -> new SessionParameter(SessionValue.DATABASE, PgTypes.NAME);
            case CURRENT_SCHEMA -> SearchPath.current(at);
            case EXTRACT -> system("extract", a, at);
            case OVERLAPS -> system("overlaps", a, at);
            case CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP ->
                DateTimeFunctions.current(kind, a, at);
            default -> throw at.unsupported(kind.name());
        };
    }

    /** A function that the grammar names with its schema. */
    private static BoundExpression system(String name, List<BoundExpression> arguments, Place at) {
        try {
            return FunctionCalls.call(name, arguments, at);
        } catch (SqlFailure f) {
            String call = "function " + name + "(";
            if (f.kind() != FailureKind.UNDEFINED_FUNCTION || !f.getMessage().startsWith(call)) {
                throw f;
            }
            throw at.build(f.kind(), "function pg_catalog." + f.getMessage().substring("function ".length()))
                    .hint(f.hint())
                    .build();
        }
    }

    private static BoundExpression coalesce(List<BoundExpression> a, Place at) {
        List<Place> places = a.stream().map(at::of).toList();
        Type t = Coercions.common(a, "COALESCE", places);
        List<BoundExpression> brought = new ArrayList<>();
        for (BoundExpression e : a) {
            brought.add(Coercions.implicit(e, t, at));
        }
        return new OperationValue(Operation.COALESCE, brought, t);
    }

    /** NULLIF gives its first operand, as the equality takes it where that was of unknown type. */
    private static BoundExpression nullif(List<BoundExpression> a, Place at) {
        BoundExpression equal = Operators.infix("=", a.get(0), a.get(1), at);
        BoundExpression first = a.get(0);
        if (PgTypes.isUnknown(first.type())) {
            Type t = PgTypes.isUnknown(a.get(1).type())
                    ? PgTypes.TEXT
                    : PgTypes.plain(a.get(1).type());
            first = Coercions.implicit(first, t, at);
        } else {
            // the first operand as the operator takes it: numeric of an integer beside a numeric
            List<Type> takes =
                    Operators.takes("=", List.of(first.type(), a.get(1).type()), at);
            if (!takes.get(0).name().equals(first.type().name())) {
                first = Coercions.implicit(first, takes.get(0), at);
            }
        }
        if (first instanceof BoundConstant c && (c.isNull() || isSame(c, a.get(1)))) {
            // a call of it is NULL then, and what stands beside it there is not worked out (eval_const_expressions)
            return new BoundConstant(null, first.type());
        }
        return new BoundCase(
                List.of(Functions.operation(Operation.IS_TRUE, PgTypes.BOOL, equal)),
                List.of(new BoundConstant(null, first.type())),
                first,
                first.type());
    }

    /** Whether both are the same number. */
    private static boolean isSame(BoundConstant a, BoundExpression b) {
        return b instanceof BoundConstant c
                && a.value() instanceof Long n
                && n.equals(c.value())
                && a.type().equals(c.type());
    }

    /** GREATEST and LEAST pass over NULLs. */
    private static BoundExpression extreme(String operator, String name, List<BoundExpression> a, Place at) {
        List<Place> places = a.stream().map(at::of).toList();
        Type t = Coercions.common(a, name, places);
        List<BoundExpression> brought = new ArrayList<>();
        for (BoundExpression e : a) {
            brought.add(Coercions.implicit(e, t, at));
        }
        if (Registry.all().type(t) == null) {
            throw at.unsupported(name + " of " + PgTypes.display(t));
        }
        return Functions.call(Extremes.of(operator.equals(">")), t, Extremes.arguments(brought));
    }

    static BoundExpression like(
            Like.Kind kind,
            BoundExpression operand,
            BoundExpression pattern,
            BoundExpression escape,
            boolean negated,
            Place at) {
        if (kind == Like.Kind.SIMILAR) {
            List<BoundExpression> by = escape == null ? List.of(pattern) : List.of(pattern, escape);
            BoundExpression regex = FunctionCalls.call("similar_to_escape", by, at);
            BoundExpression similar = Operators.infix("~", operand, regex, at);
            return negated ? Functions.operation(Operation.NOT, PgTypes.BOOL, similar) : similar;
        }
        if (kind != Like.Kind.LIKE && kind != Like.Kind.ILIKE) {
            throw at.unsupported(kind.name());
        }
        if (!isText(operand) || !isText(pattern)) {
            BoundExpression by =
                    escape == null ? pattern : FunctionCalls.call("like_escape", List.of(pattern, escape), at);
            String operator = (negated ? "!~~" : "~~") + (kind == Like.Kind.ILIKE ? "*" : "");
            return Operators.infix(operator, operand, by, at);
        }
        BoundExpression by = escape == null ? new BoundConstant("\\", PgTypes.TEXT) : text(escape, at);
        BoundExpression value = Bpchar.is(operand.type()) ? BaseTypes.same(operand, PgTypes.TEXT) : text(operand, at);
        BoundExpression like = text(pattern, at);
        if (like instanceof BoundConstant p
                && !p.isNull()
                && by instanceof BoundConstant c
                && c.value() instanceof String mark) {
            // fails before there is a row, or a value that is not NULL
            TextFunctions.checkEscape(mark);
        }
        BoundExpression whole = Functions.call(
                kind == Like.Kind.LIKE ? TextFunctions.LIKE : TextFunctions.ILIKE, PgTypes.BOOL, value, like, by);
        BoundExpression matches =
                kind == Like.Kind.LIKE && escape == null ? NamePatterns.like(value, like, whole) : whole;
        return negated ? Functions.operation(Operation.NOT, PgTypes.BOOL, matches) : matches;
    }

    private static BoundExpression text(BoundExpression e, Place at) {
        return Coercions.implicit(e, PgTypes.TEXT, at);
    }

    private static boolean isText(BoundExpression e) {
        return PgTypes.isUnknown(e.type()) || PgTypes.isText(e.type()) || Bpchar.is(e.type());
    }
}
