package io.polywire.router.internal;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.Principal;
import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.RoleSetting;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.session.NamedObjects;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.SessionInfo;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.bound.JsonRows;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.catalog.LiveRelation;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.setting.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of {@link LiveRelation}s as a session sees them at the moment. On the session's thread. */
final class LiveRows {
    /** Characters of a statement that others see (track_activity_query_size). */
    private static final int STATEMENT = 1024;

    private LiveRows() {}

    /** Text of {@link JsonRows}; null for a value that is no relation. */
    static String of(SessionValue value, RouterSession session) {
        JsonRows rows = new JsonRows();
        switch (value) {
            case ROLES -> roles(session.roles.all(), rows);
            case MEMBERSHIPS -> memberships(session.roles.all(), rows);
            case DATABASES -> databases(session, rows);
            case SETTINGS -> settings(session, rows);
            case SESSIONS -> sessions(session, rows);
            case PREPARED_STATEMENTS -> {
                for (NamedObjects.StatementInfo s : session.names.statements()) {
                    rows.row(s.name(), s.text(), micros(s.prepared()), bit(s.bySql()), types(s.statement()));
                }
            }
            case CURSORS -> {
                for (NamedObjects.CursorInfo c : session.names.cursors()) {
                    rows.row(
                            c.name(),
                            c.text(),
                            bit(c.holdable()),
                            bit(c.binary()),
                            bit(c.scrollable()),
                            micros(c.created()));
                }
            }
            case RIGHTS -> rights(session.roles.all(), rows);
            case LOCKS -> ServerFacts.locks(session, rows);
            case ENCRYPTION -> ServerFacts.encryption(session, rows);
            case ROLE_SETTINGS -> roleSettings(session.roles.all(), rows);
            case SHARED_COMMENTS -> comments(session.roles.all(), rows);
            default -> {
                return null;
            }
        }
        return rows.toString();
    }

    private static String types(Prepared statement) {
        return statement.parameters().stream()
                .map(t -> Integer.toUnsignedString(t.id()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    static Long bit(boolean b) {
        return b ? 1L : 0L;
    }

    private static Long micros(Instant t) {
        return t == null ? null : (Long) (t.getEpochSecond() * 1_000_000 + t.getNano() / 1_000);
    }

    private static void databases(RouterSession session, JsonRows rows) {
        User first = first(session.roles.all());
        Map<String, Long> owners = session.roles.all().owners();
        for (String name : session.desk.registry.names()) {
            long owner = owners.getOrDefault(name, GrantRow.INSTALLATION);
            rows.row(
                    (long) LiveRelation.databaseNumber(name),
                    name,
                    (long) LiveRelation.roleNumber(owner),
                    bit(owner == GrantRow.INSTALLATION || first != null && owner == first.id()));
        }
    }

    /** The role that the installation began with: the first superuser; null if there is none. */
    static User first(Roles roles) {
        return roles.all().stream()
                .filter(User::superuser)
                .min(Comparator.comparingLong(User::id))
                .orElse(null);
    }

    private static void roles(Roles roles, JsonRows rows) {
        User first = first(roles);
        for (User u : roles.all()) {
            RoleAttributes a = u.attributes();
            rows.row(
                    (long) LiveRelation.roleNumber(u.id()),
                    bit(u == first),
                    u.name(),
                    bit(u.superuser()),
                    bit(a.inherit()),
                    bit(a.createRole()),
                    bit(a.createDatabase()),
                    bit(u.login()),
                    bit(a.replication()),
                    bit(a.bypassRls()),
                    (long) a.connectionLimit(),
                    micros(u.expires()));
        }
    }

    private static void roleSettings(Roles roles, JsonRows rows) {
        Map<List<Object>, List<String>> all = new LinkedHashMap<>();
        for (RoleSetting s : roles.settings()) {
            all.computeIfAbsent(List.of(s.role(), s.database()), k -> new ArrayList<>())
                    .add(s.name() + "=" + s.value());
        }
        all.forEach((key, values) -> {
            long role = (Long) key.get(0);
            // a user of no store has the number that stands for all
            User u = role == 0 ? null : roles.find(role);
            String database = (String) key.get(1);
            rows.row(
                    database.isEmpty() ? null : (Long) (long) LiveRelation.databaseNumber(database),
                    u == null ? null : u.name(),
                    ArrayValue.of(values).toString());
        });
    }

    private static void comments(Roles roles, JsonRows rows) {
        for (RoleSetting s : roles.kept()) {
            if (!s.name().equals(Roles.COMMENT)) {
                continue;
            }
            User u = s.role() == 0 ? null : roles.find(s.role());
            if (!s.database().isEmpty()) {
                rows.row("database", s.database(), s.value());
            } else if (u != null) {
                rows.row("role", u.name(), s.value());
            }
        }
    }

    /** Whether it may read or change everything, as members of two roles do: "r," and "w,". */
    private static String everywhere(Roles roles, User u) {
        return (has(roles, u, SessionRights.READ_ALL) ? "r," : "")
                + (has(roles, u, SessionRights.WRITE_ALL) ? "w," : "");
    }

    private static boolean has(Roles roles, User u, String of) {
        User other = roles.find(of);
        return other != null && roles.rightsOf(u.id()).contains(other.id());
    }

    private static void rights(Roles roles, JsonRows rows) {
        User first = first(roles);
        for (User u : roles.all()) {
            rows.row(
                    (long) LiveRelation.roleNumber(u.id()),
                    bit(u == first),
                    u.name(),
                    u.id(),
                    u.superuser() ? "*" : list(roles.rightsOf(u.id())) + everywhere(roles, u),
                    u.superuser()
                            ? "*"
                            : list(roles.all().stream()
                                    .map(User::id)
                                    .filter(id -> roles.isMemberNoSuper(u.id(), id))
                                    .toList()));
        }
    }

    private static String list(Collection<Long> ids) {
        StringBuilder s = new StringBuilder(",");
        ids.forEach(id -> s.append(id).append(','));
        return s.toString();
    }

    private static void memberships(Roles roles, JsonRows rows) {
        for (Membership m : roles.memberships()) {
            User role = roles.find(m.role());
            User member = roles.find(m.member());
            User grantor = roles.find(m.grantor());
            if (role != null && member != null) {
                rows.row(role.name(), member.name(), grantor == null ? null : grantor.name(), bit(m.admin()));
            }
        }
    }

    private static void settings(RouterSession session, JsonRows rows) {
        for (Setting s : session.settingTable().all()) {
            String set = session.settings.get(s.name());
            rows.row(s.name(), session.statements.shown(s), session.settings.initial(s), bit(set != null));
        }
    }

    private static void sessions(RouterSession session, JsonRows rows) {
        Principal asks = session.roles.current();
        for (RouterSession s : session.desk.all()) {
            SessionInfo i = SessionReport.of(s);
            boolean seen = s == session || asks.superuser() || i.user().equals(asks.name());
            rows.row(
                    (long) i.id(),
                    i.database(),
                    i.user(),
                    seen ? i.application() : null,
                    seen ? host(s) : null,
                    seen ? port(s) : null,
                    seen ? micros(s.opened()) : null,
                    seen ? i.state() : null,
                    seen ? statement(s.statementText()) : "<insufficient privilege>",
                    seen ? micros(i.since()) : null);
        }
    }

    private static String statement(String text) {
        if (text == null) {
            return "";
        }
        String shown = LogText.withoutPassword(text);
        return shown.length() <= STATEMENT ? shown : shown.substring(0, STATEMENT);
    }

    private static String host(RouterSession s) {
        return s.connection.peer() instanceof java.net.InetSocketAddress a
                ? a.getAddress().getHostAddress()
                : null;
    }

    private static Long port(RouterSession s) {
        return s.connection.peer() instanceof java.net.InetSocketAddress a ? (Long) (long) a.getPort() : null;
    }
}
