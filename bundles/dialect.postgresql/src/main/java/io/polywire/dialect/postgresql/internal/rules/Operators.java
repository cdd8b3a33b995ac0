package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which operator is meant (oper and left_oper of parse_oper.c), over all operators that PostgreSQL has. One that has no
 * implementation is refused by its signature. Comparisons need none: they compare what {@link Keys} has.
 */
final class Operators {
    private static final Map<String, Operation> COMPARISONS = Map.of(
            "=", Operation.EQUAL,
            "<>", Operation.NOT_EQUAL,
            "<", Operation.LESS,
            "<=", Operation.LESS_EQUAL,
            ">", Operation.GREATER,
            ">=", Operation.GREATER_EQUAL);

    private Operators() {}

    static BoundExpression infix(String written, BoundExpression left, BoundExpression right, Place at) {
        return make(written.equals("!=") ? "<>" : written, List.of(left, right), at);
    }

    static BoundExpression prefix(String name, BoundExpression operand, Place at) {
        return make(name, List.of(operand), at);
    }

    private static BoundExpression make(String name, List<BoundExpression> operands, Place at) {
        List<Type> types = operands.size() == 1
                ? List.of(operands.get(0).type())
                : List.of(operands.get(0).type(), operands.get(1).type());
        ServerCatalog.OperatorRow row = find(name, types, at);
        List<String> takes = row.left() == null ? List.of(row.right()) : List.of(row.left(), row.right());
        Registry.Implementation own = Registry.all().operatorOf(name, takes);
        Operation comparison = operands.size() == 2 ? COMPARISONS.get(name) : null;
        if (comparison != null && takes.get(0).equals("record")) {
            return RowTypes.compare(comparison, row(operands.get(0), at), row(operands.get(1), at), at);
        }
        List<Type> actual = Generics.actual(takes, types);
        if (own == null && (comparison == null || !isComparable(actual))) {
            throw at.unsupported("operator "
                    + shown(name, takes.stream().map(PgTypes::displayed).toList()));
        }
        List<BoundExpression> brought = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Type t = actual.get(i);
            brought.add(t == null ? operands.get(i) : Coercions.implicit(operands.get(i), t, at));
        }
        if (own == null) {
            return Functions.operation(comparison, PgTypes.BOOL, Keys.of(brought.get(0)), Keys.of(brought.get(1)));
        }
        return own.maker().make(CatalogNames.shown(name, brought, at), Generics.result(row.result(), takes, types));
    }

    private static BoundExpression row(BoundExpression e, Place at) {
        return PgTypes.isRecord(e.type()) ? e : Coercions.implicit(e, PgTypes.RECORD, at);
    }

    /** The types that an operator takes its operands as. */
    static List<Type> takes(String name, List<Type> types, Place at) {
        ServerCatalog.OperatorRow row = find(name, types, at);
        return Generics.actual(List.of(row.left(), row.right()), types);
    }

    /** Whether the two are compared by keys of one form. */
    private static boolean isComparable(List<Type> types) {
        Type a = types.get(0);
        Type b = types.get(1);
        if (a == null
                || b == null
                || Registry.all().type(a) == null
                || Registry.all().type(b) == null) {
            return false;
        }
        return a.name().equals(b.name())
                || PgTypes.isInteger(a) && PgTypes.isInteger(b)
                || PgTypes.isFloat(a) && PgTypes.isFloat(b)
                || PgTypes.isText(a) && PgTypes.isText(b);
    }

    /** What operands of the server's own types mean does not change. */
    private record Meant(String name, int left, int right) {}

    private static final int MOST_MEANT = 4_096;
    private static final Map<Meant, ServerCatalog.OperatorRow> MEANT = new ConcurrentHashMap<>();

    private static ServerCatalog.OperatorRow find(String name, List<Type> types, Place at) {
        Type left = types.get(0);
        Type right = types.size() == 1 ? null : types.get(1);
        if (!PgTypes.isServers(left) || right != null && !PgTypes.isServers(right)) {
            return resolved(name, types, at);
        }
        Meant key = new Meant(name, left.id(), right == null ? -1 : right.id());
        ServerCatalog.OperatorRow known = MEANT.get(key);
        if (known == null) {
            known = resolved(name, types, at);
            if (MEANT.size() >= MOST_MEANT) {
                MEANT.clear();
            }
            MEANT.put(key, known);
        }
        return known;
    }

    private static ServerCatalog.OperatorRow resolved(String name, List<Type> types, Place at) {
        boolean prefix = types.size() == 1;
        List<Resolution.Candidate<ServerCatalog.OperatorRow>> all = new ArrayList<>();
        for (ServerCatalog.OperatorRow o : ServerCatalog.all().operators(name, prefix)) {
            all.add(new Resolution.Candidate<>(prefix ? List.of(o.right()) : List.of(o.left(), o.right()), o));
        }
        Resolution.Candidate<ServerCatalog.OperatorRow> best = Resolution.exact(all, alike(types));
        if (best == null) {
            List<Resolution.Candidate<ServerCatalog.OperatorRow>> matching = Resolution.matching(all, types);
            if (matching.isEmpty()) {
                throw undefined(name, types, at);
            }
            best = Resolution.best(matching, types);
            if (best == null) {
                throw at.build(FailureKind.SEMANTIC, "operator is not unique: " + shown(name, displayed(types)))
                        .sqlState("42725")
                        .hint("Could not choose a best candidate operator. You might need to add explicit type casts.")
                        .build();
            }
        }
        return best.what();
    }

    /** An operand of unknown type is first taken to be of the other one's (binary_oper_exact). */
    private static List<Type> alike(List<Type> types) {
        if (types.size() == 1) {
            return types;
        }
        Type a = types.get(0);
        Type b = types.get(1);
        return PgTypes.isUnknown(a) ? List.of(b, b) : PgTypes.isUnknown(b) ? List.of(a, a) : types;
    }

    private static SqlFailure undefined(String name, List<Type> types, Place at) {
        return at.build(FailureKind.UNDEFINED_FUNCTION, "operator does not exist: " + shown(name, displayed(types)))
                .hint(
                        types.size() == 1
                                ? "No operator matches the given name and argument type. You might need to add an"
                                        + " explicit type cast."
                                : "No operator matches the given name and argument types. You might need to add"
                                        + " explicit type casts.")
                .build();
    }

    private static List<String> displayed(List<Type> types) {
        return types.stream().map(PgTypes::display).toList();
    }

    private static String shown(String name, List<String> types) {
        return types.size() == 1 ? name + " " + types.get(0) : types.get(0) + " " + name + " " + types.get(1);
    }
}
