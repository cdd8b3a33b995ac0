package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.SettingRules;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ResetVariable;
import io.polywire.sql.tree.SetVariable;
import io.polywire.sql.tree.ShowVariable;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.UnaryOperation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * SET, SHOW and RESET of one session. A change inside a transaction is undone when that is rolled back. Under the
 * session's thread rule.
 */
final class SessionVariables {
    private static final Type TEXT = new Type(TypeKind.TEXT, "text", 0, 0, 0, 0, null);

    private final RouterSession session;
    /** Values before the transaction's changes; a null value means that there was none. */
    private final Map<String, String> undo = new HashMap<>();

    SessionVariables(RouterSession session) {
        this.session = session;
    }

    /** Whether it is a statement of this kind without rows. */
    static boolean isOne(StatementBody body) {
        return body instanceof SetVariable || body instanceof ResetVariable;
    }

    /** Columns of SHOW. */
    static List<Column> columns(ShowVariable show) {
        if (show.name() == null) {
            throw SqlFailure.unsupported("SHOW ALL");
        }
        return List.of(Column.of(show.name(), TEXT));
    }

    private SettingRules rules() {
        SettingRules rules = session.desk.planner.dialect(session.dialect()).settings();
        if (rules == null) {
            throw SqlFailure.unsupported("SET in dialect " + session.dialect());
        }
        return rules;
    }

    /** Gives the value of a setting. */
    void show(ShowVariable show, RowBuffer into) {
        String name = rules().canonical(show.name());
        byte[] value = value(name).getBytes(StandardCharsets.UTF_8);
        into.startRow();
        into.putUtf8(value, 0, value.length);
        into.endRow();
    }

    private String value(String name) {
        String own = session.setting(name);
        if (own != null) {
            return own;
        }
        String value = rules().defaultValue(name);
        if (value != null) {
            return value;
        }
        return switch (name) {
            case "is_superuser" -> session.principal().superuser() ? "on" : "off";
            case "session_authorization" -> session.principal().name();
            default -> "";
        };
    }

    /** Changes a setting. */
    void run(StatementBody body, SessionTransaction transaction) {
        if (body instanceof SetVariable set) {
            if (set.scope() == SetVariable.Scope.LOCAL) {
                throw SqlFailure.unsupported("SET LOCAL");
            }
            if (set.fromCurrent()) {
                throw SqlFailure.unsupported("SET ... FROM CURRENT");
            }
            String name = rules().canonical(set.name());
            String value = set.values().isEmpty()
                    ? null
                    : rules().check(
                                    name,
                                    set.values().stream()
                                            .map(SessionVariables::text)
                                            .collect(Collectors.joining(", ")));
            change(name, value, transaction);
        } else if (body instanceof ResetVariable reset) {
            if (reset.name() == null) {
                throw SqlFailure.unsupported("RESET ALL");
            }
            change(rules().canonical(reset.name()), null, transaction);
        }
    }

    private void change(String name, String value, SessionTransaction transaction) {
        if (transaction.isOpen()) {
            if (transaction.hasSavepoints()) {
                throw SqlFailure.unsupported("SET behind a savepoint");
            }
            String before = session.setting(name);
            if (!undo.containsKey(name)) {
                undo.put(name, before);
            }
        }
        put(name, value);
    }

    private void put(String name, String value) {
        String before = value(name);
        session.keepSetting(name, value);
        String now = value(name);
        if (!now.equals(before) && (rules().isReported(name) || isStyle(name))) {
            session.client.settingChanged(name, now);
        }
    }

    /** What a wire writes values by, though it does not report it. */
    private static boolean isStyle(String name) {
        return name.equals("extra_float_digits") || name.equals("bytea_output");
    }

    /** The transaction is over. */
    void transactionEnds(boolean kept) {
        if (undo.isEmpty()) {
            return;
        }
        Map<String, String> back = new HashMap<>(undo);
        undo.clear();
        if (!kept) {
            back.forEach(this::put);
        }
    }

    private static String text(Expression e) {
        if (e instanceof Literal l) {
            return l.value();
        }
        if (e instanceof ColumnReference c && c.parts().size() == 1) {
            return c.parts().get(0).name();
        }
        if (e instanceof UnaryOperation u && u.operator().name().equals("-") && u.operand() instanceof Literal l) {
            return "-" + l.value();
        }
        if (e instanceof Cast) {
            throw SqlFailure.unsupported("SET to an interval");
        }
        throw SqlFailure.of(FailureKind.SYNTAX, "SET takes constants and words");
    }
}
