package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.TransactionMode.Isolation;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.CloseCursor;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.Deallocate;
import io.polywire.sql.tree.Discard;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Listen;
import io.polywire.sql.tree.Notify;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.ResetVariable;
import io.polywire.sql.tree.SetTransaction;
import io.polywire.sql.tree.SetVariable;
import io.polywire.sql.tree.ShowVariable;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TransactionModes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The statements that a session answers by itself: settings, notifications, DISCARD. */
final class SessionStatements {
    private static final Type TEXT = Type.of(TypeKind.TEXT, "text");

    private final RouterSession session;

    SessionStatements(RouterSession session) {
        this.session = session;
    }

    /** The plan of such a statement; null for another. */
    Plan plan(Statement tree) {
        if (!(tree instanceof ParsedStatement p)) {
            return null;
        }
        StatementBody body = p.body();
        if (body instanceof ShowVariable show) {
            return new Plan(tree, null, columns(show), true, List.of(), false, false, 0);
        }
        boolean ours = body instanceof SetVariable
                || body instanceof ResetVariable
                || body instanceof SetTransaction
                || body instanceof Listen
                || body instanceof Notify
                || body instanceof Deallocate
                || body instanceof CloseCursor
                || body instanceof Discard
                || RoleStatements.is(body)
                || GrantStatement.is(body);
        return ours ? new Plan(tree, null, List.of(), false, List.of(), false, false, 0) : null;
    }

    private List<Column> columns(ShowVariable show) {
        if (show.name() == null) {
            return List.of(Column.of("name", TEXT), Column.of("setting", TEXT), Column.of("description", TEXT));
        }
        return List.of(Column.of(known(show.name()).name(), TEXT));
    }

    /** Answers one; false for another. Within a call of the session, on a worker. */
    boolean run(Statement tree, SessionPortal portal) {
        if (!(tree instanceof ParsedStatement p)) {
            return false;
        }
        StatementBody body = p.body();
        refuseInTransaction(body);
        if (body instanceof ShowVariable show) {
            portal.answer(show(show));
            return true;
        } else if (body instanceof SetVariable set) {
            set(set);
        } else if (body instanceof ResetVariable reset) {
            reset(reset);
        } else if (body instanceof SetTransaction set) {
            set(set);
        } else if (body instanceof Listen listen) {
            String channel = listen.channel() == null ? null : listen.channel().name();
            session.notifications.listen(listen.listen(), channel, inTransaction());
        } else if (body instanceof Notify notify) {
            String payload = notify.payload() == null ? "" : notify.payload().value();
            send(notify.channel().name(), payload);
        } else if (body instanceof Deallocate d) {
            session.names.deallocate(d.name() == null ? null : d.name().name());
        } else if (body instanceof CloseCursor c) {
            session.names.close(c.cursor() == null ? null : c.cursor().name());
        } else if (body instanceof Discard discard) {
            discard(discard);
        } else {
            return false;
        }
        portal.complete();
        return true;
    }

    private boolean inTransaction() {
        return session.transaction.isOpen() || session.inUnit() || session.functions.isAlone();
    }

    // --- settings ---------------------------------------------------------------------------------------------------

    private SettingTable table() {
        return session.settingTable();
    }

    private Setting known(String name) {
        Setting s = table().find(name);
        if (s == null || session.settings.shown(table(), s) == null) {
            throw unknown(name);
        }
        return s;
    }

    static SqlFailure unknown(String name) {
        return SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + '"');
    }

    private RowBuffer show(ShowVariable show) {
        RowBuffer out = new RowBuffer(session.desk.settings().returningMaxBytes());
        if (show.name() != null) {
            out.startRow();
            text(shown(known(show.name())), out);
            out.endRow();
            return out;
        }
        for (Setting s : table().all()) {
            out.startRow();
            text(s.name(), out);
            text(shown(s), out);
            text("", out);
            out.endRow();
        }
        return out;
    }

    private static void text(String s, RowBuffer out) {
        byte[] b = s.getBytes(StandardCharsets.UTF_8);
        out.putUtf8(b, 0, b.length);
    }

    /** The present value as it is shown. */
    String shown(Setting s) {
        SessionTransaction t = session.transaction;
        return switch (s.name()) {
            case "is_superuser" -> onOff(session.roles.current().superuser());
            case "session_authorization" -> session.roles.sessionUser().name();
            case "role" -> {
                String r = session.settings.get("role");
                yield r == null || r.equals("none")
                        ? "none"
                        : session.roles.current().name();
            }
            case "transaction_isolation" -> words(t.isOpen() ? t.mode().isolation() : defaultIsolation());
            case "transaction_read_only" ->
                onOff(t.isOpen() ? t.mode().readOnly() : isOn("default_transaction_read_only"));
            case "transaction_deferrable" ->
                onOff(t.isOpen() ? t.mode().deferrable() : isOn("default_transaction_deferrable"));
            default -> session.settings.shown(table(), s);
        };
    }

    private static String onOff(boolean b) {
        return b ? "on" : "off";
    }

    private static String words(Isolation i) {
        return i.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean isOn(String name) {
        return "on".equals(session.settings.get(name));
    }

    Isolation defaultIsolation() {
        String v = session.settings.get("default_transaction_isolation");
        return v == null ? Isolation.READ_COMMITTED : isolation(v);
    }

    private static Isolation isolation(String words) {
        return Isolation.valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    /** What PostgreSQL does in several transactions of its own is for none that is there (PreventInTransactionBlock of xact.c). */
    private void refuseInTransaction(StatementBody body) {
        String what = body instanceof CreateIndex c && c.concurrently()
                ? "CREATE INDEX CONCURRENTLY"
                : body instanceof Drop d && d.concurrently() ? "DROP INDEX CONCURRENTLY" : null;
        if (what != null && session.transaction.isOpen()) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, what + " cannot run inside a transaction block");
        }
    }

    /** Whether a transaction is there to be changed; several statements that were sent together are one. */
    private boolean begun() {
        if (!session.transaction.isOpen() && session.inUnit()) {
            session.transaction.beginImplicit();
        }
        return session.transaction.isOpen();
    }

    private void set(SetVariable set) {
        boolean local = set.scope() == SetVariable.Scope.LOCAL;
        if (local && !inTransaction()) {
            session.warn("25P01", "SET LOCAL can only be used in transaction blocks");
        }
        if (set.fromCurrent()) {
            Setting s = known(set.name());
            change(s, List.of(shown(s)), local);
            return;
        }
        Setting s = table().find(set.name());
        if (s == null) {
            throw unknown(set.name());
        }
        change(s, set.values().isEmpty() ? null : SettingValues.of(s, set.values()), local);
    }

    private void reset(ResetVariable reset) {
        if (reset.name() == null) {
            session.settings.resetAll(table(), inTransaction());
            return;
        }
        change(known(reset.name()), null, false);
    }

    /** Sets a value after it was checked; null for what the session began with. */
    void change(Setting s, List<String> values, boolean local) {
        if (s.name().equals("role") || s.name().equals("session_authorization")) {
            become(s, values, local);
            return;
        }
        boolean superuser = session.roles.current().superuser();
        String current = shown(s);
        String checked;
        if (values == null) {
            // whoever may not set it may not reset it either
            String first = session.settings.initial(s);
            if (!first.equals(current)) {
                table().check(s, List.of(first), current, superuser);
            }
            checked = null;
        } else {
            checked = table().check(s, values, current == null ? "" : current, superuser);
        }
        if (s.name().startsWith("transaction_")) {
            transaction(s.name(), checked == null ? s.initial() : checked);
            return;
        }
        if (local && !inTransaction()) {
            session.settings.know(s);
            return;
        }
        session.settings.set(s, checked, local, inTransaction());
    }

    /** SET ROLE and SET SESSION AUTHORIZATION. */
    private void become(Setting s, List<String> values, boolean local) {
        boolean role = s.name().equals("role");
        String checked = values == null || values.isEmpty()
                ? null
                : role ? session.roles.checkRole(values.get(0)) : session.roles.checkSessionUser(values.get(0));
        if (local && !inTransaction()) {
            return;
        }
        session.settings.set(s, checked, local, inTransaction());
        if (!role) {
            // a role is one of the session's user
            session.settings.set(known("role"), null, local, inTransaction());
        }
    }

    private void transaction(String name, String value) {
        Isolation isolation = null;
        Boolean readOnly = null;
        Boolean deferrable = null;
        switch (name) {
            case "transaction_isolation" -> isolation = isolation(value);
            case "transaction_read_only" -> readOnly = value.equals("on");
            default -> deferrable = value.equals("on");
        }
        if (begun()) {
            session.transaction.change(isolation, readOnly, deferrable);
        }
    }

    private void set(SetTransaction set) {
        if (set.snapshot() != null) {
            throw SqlFailure.unsupported("SET TRANSACTION SNAPSHOT");
        }
        TransactionModes m = set.modes();
        if (set.session()) {
            if (m.isolation() != null) {
                change(known("default_transaction_isolation"), List.of(words(m.isolation())), false);
            }
            if (m.readOnly() != null) {
                change(known("default_transaction_read_only"), List.of(onOff(m.readOnly())), false);
            }
            if (m.deferrable() != null) {
                change(known("default_transaction_deferrable"), List.of(onOff(m.deferrable())), false);
            }
            return;
        }
        if (!begun()) {
            session.warn("25P01", "SET TRANSACTION can only be used in transaction blocks");
            return;
        }
        session.transaction.change(m.isolation(), m.readOnly(), m.deferrable());
    }

    // --- notifications, DISCARD
    // ---------------------------------------------------------------------------------------

    /** NOTIFY and its function. */
    void send(String channel, String payload) {
        session.notifications.send(channel, payload, payload.getBytes(StandardCharsets.UTF_8).length, inTransaction());
    }

    private void discard(Discard discard) {
        switch (discard.what()) {
            case ALL -> {
                if (session.transaction.isOpen()) {
                    throw SqlFailure.of(
                            FailureKind.ACTIVE_TRANSACTION, "DISCARD ALL cannot run inside a transaction block");
                }
                session.names.clear();
                session.settings.resetAll(table(), false);
                change(table().find("session_authorization"), null, false);
                session.notifications.listen(false, null, false);
                session.locks.sessionEnds();
                session.sequences.discard();
                session.temporary.discard();
            }
            case PLANS -> {
                // plans are shared by all sessions and made anew when they are stale
            }
            case SEQUENCES -> session.sequences.discard();
            case TEMPORARY -> session.temporary.discard();
        }
    }
}
