package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Expressions over the columns of one table that the catalog keeps and the storage works out: conditions, generated
 * columns, keys and conditions of indexes.
 */
final class KeptExpressions {
    private final Analysis analysis;
    private final Relation table;
    private final List<Type> types;
    /** Number of the table as a source; 0 for one of its own in each expression. */
    private final int given;

    /** @param types of its columns, in order */
    KeptExpressions(Analysis analysis, Relation table, List<Type> types) {
        this(analysis, table, types, 0);
    }

    /** @param given number of the table as a source of the expressions */
    KeptExpressions(Analysis analysis, Relation table, List<Type> types, int given) {
        this.given = given;
        this.analysis = analysis;
        this.table = table;
        this.types = types;
    }

    private Scope scope(String what) {
        Scope scope = Scope.ofKept(what, true).withRoutines();
        int source = given == 0 ? analysis.newSource(table) : given;
        analysis.own(source, scope);
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            RelationColumn k = table.columns().get(i);
            Type type = types.get(i);
            entries.add(new Scope.Entry(k.name(), new BoundColumn(source, k.name(), type, !k.notNull())));
        }
        analysis.show(source, table.name(), entries);
        scope.add(table.name(), entries);
        scope.ranges().add(table.name(), false, table.id(), null, entries);
        return scope;
    }

    /** A condition of a CHECK. */
    BoundExpression check(Expression e) {
        BoundExpression bound = analysis.expressions()
                .calls()
                .within("check constraints", () -> analysis.expressions().bind(e, scope("check constraint")));
        return analysis.rules().condition(bound, "CHECK", analysis.at(e));
    }

    /** An expression as it is kept: functions of users stand in it with their schemas. */
    String text(Expression e) {
        return KeptRoutines.written(
                analysis.text(e),
                analysis,
                in -> new KeptExpressions(in, table, types).any(in.rules().expression(in.text())));
    }

    /** Whatever it is, to see what it reads. */
    BoundExpression any(Expression e) {
        return analysis.expressions()
                .calls()
                .within("expressions", () -> analysis.expressions().bind(e, scope("expression")));
    }

    /** The condition of an index of some rows. */
    BoundExpression predicate(Expression e) {
        BoundExpression bound = analysis.expressions()
                .calls()
                .within("index predicates", () -> analysis.expressions().bind(e, scope("index predicate")));
        return immutable(analysis.rules().condition(bound, "WHERE", analysis.at(e)), "index predicate");
    }

    /** A key of an index. */
    BoundExpression key(Expression e) {
        BoundExpression bound = analysis.expressions()
                .calls()
                .within("index expressions", () -> analysis.expressions().bind(e, scope("index expression")));
        return immutable(analysis.settled(bound, e), "index expression");
    }

    private static BoundExpression immutable(BoundExpression e, String what) {
        if (!isImmutable(e)) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "functions in " + what + " must be marked IMMUTABLE")
                    .sqlState("42P17")
                    .build();
        }
        return e;
    }

    /** What a column is generated from. */
    BoundExpression generated(Expression e, RelationColumn c, Type type) {
        BoundExpression bound = analysis.expressions()
                .calls()
                .within(
                        "column generation expressions",
                        () -> analysis.expressions().bind(e, scope("column generation expression")));
        Columns.each(bound, x -> false, used -> {
            RelationColumn other = table.columns().get(table.index(used.name()));
            if (other.generated()) {
                throw invalid(
                        e,
                        "cannot use generated column \"" + other.name() + "\" in column generation expression",
                        "A generated column cannot reference another generated column.");
            }
        });
        if (!isImmutable(bound)) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "generation expression is not immutable")
                    .sqlState("42P17")
                    .build();
        }
        try {
            return analysis.rules().assign(bound, type, c.name(), analysis.at(e));
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.TYPE_MISMATCH) {
                throw f;
            }
            throw SqlFailure.build(f.kind(), f.getMessage().replace(" but expression ", " but default expression "))
                    .sqlState(f.sqlState())
                    .hint(f.hint())
                    .build();
        }
    }

    private SqlFailure invalid(Part at, String message, String detail) {
        return analysis.at(at)
                .build(FailureKind.SEMANTIC, message)
                .sqlState("42P17")
                .detail(detail)
                .build();
    }

    /** Whether an expression has the same value whenever and for whomever it is worked out. */
    static boolean isImmutable(BoundExpression bound) {
        boolean[] changes = {false};
        Columns.each(
                bound,
                x -> {
                    changes[0] |= x instanceof SessionParameter
                            || x instanceof OperationValue o && isLabelsText(o)
                            || x instanceof FunctionValue f && !f.function().deterministic();
                    return false;
                },
                c -> {});
        return !changes[0];
    }

    /** A label as a text is what it is called at the moment (enum_out is STABLE, as array_out is). */
    private static boolean isLabelsText(OperationValue o) {
        return o.operation() == Operation.AS_IS
                && (o.type().kind() == TypeKind.TEXT || o.type().kind() == TypeKind.VARCHAR)
                && (o.operands().get(0).type().kind() == TypeKind.ENUM
                        || o.operands().get(0).type().kind() == TypeKind.ARRAY)
                && !(o.operands().get(0) instanceof BoundConstant);
    }

    /** Numbers of the columns that an expression over the table reads, sorted. */
    Set<Integer> columns(BoundExpression e) {
        Set<String> names = new HashSet<>();
        Columns.each(e, x -> false, c -> names.add(c.name()));
        Set<Integer> numbers = new TreeSet<>();
        for (RelationColumn c : table.columns()) {
            if (names.contains(c.name())) {
                numbers.add(c.number());
            }
        }
        return numbers;
    }
}
