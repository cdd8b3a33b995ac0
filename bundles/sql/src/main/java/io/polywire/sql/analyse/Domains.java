package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Expression;
import java.util.ArrayList;
import java.util.List;

/** Domains: a value of the type under one that meets its conditions. */
final class Domains {
    /** What a condition calls the value. */
    private static final String VALUE = "value";

    private final Analysis analysis;

    Domains(Analysis analysis) {
        this.analysis = analysis;
    }

    /** A value that is checked against the domain of a number; the value itself where that is none. */
    BoundExpression checked(BoundExpression value, int typeId, Place at) {
        UserType t = typeId == 0 ? null : analysis.catalog().type(typeId);
        return t == null ? value : checked(value, t, at);
    }

    /** The domains that a value has to be of: the one, and before it those under it. */
    private List<UserType> chain(UserType t) {
        List<UserType> all = new ArrayList<>();
        for (UserType d = t; d != null && d.isDomain(); d = under(d)) {
            all.add(0, d);
        }
        return all;
    }

    /** The domain under a domain, or null: of arrays the elements are apart. */
    private UserType under(UserType t) {
        boolean arrays = t.baseId() != 0 && isOfArrays(t);
        return t.baseId() == 0 || arrays ? null : analysis.catalog().type(t.baseId());
    }

    /** Whether a domain is over arrays of a type that users made. */
    private boolean isOfArrays(UserType t) {
        UserType element = analysis.catalog().type(t.baseId());
        return t.base().startsWith("_") && (element == null || !isOverArrays(element));
    }

    private static boolean isOverArrays(UserType t) {
        return t.isDomain() && t.base().startsWith("_");
    }

    /** Whether values of a type of users need no look: no domain, or one without constraints. */
    private boolean isFree(UserType t) {
        return t == null
                || !t.isDomain()
                || chain(t).stream().allMatch(d -> !d.notNull() && d.checks().isEmpty());
    }

    /** A value of the domain's type that is checked against the domain. */
    BoundExpression checked(BoundExpression value, UserType t, Place at) {
        UserType elements = t.isDomain() && t.baseId() != 0 && isOfArrays(t)
                ? analysis.catalog().type(t.baseId())
                : null;
        if (!isFree(elements)) {
            refuseArrays(elements, at);
        }
        if (isFree(t)) {
            return value;
        }
        if (analysis.rules().arrays().isArray(value.type()) && !t.base().startsWith("_")) {
            // a column that is older than the domain's constraints
            refuseArrays(t, at);
        }
        boolean[] changing = new boolean[1];
        Columns.each(
                value,
                e -> {
                    changing[0] |= e instanceof FunctionValue f && !f.function().deterministic();
                    return false;
                },
                c -> {});
        if (changing[0]) {
            // the value stands in each of the conditions
            throw at.unsupported("a volatile function as a value of domain " + t.name());
        }
        boolean notNull = false;
        List<String> names = new ArrayList<>();
        List<BoundExpression> conditions = new ArrayList<>();
        for (UserType d : chain(t)) {
            notNull |= d.notNull();
            for (TableConstraint c : d.orderedChecks()) {
                names.add(c.name());
                conditions.add(condition(c.check(), value));
            }
        }
        return analysis.rules().domain(t, notNull, names, value, conditions);
    }

    /** A kept condition over a value. */
    BoundExpression condition(String source, BoundExpression value) {
        Analysis kept = analysis.of(source);
        return bind(kept.rules().expression(source), value, kept);
    }

    /** A condition over a value. */
    BoundExpression condition(Expression e, BoundExpression value) {
        return bind(e, value, analysis);
    }

    private static BoundExpression bind(Expression e, BoundExpression value, Analysis in) {
        Scope scope = Scope.ofKept("check constraint", true);
        scope.visible.add(new Scope.Entry(VALUE, value));
        BoundExpression bound = in.expressions()
                .calls()
                .within("check constraints", () -> in.expressions().bind(e, scope));
        return in.rules().condition(bound, "CHECK", in.at(e));
    }

    /** Refuses arrays of a domain whose conditions each element would have to meet, or that is over arrays itself. */
    void refuseArrays(UserType domain, Place at) {
        if (domain.base().startsWith("_")) {
            throw at.unsupported("an array of domain " + domain.name() + ", which is over arrays");
        }
        if (!isFree(domain)) {
            throw at.unsupported("an array of domain " + domain.name() + ", which has constraints");
        }
    }

    static SqlFailure conflicting() {
        return SqlFailure.of(FailureKind.SYNTAX, "conflicting NULL/NOT NULL constraints");
    }
}
