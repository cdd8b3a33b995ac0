package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Case;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.DistinctFrom;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.UnaryOperation;
import io.polywire.sql.tree.When;
import java.util.ArrayList;
import java.util.List;

/** Finds out what operators, tests, CASE and casts mean. */
final class OperatorBinder {
    private final Analysis analysis;
    private final TypeRules rules;

    OperatorBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    private BoundExpression value(Expression e, Scope scope) {
        return analysis.expressions().bind(e, scope);
    }

    private RowBinder rows() {
        return analysis.expressions().rows();
    }

    private SqlFailure unsupported(String what, Part p) {
        return analysis.at(p).unsupported(what);
    }

    private OperationValue bool(Operation operation, BoundExpression... operands) {
        return new OperationValue(operation, List.of(operands), rules.booleanType());
    }

    private BoundExpression not(BoundExpression e) {
        return bool(Operation.NOT, e);
    }

    BoundExpression bind(BinaryOperation e, Scope scope) {
        BoundExpression rows =
                rows().compare(operator(e.operator()), e.left(), e.right(), scope, analysis.at(e.operator()));
        if (rows != null) {
            return rows;
        }
        String operator = operator(e.operator());
        Place at = analysis.at(e.operator());
        return operator.indexOf('~') < 0
                ? rules.operator(operator, value(e.left(), scope), value(e.right(), scope), at)
                : analysis.expressions()
                        .cased(() -> rules.operator(operator, value(e.left(), scope), value(e.right(), scope), at));
    }

    /** An operator by its name, which may be that of its schema too. */
    String operator(OperatorName name) {
        boolean own = name.schema().size() == 1
                && rules.isSystemSchema(name.schema().get(0).name());
        if (!name.schema().isEmpty() && !own) {
            throw unsupported("an operator of another schema", name);
        }
        return switch (name.name()) {
            // as the grammar has it before ANY and ALL
            case "LIKE" -> "~~";
            case "NOT LIKE" -> "!~~";
            case "ILIKE" -> "~~*";
            case "NOT ILIKE" -> "!~~*";
            default -> name.name();
        };
    }

    BoundExpression bind(UnaryOperation e, Scope scope) {
        // a sign before a number is the number's, so that -2147483648 is an integer
        Literal signed = signed(e);
        if (signed != null) {
            return rules.literal(signed);
        }
        return rules.operator(operator(e.operator()), null, value(e.operand(), scope), analysis.at(e.operator()));
    }

    /** A number with the signs before it, or null. */
    private static Literal signed(Expression e) {
        if (e instanceof Literal l && isNumber(l)) {
            return l;
        }
        if (!(e instanceof UnaryOperation u) || !u.operator().name().equals("-")) {
            return null;
        }
        Literal l = signed(u.operand());
        if (l == null) {
            return null;
        }
        String value = l.value().startsWith("-") ? l.value().substring(1) : "-" + l.value();
        return new Literal(l.kind(), value, l.start(), l.end());
    }

    private static boolean isNumber(Literal l) {
        return l.kind() == Literal.Kind.DECIMAL || l.kind() == Literal.Kind.INTEGER;
    }

    BoundExpression bind(LogicalOperation e, Scope scope) {
        List<BoundExpression> operands = new ArrayList<>();
        for (Expression o : e.operands()) {
            operands.add(rules.condition(value(o, scope), e.and() ? "AND" : "OR", analysis.leftmost(o)));
        }
        return new OperationValue(e.and() ? Operation.AND : Operation.OR, operands, rules.booleanType());
    }

    BoundExpression bind(Not e, Scope scope) {
        return not(rules.condition(value(e.operand(), scope), "NOT", analysis.leftmost(e.operand())));
    }

    BoundExpression bind(Between e, Scope scope) {
        BoundExpression result = between(e, e.low(), e.high(), scope);
        if (e.symmetric()) {
            BoundExpression other = between(e, e.high(), e.low(), scope);
            result = bool(Operation.OR, result, other);
        }
        return e.negated() ? not(result) : result;
    }

    private BoundExpression between(Between e, Expression low, Expression high, Scope scope) {
        Place at = analysis.behind(e.operand());
        if (rows().isRow(e.operand(), scope)) {
            return bool(
                    Operation.AND,
                    rows().compare(">=", e.operand(), low, scope, at),
                    rows().compare("<=", e.operand(), high, scope, at));
        }
        BoundExpression value = value(e.operand(), scope);
        return bool(
                Operation.AND,
                rules.operator(">=", value, value(low, scope), at),
                rules.operator("<=", value, value(high, scope), at));
    }

    BoundExpression bind(DistinctFrom e, Scope scope) {
        Place at = analysis.behind(e.left());
        BoundExpression rows = rows().distinct(e.left(), e.right(), e.negated(), scope, at);
        return rows == null ? distinct(value(e.left(), scope), value(e.right(), scope), e.negated(), at) : rows;
    }

    BoundExpression distinct(BoundExpression left, BoundExpression right, boolean negated, Place at) {
        // that "=" exists for the two, and how they are brought to one type, is the operator's to say
        BoundExpression same = rules.operator("=", left, right, at);
        if (!(same instanceof OperationValue equal) || equal.operation() != Operation.EQUAL) {
            return distinct(left, right, same, negated, at);
        }
        return new OperationValue(
                negated ? Operation.NOT_DISTINCT : Operation.DISTINCT, equal.operands(), rules.booleanType());
    }

    /** The same where equality is no comparison of carriers; {@code same} is NULL where a side is. */
    private BoundExpression distinct(
            BoundExpression left, BoundExpression right, BoundExpression same, boolean negated, Place at) {
        if (Columns.isVolatile(left) || Columns.isVolatile(right)) {
            throw at.unsupported("IS DISTINCT FROM of volatile values of these types");
        }
        BoundExpression leftNull = bool(Operation.IS_NULL, left);
        BoundExpression rightNull = bool(Operation.IS_NULL, right);
        BoundExpression alike = new BoundCase(
                List.of(bool(Operation.OR, leftNull, rightNull)),
                List.of(bool(Operation.AND, leftNull, rightNull)),
                same,
                rules.booleanType());
        return negated ? alike : not(alike);
    }

    BoundExpression bind(IsTest e, Scope scope) {
        BoundExpression row = e.test() == IsTest.Test.NULL ? rows().isNull(e.operand(), e.negated(), scope) : null;
        if (row != null) {
            return row;
        }
        BoundExpression value = value(e.operand(), scope);
        if (e.test() == IsTest.Test.NULL && rules.isRow(value.type())) {
            return rules.isNull(value, e.negated(), analysis.at(e.operand()));
        }
        return switch (e.test()) {
            case NULL ->
                bool(
                        e.negated() ? Operation.IS_NOT_NULL : Operation.IS_NULL,
                        // what a parameter is this does not say
                        value instanceof BoundParameter ? value : rules.settle(value, analysis.at(e.operand())));
            case TRUE ->
                bool(
                        e.negated() ? Operation.IS_NOT_TRUE : Operation.IS_TRUE,
                        rules.condition(
                                value, e.negated() ? "IS NOT TRUE" : "IS TRUE", analysis.leftmost(e.operand())));
            case FALSE ->
                bool(
                        e.negated() ? Operation.IS_NOT_FALSE : Operation.IS_FALSE,
                        rules.condition(
                                value, e.negated() ? "IS NOT FALSE" : "IS FALSE", analysis.leftmost(e.operand())));
            case UNKNOWN ->
                bool(
                        e.negated() ? Operation.IS_NOT_NULL : Operation.IS_NULL,
                        rules.condition(
                                value, e.negated() ? "IS NOT UNKNOWN" : "IS UNKNOWN", analysis.leftmost(e.operand())));
            case NORMALIZED -> {
                BoundExpression form = rules.literal(
                        new Literal(Literal.Kind.STRING, e.form() == null ? "NFC" : e.form(), e.start(), e.end()));
                BoundExpression is =
                        rules.call("is_normalized", List.of(value, form), List.of(), false, analysis.at(e));
                yield e.negated() ? not(is) : is;
            }
            case DOCUMENT -> throw unsupported("IS " + e.test(), e);
        };
    }

    BoundExpression bind(Like e, Scope scope) {
        BoundExpression operand = analysis.expressions().cased(() -> value(e.operand(), scope));
        BoundExpression pattern = analysis.expressions().cased(() -> value(e.pattern(), scope));
        BoundExpression escape = e.escape() == null ? null : value(e.escape(), scope);
        return rules.like(e.kind(), operand, pattern, escape, e.negated(), analysis.behind(e.operand()));
    }

    BoundExpression bind(InList e, Scope scope) {
        BoundExpression row = rows().in(e.operand(), e.items(), e.negated(), scope, analysis.behind(e.operand()));
        if (row != null) {
            return row;
        }
        BoundExpression operand = value(e.operand(), scope);
        List<BoundExpression> items = new ArrayList<>();
        List<BoundExpression> all = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        all.add(operand);
        places.add(analysis.at(e.operand()));
        for (Expression i : e.items()) {
            BoundExpression item = value(i, scope);
            items.add(item);
            all.add(item);
            places.add(analysis.at(i));
        }
        Type common = commonOrNull(all, places);
        BoundExpression result;
        if (common != null && rules.ordersItself(common)) {
            List<BoundExpression> operands = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                operands.add(rules.coerce(all.get(i), common, places.get(i)));
            }
            result = new OperationValue(Operation.IN, operands, rules.booleanType());
        } else {
            List<BoundExpression> any = new ArrayList<>();
            for (BoundExpression item : ofOneType(operand, items, places)) {
                any.add(equal(operand, item, e));
            }
            result = any.size() == 1 ? any.get(0) : new OperationValue(Operation.OR, any, rules.booleanType());
        }
        return e.negated() ? not(result) : result;
    }

    /** Items that name no column have one type with the operand, if there are several (transformAExprIn of parse_expr.c). */
    private List<BoundExpression> ofOneType(BoundExpression operand, List<BoundExpression> items, List<Place> places) {
        List<Integer> plain = new ArrayList<>();
        List<BoundExpression> all = new ArrayList<>(List.of(operand));
        List<Place> at = new ArrayList<>(places.subList(0, 1));
        for (int i = 0; i < items.size(); i++) {
            boolean[] named = {false};
            Columns.each(items.get(i), x -> false, c -> named[0] = true);
            if (!named[0]) {
                plain.add(i);
                all.add(items.get(i));
                at.add(places.get(i + 1));
            }
        }
        Type common = plain.size() > 1 ? commonOrNull(all, at) : null;
        if (common == null) {
            return items;
        }
        List<BoundExpression> same = new ArrayList<>(items);
        for (int i : plain) {
            same.set(i, rules.coerce(items.get(i), common, places.get(i + 1)));
        }
        return same;
    }

    /** Whether the operand is one of the items; NOT IN compares with {@code <>}, by which errors name it. */
    private BoundExpression equal(BoundExpression operand, BoundExpression item, InList e) {
        Place at = analysis.behind(e.operand());
        if (e.negated()) {
            rules.operator("<>", operand, item, at);
        }
        return rules.operator("=", operand, item, at);
    }

    /** The type that an operand and what it is looked for in have in common; null lets each have an operator of its own. */
    private Type commonOrNull(List<BoundExpression> all, List<Place> places) {
        try {
            return rules.common(all, "IN", places);
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.TYPE_MISMATCH) {
                throw f;
            }
            return null;
        }
    }

    BoundExpression bind(Case e, Scope scope) {
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> results = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        BoundExpression operand = e.operand() == null ? null : value(e.operand(), scope);
        for (When w : e.branches()) {
            BoundExpression c = value(w.condition(), scope);
            conditions.add(
                    operand == null
                            ? rules.condition(c, "CASE/WHEN", analysis.at(w.condition()))
                            : rules.operator("=", operand, c, analysis.at(w.condition())));
            results.add(value(w.result(), scope));
            places.add(analysis.leftmost(w.result()));
        }
        BoundExpression otherwise = e.otherwise() == null ? null : value(e.otherwise(), scope);
        List<BoundExpression> all = new ArrayList<>();
        List<Place> order = new ArrayList<>();
        if (otherwise != null) {
            // the server looks at the default first (parse_expr.c says so: transformCaseExpr)
            all.add(otherwise);
            order.add(analysis.leftmost(e.otherwise()));
        }
        all.addAll(results);
        order.addAll(places);
        Type common = rules.common(all, "CASE", order);
        for (int i = 0; i < results.size(); i++) {
            results.set(i, rules.coerce(results.get(i), common, places.get(i)));
        }
        if (otherwise != null) {
            otherwise = rules.coerce(otherwise, common, analysis.at(e.otherwise()));
        }
        return new BoundCase(conditions, results, otherwise, common);
    }

    BoundExpression bind(Cast e, Scope scope) {
        if (e.operand() instanceof Literal l
                && (l.kind() == Literal.Kind.STRING || l.kind() == Literal.Kind.NULL)
                && rules.leavesUntyped(e.type())) {
            return value(l, scope);
        }
        Type target = analysis.type(e.type());
        if (e.operand() instanceof ArrayExpression a && rules.arrays().isArray(target)) {
            return ofDomain(analysis.expressions().arrays().bind(a, target, scope), e);
        }
        rows().aim(e.operand(), target);
        BoundExpression value = value(e.operand(), scope);
        BoundExpression cast =
                rules.cast(value, target, e.style() == Cast.Style.POSTFIX ? analysis.before(e.type()) : analysis.at(e));
        return ofDomain(cast, e);
    }

    /** A value of the type, checked where that is a domain. */
    private BoundExpression ofDomain(BoundExpression value, Cast e) {
        UserType own = rules.userType(e.type());
        return own == null || !own.isDomain() || !e.type().dimensions().isEmpty()
                ? value
                : new Domains(analysis).checked(value, own, analysis.at(e));
    }
}
