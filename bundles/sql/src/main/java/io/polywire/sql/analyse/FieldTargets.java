package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Subscript;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a column as targets of INSERT and UPDATE: the whole column gets the row with the one field replaced, and a row that
 * was NULL gets one of NULLs (transformAssignmentIndirection of parse_target.c).
 */
final class FieldTargets {
    private final Analysis analysis;
    private final TypeRules rules;

    FieldTargets(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** Whether a target is a field of a column, or an element of one. */
    static boolean is(Expression target) {
        if (target instanceof FieldSelection) {
            return true;
        }
        return target instanceof Subscript s && is(s.base());
    }

    /** Whether a target is a part of a column. */
    static boolean isPart(Expression target) {
        return target instanceof FieldSelection || target instanceof Subscript;
    }

    /** The column that a target is a part of. */
    static Expression column(Expression target) {
        Expression e = target;
        while (e instanceof FieldSelection || e instanceof Subscript) {
            e = e instanceof FieldSelection f ? f.base() : ((Subscript) e).base();
        }
        return e;
    }

    /**
     * The column's value with a part replaced.
     *
     * @param before the value so far
     * @param value of the part
     * @param scope of subscripts; null where they can read nothing
     */
    BoundExpression assigned(
            BoundExpression before, Expression target, BoundExpression value, RelationColumn c, Scope scope) {
        List<Expression> steps = new ArrayList<>();
        for (Expression e = target; e instanceof FieldSelection || e instanceof Subscript; ) {
            steps.add(0, e);
            e = e instanceof FieldSelection f ? f.base() : ((Subscript) e).base();
        }
        return step(before, steps, value, c.name(), scope, analysis.at(target));
    }

    private BoundExpression step(
            BoundExpression before,
            List<Expression> steps,
            BoundExpression value,
            String column,
            Scope scope,
            Place at) {
        Expression first = steps.get(0);
        List<Expression> rest = steps.subList(1, steps.size());
        if (first instanceof Subscript s) {
            return element(before, s, rest, value, column, scope, at);
        }
        String name = ((FieldSelection) first).field().name();
        Type type = before.type();
        if (type.fields() == null) {
            throw at.failure(
                    FailureKind.TYPE_MISMATCH,
                    "cannot assign to field \"" + name + "\" of column \"" + column + "\" because its type "
                            + rules.display(type) + " is not a composite type");
        }
        List<BoundExpression> values = new ArrayList<>();
        boolean found = false;
        for (Type.Field f : type.fields()) {
            BoundExpression old = before instanceof BoundConstant c && c.isNull()
                    ? new BoundConstant(null, f.type())
                    : rules.field(before, f.name(), at);
            if (!f.name().equals(name)) {
                values.add(old);
                continue;
            }
            found = true;
            values.add(
                    rest.isEmpty()
                            ? at.checked(subfield(value, f, at), f.domain())
                            : step(old, rest, value, column, scope, at));
        }
        if (!found) {
            throw at.failure(
                    FailureKind.UNDEFINED_COLUMN,
                    "cannot assign to field \"" + name + "\" of column \"" + column
                            + "\" because there is no such column in data type " + rules.display(type));
        }
        List<String> names = type.fields().stream().map(Type.Field::name).toList();
        // so that what is set of it next takes the fields as they are
        return new BoundRow(values, names, false, null, values, rules.row(type, values, at), type);
    }

    private BoundExpression subfield(BoundExpression value, Type.Field f, Place at) {
        try {
            return rules.assign(value, f.type(), f.name(), at);
        } catch (SqlFailure e) {
            String whole = "column \"" + f.name() + "\" is of type ";
            if (e.kind() != FailureKind.TYPE_MISMATCH || !e.getMessage().startsWith(whole)) {
                throw e;
            }
            throw at.build(
                            e.kind(),
                            "subfield \"" + f.name() + "\" is of type "
                                    + e.getMessage().substring(whole.length()))
                    .hint(e.hint())
                    .build();
        }
    }

    private BoundExpression element(
            BoundExpression before,
            Subscript s,
            List<Expression> rest,
            BoundExpression value,
            String column,
            Scope scope,
            Place at) {
        List<BoundExpression> indexes = new ArrayList<>();
        Subscript last = s;
        List<Expression> behind = rest;
        for (; ; ) {
            if (last.slice()) {
                throw at.unsupported("a slice of an array beside a field as a target");
            }
            indexes.add(analysis.expressions().plain(last.lower(), scope == null ? new Scope(null) : scope, "UPDATE"));
            if (behind.isEmpty() || !(behind.get(0) instanceof Subscript next)) {
                break;
            }
            last = next;
            behind = behind.subList(1, behind.size());
        }
        ArrayRules arrays = rules.arrays();
        if (!arrays.isArray(before.type())) {
            throw at.unsupported("a subscript of this type beside a field as a target");
        }
        BoundExpression part = value;
        if (!behind.isEmpty()) {
            BoundExpression old = before instanceof BoundConstant c && c.isNull()
                    ? new BoundConstant(null, before.type().element())
                    : arrays.element(before, indexes, at);
            part = step(old, behind, value, column, scope, at);
        }
        return arrays.assigned(before, indexes, part, column, at);
    }

    /** The value of a column when all of its parts are set, which has to be one of the column's domain. */
    BoundExpression whole(BoundExpression value, RelationColumn c) {
        BoundExpression plain = value instanceof BoundRow r ? r.text() : value;
        BoundExpression checked = new Domains(analysis).checked(plain, c.typeId(), analysis.at(0));
        return checked == plain ? value : checked;
    }

    /**
     * The column's value with elements replaced.
     *
     * @param before the value so far
     * @param value of the element or of all elements of a slice
     * @param scope of subscripts
     */
    BoundExpression subscripted(
            BoundExpression before, Subscript to, BoundExpression value, RelationColumn c, Scope scope, String clause) {
        List<BoundExpression> indexes = new ArrayList<>();
        Expression base = to;
        boolean slice = false;
        for (Expression e = to; e instanceof Subscript s; e = s.base()) {
            slice |= s.slice();
        }
        while (base instanceof Subscript s) {
            // beside a slice, a single index means all up to it
            if (slice) {
                Expression upper = s.slice() ? s.upper() : s.lower();
                indexes.add(0, upper == null ? null : analysis.expressions().plain(upper, scope, clause));
            }
            indexes.add(
                    0,
                    slice && !s.slice()
                            ? new BoundConstant(1L, rules.literal(ONE).type())
                            : s.lower() == null ? null : analysis.expressions().plain(s.lower(), scope, clause));
            base = s.base();
        }
        ArrayRules arrays = rules.arrays();
        return slice
                ? arrays.assignedSlice(before, indexes, value, c.name(), analysis.at(to))
                : arrays.assigned(before, indexes, value, c.name(), analysis.at(to));
    }

    private static final Literal ONE = new Literal(Literal.Kind.INTEGER, "1", 0, 0);

    /** Refuses DEFAULT for a part of a column. */
    void refuseDefault(Expression target, Expression value, Part at) {
        if (value instanceof DefaultValue) {
            throw analysis.at(at)
                    .failure(
                            FailureKind.UNSUPPORTED,
                            target instanceof Subscript
                                    ? "cannot set an array element to DEFAULT"
                                    : "cannot set a subfield to DEFAULT");
        }
    }
}
