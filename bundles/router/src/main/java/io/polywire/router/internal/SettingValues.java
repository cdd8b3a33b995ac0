package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.UnaryOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what stands behind SET name TO: words, literals, signed numbers, an interval for a time zone. */
final class SettingValues {
    private SettingValues() {}

    static List<String> of(Setting setting, List<Expression> values) {
        List<String> texts = new ArrayList<>(values.size());
        for (Expression e : values) {
            texts.add(text(setting, e));
        }
        return texts;
    }

    private static String text(Setting setting, Expression e) {
        if (e instanceof Literal l) {
            return l.value();
        }
        if (e instanceof ColumnReference c) {
            return c.parts().stream().map(Identifier::name).collect(Collectors.joining("."));
        }
        if (e instanceof UnaryOperation u && u.operand() instanceof Literal l) {
            return (u.operator().name().equals("-") ? "-" : "") + l.value();
        }
        if (e instanceof Cast c
                && c.operand() instanceof Literal l
                && setting.name().equals("TimeZone")) {
            return "INTERVAL '" + l.value() + '\'';
        }
        throw SqlFailure.of(FailureKind.SYNTAX, "a value of parameter \"" + setting.name() + "\" is not a constant");
    }
}
