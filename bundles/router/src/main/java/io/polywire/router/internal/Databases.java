package io.polywire.router.internal;

import io.polywire.api.auth.RoleChange;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.sql.tree.DatabaseStatement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CREATE, DROP and ALTER DATABASE ... RENAME, and SHOW DATABASES. */
final class Databases {
    private Databases() {}

    /** The names of all that can be reached, as rows. */
    static RowBuffer names(RouterSession session) {
        RowBuffer rows = new RowBuffer(session.desk.settings().returningMaxBytes());
        for (String name : session.desk.registry.names()) {
            byte[] b = name.getBytes(StandardCharsets.UTF_8);
            rows.startRow();
            rows.putUtf8(b, 0, b.length);
            rows.endRow();
        }
        return rows;
    }

    /**
     * Makes, drops or renames one.
     *
     * @param then told when it is done, or why not
     * @param nothing run where there is nothing to do
     */
    static void run(
            RouterSession session,
            SessionTransaction transaction,
            DatabaseStatement d,
            Reply<Void> then,
            Runnable nothing) {
        boolean renames = d.action() == DatabaseStatement.Action.RENAME;
        if (!session.roles.current().superuser()) {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE,
                    renames
                            ? "must be owner of database " + d.name()
                            : "permission denied to " + d.command().toLowerCase(Locale.ROOT));
        }
        if (transaction.isOpen()) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, d.command() + " cannot run inside a transaction block");
        }
        if (renames) {
            rename(session, d, then);
            return;
        }
        DatabaseRegistry registry = session.desk.registry;
        DatabaseRegistry.Found there = registry.find(d.name());
        if (d.create()) {
            if (there == null) {
                registry.creator().create(d.name(), Map.of(), then);
            } else if (d.lenient()) {
                nothing.run();
            } else {
                throw SqlFailure.of(FailureKind.DUPLICATE_DATABASE, "database \"" + d.name() + "\" already exists");
            }
        } else if (there == null) {
            if (!d.lenient()) {
                throw registry.undefined(d.name());
            }
            nothing.run();
        } else if (d.name().equals(session.database())) {
            throw SqlFailure.of(FailureKind.OBJECT_IN_USE, "cannot drop the currently open database");
        } else if (session.desk.uses(d.name())) {
            throw inUse(d.name());
        } else {
            session.desk.plans.forget(there.database());
            there.storage().drop(d.name(), settled(session, d.name(), null, then));
        }
    }

    private static void rename(RouterSession session, DatabaseStatement d, Reply<Void> then) {
        DatabaseRegistry registry = session.desk.registry;
        DatabaseRegistry.Found there = registry.find(d.name());
        if (there == null) {
            throw registry.undefined(d.name());
        }
        if (registry.find(d.newName()) != null) {
            throw SqlFailure.of(FailureKind.DUPLICATE_DATABASE, "database \"" + d.newName() + "\" already exists");
        }
        if (d.name().equals(session.database())) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "current database cannot be renamed");
        }
        if (session.desk.uses(d.name())) {
            throw inUse(d.name());
        }
        session.desk.plans.forget(there.database());
        there.storage().rename(d.name(), d.newName(), settled(session, d.name(), d.newName(), then));
    }

    /** The values that settings have in the database's sessions go with its name. */
    private static Reply<Void> settled(RouterSession session, String database, String name, Reply<Void> then) {
        if (session.roles.all().settings().stream().noneMatch(s -> s.database().equals(database))) {
            return then;
        }
        return new Reply<>() {
            @Override
            public void done(Void nothing) {
                try {
                    session.desk.roles.apply(List.of(new RoleChange.Database(database, name)), () -> {});
                } catch (SqlFailure f) {
                    then.failed(f);
                    return;
                }
                then.done(nothing);
            }

            @Override
            public void failed(SqlFailure f) {
                then.failed(f);
            }
        };
    }

    private static SqlFailure inUse(String name) {
        return SqlFailure.of(FailureKind.OBJECT_IN_USE, "database \"" + name + "\" is being accessed by other users");
    }
}
