package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.RoleSetting;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.AlterSettings;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.ResetVariable;
import io.polywire.sql.tree.SetVariable;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ALTER ROLE ... [IN DATABASE ...] SET and ALTER DATABASE ... SET: values that settings have at the beginning of sessions; checks
 * and texts of PostgreSQL 15 ({@code AlterRoleSet} of user.c, {@code AlterDatabaseSet} of dbcommands.c). They are kept in the
 * user store, for all databases and storages alike.
 */
final class AlterSettingsStatement {
    private static final Logger LOG = LoggerFactory.getLogger(AlterSettingsStatement.class);

    private final RouterSession session;
    private final Principal who;

    private AlterSettingsStatement(RouterSession session) {
        this.session = session;
        this.who = session.roles.current();
    }

    /** Whether it is one of these statements. */
    static boolean is(StatementBody body) {
        return body instanceof AlterSettings;
    }

    /** Answers one; false for another statement. */
    static boolean run(RouterSession session, Statement tree, SessionPortal portal) {
        if (!(tree instanceof ParsedStatement p) || !(p.body() instanceof AlterSettings s)) {
            return false;
        }
        boolean reads =
                session.transaction.isOpen() ? session.transaction.mode().readOnly() : session.readsOnly();
        if (reads) {
            throw SqlFailure.of(
                    FailureKind.READ_ONLY, "cannot execute " + tree.command() + " in a read-only transaction");
        }
        boolean inTransaction = session.transaction.isOpen() || session.inUnit();
        RoleChange change = new AlterSettingsStatement(session).change(s);
        if (session.inUnit() && !session.transaction.isOpen()) {
            session.transaction.beginImplicit();
        }
        session.roles.change(List.of(change), inTransaction);
        portal.complete();
        return true;
    }

    private RoleChange change(AlterSettings s) {
        Roles all = session.roles.all();
        User role = s.role() == null ? null : RoleStatements.resolve(session, s.role());
        String database = s.database() == null ? "" : s.database().name();
        if (role != null) {
            mayAlter(role, all);
        }
        if (!database.isEmpty() && session.desk.registry.find(database) == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_DATABASE, "database \"" + database + "\" does not exist");
        }
        if (role == null && !who.superuser()) {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE,
                    s.allRoles()
                            ? "must be superuser to alter settings globally"
                            : "must be owner of database " + database);
        }
        long id = role == null ? 0 : role.id();
        if (s.setting() instanceof ResetVariable reset) {
            return new RoleChange.Setting(
                    id,
                    database,
                    reset.name() == null ? null : known(reset.name()).name(),
                    null);
        }
        SetVariable set = (SetVariable) s.setting();
        Setting setting = known(set.name());
        String value = set.fromCurrent() ? session.statements.shown(setting) : value(setting, set);
        return new RoleChange.Setting(id, database, setting.name(), value);
    }

    private void mayAlter(User role, Roles all) {
        if (role.id() == 0) {
            // the number that stands for all roles
            throw SqlFailure.build(FailureKind.UNSUPPORTED, "the development user cannot be changed by a statement")
                    .hint("Set a password of its own first: polywire user password " + role.name())
                    .build();
        }
        User me = all.find(who.id());
        if (role.superuser() && !who.superuser()) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "must be superuser to alter superusers");
        }
        boolean creates = me != null && me.attributes().createRole();
        if (!who.superuser() && !creates && role.id() != who.id()) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied");
        }
    }

    private Setting known(String name) {
        Setting s = session.settingTable().find(name);
        if (s == null) {
            throw SessionStatements.unknown(name);
        }
        if (s.name().equals("role") || s.name().equals("session_authorization")) {
            throw SqlFailure.unsupported("parameter \"" + s.name() + "\" at the beginning of sessions");
        }
        return s;
    }

    /** Null for DEFAULT. */
    private String value(Setting setting, SetVariable set) {
        return set.values().isEmpty()
                ? null
                : session.settingTable()
                        .check(
                                setting,
                                SettingValues.of(setting, set.values()),
                                session.statements.shown(setting),
                                who.superuser());
    }

    /**
     * What sessions of a role in a database begin with: of several values the one for this role in this database, else for the
     * role, else for the database, else for all. A value that is none any more is left out and logged.
     */
    static Map<String, String> beginning(Roles roles, long role, String database, SettingTable table) {
        Map<String, String> result = new LinkedHashMap<>();
        for (int rank = 0; rank < 4; rank++) {
            long wantedRole = rank >= 2 ? role : 0;
            String wantedDatabase = rank % 2 == 1 ? database : "";
            if (rank >= 2 && role == 0) {
                break;
            }
            for (RoleSetting s : roles.settings()) {
                Setting known =
                        s.role() == wantedRole && s.database().equals(wantedDatabase) ? table.find(s.name()) : null;
                if (known == null) {
                    continue;
                }
                try {
                    result.put(known.name(), table.check(known, table.split(known, s.value()), known.initial(), true));
                } catch (SqlFailure f) {
                    LOG.warn("setting {} at the beginning of sessions is left out: {}", known.name(), f.getMessage());
                }
            }
        }
        return result;
    }
}
