package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import java.util.StringJoiner;

/**
 * What a row fails with that does not show in the view which it is written through (ExecWithCheckOptions of execMain.c); its
 * arguments are the row's fields as text.
 *
 * @param view the view's name
 */
record ViewCheck(String view) implements ScalarFunction {
    /** One name for each view: a storage knows a function by its name. */
    @Override
    public String name() {
        return "pw_pg_view_check_" + Integer.toHexString(view.hashCode()) + "_" + view.length();
    }

    @Override
    public int arity() {
        return -1;
    }

    /** Never left out, and never worked out before the row is there. */
    @Override
    public boolean deterministic() {
        return false;
    }

    @Override
    public void call(FunctionArguments in, FunctionResult out) {
        StringJoiner row = new StringJoiner(", ", "Failing row contains (", ").");
        for (int i = 0; i < in.size(); i++) {
            row.add(in.isNull(i) ? "null" : FailureDetails.clipped(in.getText(i)));
        }
        throw SqlFailure.build(FailureKind.DATA, "new row violates check option for view \"" + view + "\"")
                .sqlState("44000")
                .detail(in.size() == 0 ? null : row.toString())
                .build();
    }
}
