package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
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

    /** A value of the domain's type that is checked against the domain. */
    BoundExpression checked(BoundExpression value, UserType t, Place at) {
        if (!t.isDomain() || !t.notNull() && t.checks().isEmpty()) {
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
        List<BoundExpression> conditions = new ArrayList<>();
        for (TableConstraint c : t.orderedChecks()) {
            conditions.add(condition(c.check(), value));
        }
        return analysis.rules().domain(t, value, conditions);
    }

    private BoundExpression condition(String source, BoundExpression value) {
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

    /** The type of a name, refused where it is one that a user made. */
    static Type base(Analysis analysis, io.polywire.sql.tree.TypeName name) {
        if (analysis.rules().userType(name) != null) {
            throw analysis.at(name).unsupported("a domain over a type that a user made");
        }
        return analysis.type(name);
    }

    /** Refuses arrays of a domain whose conditions each element would have to meet, or that is over arrays itself. */
    static void refuseArrays(UserType domain, Place at) {
        if (domain.base().startsWith("_")) {
            throw at.unsupported("an array of domain " + domain.name() + ", which is over arrays");
        }
        if (domain.notNull() || !domain.checks().isEmpty()) {
            throw at.unsupported("an array of domain " + domain.name() + ", which has constraints");
        }
    }

    static SqlFailure conflicting() {
        return SqlFailure.of(FailureKind.SYNTAX, "conflicting NULL/NOT NULL constraints");
    }
}
