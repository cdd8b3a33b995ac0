package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.WindowFunction;
import io.polywire.sql.bound.WindowValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions of table 9.62 of the manual: row_number, rank, lag and the others that need a window. */
final class WindowFunctions {
    private static final Map<String, WindowFunction.Standard> ALL = Map.ofEntries(
            Map.entry("row_number", WindowFunction.Standard.ROW_NUMBER),
            Map.entry("rank", WindowFunction.Standard.RANK),
            Map.entry("dense_rank", WindowFunction.Standard.DENSE_RANK),
            Map.entry("percent_rank", WindowFunction.Standard.PERCENT_RANK),
            Map.entry("cume_dist", WindowFunction.Standard.CUME_DIST),
            Map.entry("ntile", WindowFunction.Standard.NTILE),
            Map.entry("lag", WindowFunction.Standard.LAG),
            Map.entry("lead", WindowFunction.Standard.LEAD),
            Map.entry("first_value", WindowFunction.Standard.FIRST_VALUE),
            Map.entry("last_value", WindowFunction.Standard.LAST_VALUE),
            Map.entry("nth_value", WindowFunction.Standard.NTH_VALUE));

    private static final ScalarFunction NTILE =
            positive("ntile", "argument of ntile must be greater than zero", "22014");
    private static final ScalarFunction NTH =
            positive("nth_value", "argument of nth_value must be greater than zero", "22016");

    private WindowFunctions() {}

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static BoundExpression call(String name, List<BoundExpression> in, BoundWindow window, Place at) {
        FunctionCalls.Chosen chosen = FunctionCalls.find(name, in, List.of(), false, at);
        WindowFunction.Standard function = ALL.get(name);
        if (chosen.row().kind() != 'w') {
            throw at.unsupported("function " + chosen.signature() + " over a window");
        }
        List<BoundExpression> arguments = new ArrayList<>();
        for (BoundExpression a : chosen.brought(at)) {
            arguments.add(PgTypes.isUnknown(a.type()) ? Coercions.implicit(a, PgTypes.TEXT, at) : a);
        }
        switch (function) {
            case NTILE -> arguments.set(0, Functions.call(NTILE, PgTypes.INT4, arguments.get(0)));
            case NTH_VALUE -> arguments.set(1, Functions.call(NTH, PgTypes.INT4, arguments.get(1)));
            case LAG, LEAD -> {
                if (arguments.size() > 1) {
                    return moved(function, arguments, window, chosen.result());
                }
            }
            default -> {
                // nothing about the arguments
            }
        }
        return new WindowValue(function, arguments, null, window, chosen.result());
    }

    /**
     * A negative distance is one in the other direction. One that is no constant is measured forward, which the storage does for
     * negative distances too, as its rows of the whole partition are there then.
     */
    private static BoundExpression moved(
            WindowFunction.Standard function, List<BoundExpression> arguments, BoundWindow window, Type type) {
        BoundExpression distance = arguments.get(1);
        boolean back = function == WindowFunction.Standard.LAG;
        if (distance instanceof BoundConstant c && c.value() instanceof Long n) {
            if (n < 0) {
                arguments.set(1, new BoundConstant(-n, c.type()));
                back = !back;
            }
            return new WindowValue(
                    back ? WindowFunction.Standard.LAG : WindowFunction.Standard.LEAD, arguments, null, window, type);
        }
        arguments.set(1, back ? Functions.call(BACK, PgTypes.INT8, distance) : distance);
        BoundExpression value = new WindowValue(WindowFunction.Standard.LEAD, arguments, null, window, type);
        // a distance that is NULL gives NULL, not the default
        return new BoundCase(
                List.of(Functions.operation(Operation.IS_NULL, PgTypes.BOOL, distance)),
                List.of(new BoundConstant(null, type)),
                value,
                type);
    }

    private static final ScalarFunction BACK =
            Functions.brief("lag_distance", 1, (in, out) -> out.putLong(-in.getLong(0)));

    private static ScalarFunction positive(String name, String message, String state) {
        return Functions.lenient("positive_" + name, 1, (in, out) -> {
            if (in.isNull(0)) {
                throw SqlFailure.unsupported(name + " of NULL");
            }
            if (in.getLong(0) <= 0) {
                throw SqlFailure.build(FailureKind.DATA, message)
                        .sqlState(state)
                        .build();
            }
            out.putLong(in.getLong(0));
        });
    }
}
