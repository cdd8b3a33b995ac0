package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import java.util.ArrayList;
import java.util.List;

/** Columns that both sides of a join have by USING or NATURAL. */
final class JoinColumns {
    private final Analysis analysis;

    JoinColumns(Analysis analysis) {
        this.analysis = analysis;
    }

    /** Notes the name of a join, and those of its columns, for a view's text. */
    static void note(Alias alias, Analysis analysis) {
        if (analysis.viewText() != null) {
            analysis.viewText()
                    .join(
                            alias.name().name(),
                            alias.columns().stream().map(Identifier::name).toList());
        }
    }

    /** Notes what NATURAL means for a view's text. */
    static void note(Join j, List<String> using, Analysis analysis) {
        if (analysis.viewText() != null && j.natural()) {
            analysis.viewText().natural(j, using);
        }
    }

    /** The name that the columns which a join puts together have, in a view's text always; null for none. */
    static String alias(Join j, Analysis analysis) {
        if (analysis.viewText() != null) {
            return analysis.viewText().using(j);
        }
        return j.usingAlias() == null ? null : j.usingAlias().name();
    }

    /** Names of the columns that both sides have. */
    static List<String> shared(Scope left, Scope right) {
        List<String> names = new ArrayList<>();
        for (Scope.Entry e : left.visible) {
            if (right.visible.stream().anyMatch(x -> x.name().equals(e.name()))) {
                names.add(e.name());
            }
        }
        return names;
    }

    /** A join whose sides agree in columns of these names, which it has once. */
    BoundSource join(
            BoundSource.Kind kind,
            BoundSource l,
            BoundSource r,
            List<String> names,
            Scope left,
            Scope right,
            Scope into,
            Place at) {
        TypeRules rules = analysis.rules();
        List<BoundExpression> conditions = new ArrayList<>();
        for (String name : names) {
            BoundExpression a = side(left, name, "left", at);
            BoundExpression b = side(right, name, "right", at);
            if (analysis.viewText() != null) {
                analysis.viewText().joined(a);
                analysis.viewText().joined(b);
            }
            Type common = common(a, b, at);
            conditions.add(rules.operator("=", a, b, at));
            BoundExpression merged = switch (kind) {
                case INNER, LEFT -> rules.coerce(a, common, at);
                case RIGHT -> rules.coerce(b, common, at);
                case FULL ->
                    new OperationValue(
                            Operation.COALESCE,
                            List.of(rules.coerce(a, common, at), rules.coerce(b, common, at)),
                            common);
            };
            into.visible.add(new Scope.Entry(name, merged));
        }
        left.visible.stream().filter(e -> !names.contains(e.name())).forEach(into.visible::add);
        right.visible.stream().filter(e -> !names.contains(e.name())).forEach(into.visible::add);
        BoundExpression on = conditions.size() == 1
                ? conditions.get(0)
                : new OperationValue(Operation.AND, conditions, rules.booleanType());
        return new BoundSource.Joined(kind, l, r, on);
    }

    /** What has no common type is told before the operator that is missing, and not where it stands. */
    private Type common(BoundExpression a, BoundExpression b, Place at) {
        try {
            return analysis.rules().common(List.of(a, b), "JOIN/USING", List.of(at, at));
        } catch (SqlFailure f) {
            throw Views.unplaced(f);
        }
    }

    private BoundExpression side(Scope scope, String name, String which, Place at) {
        BoundExpression e = Scope.one(scope.visible, name, at);
        if (e == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + name + "\" specified in USING clause does not exist in " + which + " table");
        }
        return analysis.expressions().starEntry(e, at);
    }
}
