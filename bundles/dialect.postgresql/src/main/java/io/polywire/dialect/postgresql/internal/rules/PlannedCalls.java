package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.PlanningFailures;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Calls of constants that PostgreSQL works out when it plans a statement: of functions that its catalogs call immutable. Only
 * those of which the work is bounded by what is written are worked out here: what is brief, operators, and the reading of values.
 */
public final class PlannedCalls implements PlanningFailures.Calls {
    /** The one there is. */
    public static final PlannedCalls INSTANCE = new PlannedCalls();

    /** The longest arguments that are looked at, in characters or bytes together. */
    private static final int MOST = 1000;

    /** Functions of numbers of which the work and the result are bounded by the arguments, though they are not brief. */
    private static final Set<String> BOUNDED = Set.of(
            "abs", "ceil", "ceiling", "div", "floor", "ln", "log", "log10", "mod", "round", "sign", "sqrt", "trunc");

    private PlannedCalls() {}

    private static final class Holder {
        static final Set<ScalarFunction> IMMUTABLE = found();
    }

    @Override
    public BoundConstant value(FunctionValue call) {
        Object[] values = new Object[call.arguments().size()];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            BoundExpression a = call.arguments().get(i);
            values[i] = ((BoundConstant) a).value();
            length += values[i] instanceof String s ? s.length() : values[i] instanceof byte[] b ? b.length : 0;
        }
        if (length > MOST || !isPlanned(call.function())) {
            return null;
        }
        try {
            return new BoundConstant(Evaluator.call(call.function(), values), call.type());
        } catch (SqlFailure f) {
            if (f.kind() == FailureKind.INTERNAL) {
                // it asks for a session, which there is when the statement runs
                return null;
            }
            throw f;
        }
    }

    /** Whether calls of it with constants are worked out when a statement is planned. */
    static boolean isPlanned(ScalarFunction f) {
        return f.deterministic() && Holder.IMMUTABLE.contains(f);
    }

    /** What stands for several of PostgreSQL's functions is taken only if all of them are immutable. */
    private static Set<ScalarFunction> found() {
        Set<String> functions = new HashSet<>();
        Map<String, Boolean> procedures = new HashMap<>();
        for (String[] p : CatalogData.lines("pg_proc")) {
            boolean immutable = p[14].equals("i");
            procedures.put(p[0], immutable);
            if (immutable) {
                functions.add(p[1] + "(" + p[19] + ")");
            }
        }
        Set<String> operators = new HashSet<>();
        for (String[] o : CatalogData.lines("pg_operator")) {
            if (procedures.getOrDefault(o[12], false)) {
                operators.add(o[1] + "(" + (o[7].equals("0") ? "" : o[7] + " ") + o[8] + ")");
            }
        }
        Set<String> casts = new HashSet<>();
        for (String[] c : CatalogData.lines("pg_cast")) {
            if (procedures.getOrDefault(c[3], false)) {
                casts.add(c[1] + ">" + c[2]);
            }
        }
        Set<String> read = new HashSet<>();
        for (String[] t : CatalogData.lines("pg_type")) {
            if (procedures.getOrDefault(t[15], false)) {
                read.add(t[1]);
            }
        }
        Map<ScalarFunction, Boolean> all = new HashMap<>();
        Registry.all().everyJava().forEach((f, uses) -> {
            for (Registry.JavaUse u : uses) {
                boolean planned = switch (u.kind()) {
                    case FUNCTION ->
                        (f.brief() || BOUNDED.contains(u.name())) && functions.contains(u.name() + ids(u.takes()));
                    case OPERATOR -> operators.contains(u.name() + ids(u.takes()));
                    case CAST ->
                        casts.contains(
                                u.takes().get(0).id() + ">" + u.takes().get(1).id());
                    case INPUT -> read.contains(u.name());
                };
                all.merge(f, planned, Boolean::logicalAnd);
            }
        });
        return all.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String ids(List<Type> types) {
        return types.stream().map(t -> Integer.toString(t.id())).collect(Collectors.joining(" ", "(", ")"));
    }
}
