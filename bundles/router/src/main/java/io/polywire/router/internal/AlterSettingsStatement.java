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
import io.polywire.sql.tree.ResetVariable;
import io.polywire.sql.tree.SetVariable;
import java.util.ArrayList;
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

    /** The changes that it makes. */
    static List<RoleChange> changes(RouterSession session, AlterSettings s) {
        return new AlterSettingsStatement(session).changes(s);
    }

    private List<RoleChange> changes(AlterSettings s) {
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
            return reset.name() == null
                    ? resetAll(id, database, all)
                    : List.of(reset(id, database, known(reset.name())));
        }
        SetVariable set = (SetVariable) s.setting();
        Setting setting = known(set.name());
        if (!set.fromCurrent() && set.values().isEmpty()) {
            return List.of(reset(id, database, setting));
        }
        String value = set.fromCurrent() ? session.statements.shown(setting) : value(setting, set);
        return List.of(new RoleChange.Setting(id, database, setting.name(), value));
    }

    /** Whoever may not set it may not end it either. */
    private RoleChange reset(long role, String database, Setting setting) {
        if (!who.superuser()) {
            session.settingTable().check(setting, List.of(setting.initial()), session.statements.shown(setting), false);
        }
        return new RoleChange.Setting(role, database, setting.name(), null);
    }

    /** All of them, but for what only a superuser may set. */
    private List<RoleChange> resetAll(long role, String database, Roles all) {
        if (who.superuser()) {
            return List.of(new RoleChange.Setting(role, database, null, null));
        }
        List<RoleChange> changes = new ArrayList<>();
        for (RoleSetting s : all.settings()) {
            Setting known = s.role() == role && s.database().equals(database)
                    ? session.settingTable().find(s.name())
                    : null;
            if (known != null) {
                try {
                    changes.add(reset(role, database, known));
                } catch (SqlFailure f) {
                    if (f.kind() != FailureKind.PRIVILEGE) {
                        throw f;
                    }
                    // stays, as in GUCArrayReset of PostgreSQL's guc.c
                }
            }
        }
        return changes;
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

    private String value(Setting setting, SetVariable set) {
        return session.settingTable()
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
