package io.polywire.router.internal;

import io.polywire.api.session.Parameters;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.plan.Captured;
import io.polywire.sql.plan.CursorPosition;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** The values of an execution, as the storage's statement takes them: the client's, and behind them the session's. */
final class HiddenValues {
    private static final List<String> STYLE =
            List.of("DateStyle", "IntervalStyle", "TimeZone", "bytea_output", "extra_float_digits");

    private HiddenValues() {}

    /** The parameters of a plan's statement; the client's own where the plan has nothing hidden. */
    static Parameters of(Plan plan, Parameters given, RouterSession session) {
        return of(plan.parameters().size(), plan.hidden(), given, session);
    }

    /** The same for a statement of a program. */
    static Parameters of(int own, List<Object> hidden, Parameters given, RouterSession session) {
        return hidden.isEmpty() ? given : fill(own, hidden, given, session, new Parameters(), Map.of());
    }

    /** The same, written over what {@code all} held: for one row of many. */
    static Parameters of(Plan plan, List<Object> hidden, Parameters given, RouterSession session, Parameters all) {
        return hidden.isEmpty() ? given : fill(plan.parameters().size(), hidden, given, session, all, Map.of());
    }

    /** The same for a step of a plan; {@code captured} has the rows of earlier steps by their slots. */
    static Parameters of(
            Plan plan, List<Object> hidden, Parameters given, RouterSession session, Map<Integer, String> captured) {
        return hidden.isEmpty()
                ? given
                : fill(plan.parameters().size(), hidden, given, session, new Parameters(), captured);
    }

    private static Parameters fill(
            int own,
            List<Object> hidden,
            Parameters given,
            RouterSession session,
            Parameters all,
            Map<Integer, String> captured) {
        if (given == null) {
            all.reset(0);
        } else {
            all.copyFrom(given);
        }
        all.extend(own + hidden.size());
        for (int i = 0; i < hidden.size(); i++) {
            Object value = hidden.get(i);
            if (value instanceof Double d) {
                all.setDouble(own + i, d);
            } else if (value instanceof Captured c) {
                String rows = captured.get(c.slot());
                // a step that has not run yet has no rows
                all.setText(own + i, rows == null ? "[]" : rows);
            } else if (value instanceof CursorPosition c) {
                all.setLong(own + i, session.names.standing(c.cursor()).row(c.relation(), c.table()));
            } else {
                put((SessionValue) value, all, own + i, session);
            }
        }
        return all;
    }

    private static void put(SessionValue value, Parameters into, int at, RouterSession session) {
        switch (value) {
            case USER -> into.setText(at, session.roles.current().name());
            case SESSION_USER -> into.setText(at, session.roles.sessionUser().name());
            case DATABASE -> into.setText(at, session.database());
            case STYLE -> into.setText(at, style(session));
            case TRANSACTION_TIME -> into.setLong(at, session.transaction.time());
            case STATEMENT_TIME -> into.setLong(at, session.statementTime());
            case SESSION_ID -> into.setLong(at, session.id());
            case SERVER_TIME -> into.setLong(at, session.desk.startTime());
            case CLIENT_ADDRESS -> address(session.connection.peer(), into, at);
            case CLIENT_PORT -> port(session.connection.peer(), into, at);
            case SERVER_ADDRESS -> address(session.connection.local(), into, at);
            case SERVER_PORT -> port(session.connection.listener().address(), into, at);
            default -> into.setText(at, LiveRows.of(value, session));
        }
    }

    private static String style(RouterSession session) {
        SettingTable table = session.settingTable();
        StringBuilder s = new StringBuilder(40);
        for (String name : STYLE) {
            Setting setting = table.find(name);
            s.append(setting == null ? "" : session.settings.shown(table, setting))
                    .append('\n');
        }
        return s.toString();
    }

    private static void address(SocketAddress a, Parameters into, int at) {
        if (a instanceof InetSocketAddress i && i.getAddress() != null) {
            into.setText(at, i.getAddress().getHostAddress());
        } else {
            into.setNull(at);
        }
    }

    private static void port(SocketAddress a, Parameters into, int at) {
        if (a instanceof InetSocketAddress i) {
            into.setLong(at, i.getPort());
        } else {
            into.setNull(at);
        }
    }
}
