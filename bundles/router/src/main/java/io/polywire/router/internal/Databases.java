package io.polywire.router.internal;

import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.Storage;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.Grants;
import io.polywire.sql.tree.DatabaseStatement;
import io.polywire.sql.tree.Grant;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.SetOwner;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * CREATE, DROP, ALTER DATABASE ... RENAME and OWNER, rights on other databases than the session's, and SHOW DATABASES: checks
 * and texts of PostgreSQL 15 (src/backend/commands/dbcommands.c). Rights on a database and its owner are kept in it, so that
 * they are its own wherever its file goes.
 */
final class Databases {
    /** How long DROP and RENAME wait for those who are on their way out, ended or not (CountOtherDBBackends of procarray.c). */
    private static final long LEAVING_NANOS = TimeUnit.SECONDS.toNanos(5);

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

    /** Whether a statement is about a database as a whole, and is not worked on in the session's transaction. */
    static boolean is(RouterSession session, Statement tree) {
        return tree instanceof DatabaseStatement || tree instanceof ParsedStatement p && is(session, p.body());
    }

    private static boolean is(RouterSession session, StatementBody body) {
        return body instanceof SetOwner o && o.object().kind() == ObjectKind.DATABASE
                || body instanceof Grant g
                        && g.kind() == ObjectKind.DATABASE
                        && !(g.objects().size() == 1 && name(g.objects().get(0)).equals(session.database()));
    }

    private static String name(ObjectReference o) {
        return o.name().last().name();
    }

    /**
     * Runs it.
     *
     * @param then told when it is done, or why not
     * @param nothing run where there is nothing to do
     */
    static void run(
            RouterSession session, SessionTransaction transaction, Statement tree, Reply<Void> then, Runnable nothing) {
        if (tree instanceof ParsedStatement p) {
            if (transaction.isOpen()) {
                throw SqlFailure.unsupported(tree.command() + " of another database inside a transaction block");
            }
            if (p.body() instanceof SetOwner o) {
                owner(session, o, then);
            } else {
                grant(session, (Grant) p.body(), then);
            }
            return;
        }
        DatabaseStatement d = (DatabaseStatement) tree;
        if (transaction.isOpen()) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, d.command() + " cannot run inside a transaction block");
        }
        if (d.refusal() != null) {
            throw d.refusal();
        }
        switch (d.action()) {
            case CREATE -> create(session, d, then, nothing);
            case DROP -> drop(session, d, then, nothing);
            case RENAME -> rename(session, d, then);
        }
    }

    // --- CREATE -----------------------------------------------------------------------------------------------------

    private static void create(RouterSession session, DatabaseStatement d, Reply<Void> then, Runnable nothing) {
        long me = session.roles.current().id();
        Roles all = session.roles.all();
        User owner = d.owner() == null ? null : all.find(d.owner());
        if (d.owner() != null && owner == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "role \"" + d.owner() + "\" does not exist");
        }
        if (!createsDatabases(session)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied to create database");
        }
        if (owner != null && !session.roles.current().superuser() && !all.isMember(me, owner.id())) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "must be member of role \"" + owner.name() + '"');
        }
        DatabaseRegistry registry = session.desk.registry;
        if (registry.find(d.name()) != null) {
            if (!d.lenient()) {
                throw SqlFailure.of(FailureKind.DUPLICATE_DATABASE, "database \"" + d.name() + "\" already exists");
            }
            nothing.run();
            return;
        }
        // a superuser needs no ownership, and a file without it stays one that any tool has made
        long of = owner != null ? owner.id() : session.roles.current().superuser() ? GrantRow.INSTALLATION : me;
        Storage storage = registry.creator();
        storage.create(
                d.name(),
                Map.of(),
                of <= GrantRow.INSTALLATION
                        ? then
                        : after(then, () -> {
                            Reply<Void> owned =
                                    orElse(then, f -> storage.drop(d.name(), after(then, () -> then.failed(f))));
                            List<RoleChange> noted = noted(d.name(), GrantRow.INSTALLATION, of);
                            DatabaseWork.keep(session, found(session, d.name()), c -> ownedBy(of), noted, owned);
                        }));
    }

    /** The owner's place among the roles: lists of databases show who owns them without opening each. */
    private static List<RoleChange> noted(String database, long former, long owner) {
        List<RoleChange> changes = new ArrayList<>();
        if (former != owner && former != GrantRow.INSTALLATION) {
            changes.add(new RoleChange.Setting(former, database, Roles.OWNER, null));
        }
        if (former != owner && owner != GrantRow.INSTALLATION) {
            changes.add(new RoleChange.Setting(owner, database, Roles.OWNER, ""));
        }
        return changes;
    }

    /** What REASSIGN OWNED changes of that for the session's database. */
    static List<RoleChange> reassigned(RouterSession session, OwnedObjects s) {
        Long former = session.roles.all().owners().get(session.database());
        boolean concerned = former != null
                && s.newOwner() != null
                && s.owners().stream()
                        .anyMatch(r -> RoleStatements.resolve(session, r).id() == former);
        return concerned
                ? noted(
                        session.database(),
                        former,
                        RoleStatements.resolve(session, s.newOwner()).id())
                : List.of();
    }

    private static boolean createsDatabases(RouterSession session) {
        User me = session.roles.all().find(session.roles.current().id());
        return session.roles.current().superuser()
                || me != null && me.attributes().createDatabase();
    }

    private static List<GrantRow> ownedBy(long role) {
        return List.of(new GrantRow(GrantRow.Kind.OWNER, GrantRow.DATABASE, 0, role, role, 0, 0));
    }

    // --- DROP, RENAME -----------------------------------------------------------------------------------------------

    private static void drop(RouterSession session, DatabaseStatement d, Reply<Void> then, Runnable nothing) {
        DatabaseRegistry.Found there = session.desk.registry.find(d.name());
        if (there == null) {
            if (!d.lenient()) {
                throw session.desk.registry.undefined(d.name());
            }
            session.notice(Notice.notice("database \"" + d.name() + "\" does not exist, skipping"));
            nothing.run();
            return;
        }
        asOwner(session, there, d.name(), then, () -> {
            if (d.name().equals(session.database())) {
                throw SqlFailure.of(FailureKind.OBJECT_IN_USE, "cannot drop the currently open database");
            }
            if (d.force() && session.desk.uses(d.name())) {
                session.desk.signalAll(session, d.name());
            }
            whenLeft(session, d.name(), then, () -> {
                session.desk.plans.forget(there.database());
                there.storage().drop(d.name(), settled(session, d.name(), null, then));
            });
        });
    }

    /**
     * Goes on when nobody is in a database any more: who has just left it may still be on the way out
     * (CountOtherDBBackends of PostgreSQL's procarray.c).
     */
    private static void whenLeft(RouterSession session, String name, Reply<Void> then, Runnable next) {
        if (!session.desk.uses(name)) {
            next.run();
            return;
        }
        session.desk.departures.await(name, LEAVING_NANOS, after(then, () -> {
            if (session.desk.uses(name)) {
                throw inUse(session, name);
            }
            next.run();
        }));
    }

    private static void rename(RouterSession session, DatabaseStatement d, Reply<Void> then) {
        DatabaseRegistry registry = session.desk.registry;
        DatabaseRegistry.Found there = found(session, d.name());
        asOwner(session, there, d.name(), then, () -> {
            if (!createsDatabases(session)) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied to rename database");
            }
            if (registry.find(d.newName()) != null) {
                throw SqlFailure.of(FailureKind.DUPLICATE_DATABASE, "database \"" + d.newName() + "\" already exists");
            }
            if (d.name().equals(session.database())) {
                throw SqlFailure.of(FailureKind.UNSUPPORTED, "current database cannot be renamed");
            }
            whenLeft(session, d.name(), then, () -> {
                session.desk.plans.forget(there.database());
                there.storage().rename(d.name(), d.newName(), settled(session, d.name(), d.newName(), then));
            });
        });
    }

    private static DatabaseRegistry.Found found(RouterSession session, String name) {
        DatabaseRegistry.Found there = session.desk.registry.find(name);
        if (there == null) {
            throw session.desk.registry.undefined(name);
        }
        return there;
    }

    /** Goes on where the present role has the rights of the database's owner. */
    private static void asOwner(
            RouterSession session, DatabaseRegistry.Found there, String name, Reply<Void> then, Runnable next) {
        if (session.roles.current().superuser()) {
            next.run();
            return;
        }
        long patience = session.lockTimeoutNanos();
        Consumer<Lease> check = lease -> requireOwner(
                session, session.desk.planner.catalog(there, lease, null).grants(), name);
        DatabaseWork.read(session.desk, there, patience, check, after(then, next));
    }

    private static void requireOwner(RouterSession session, Grants grants, String name) {
        long owner = grants.owner(GrantRow.DATABASE);
        if (!session.roles.current().superuser()
                && !session.roles.all().hasRightsOf(session.roles.current().id(), owner)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "must be owner of database " + name);
        }
    }

    // --- rights -----------------------------------------------------------------------------------------------------

    /** ALTER DATABASE ... OWNER TO: AlterDatabaseOwner of dbcommands.c. */
    private static void owner(RouterSession session, SetOwner o, Reply<Void> then) {
        String name = name(o.object());
        User next = RoleStatements.resolve(session, o.owner());
        DatabaseWork.keep(
                session,
                found(session, name),
                catalog -> {
                    Grants grants = catalog.grants();
                    long former = grants.owner(GrantRow.DATABASE);
                    if (former == next.id()) {
                        return List.of();
                    }
                    requireOwner(session, grants, name);
                    if (!session.roles.current().superuser()
                            && !session.roles
                                    .all()
                                    .isMember(session.roles.current().id(), next.id())) {
                        throw SqlFailure.of(FailureKind.PRIVILEGE, "must be member of role \"" + next.name() + '"');
                    }
                    if (!createsDatabases(session)) {
                        throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied to change owner of database");
                    }
                    List<GrantRow> rows = new ArrayList<>(ownedBy(next.id()));
                    if (grants.isExplicit(GrantRow.Kind.DATABASE, GrantRow.DATABASE)) {
                        List<GrantRow> present = grants.of(GrantRow.Kind.DATABASE, GrantRow.DATABASE);
                        OwnedStatement.moved(present, former, next.id(), rows);
                    }
                    return rows;
                },
                noted(name, session.roles.all().owners().getOrDefault(name, GrantRow.INSTALLATION), next.id()),
                then);
    }

    /** GRANT and REVOKE on another database than the session's, which keeps them. */
    private static void grant(RouterSession session, Grant g, Reply<Void> then) {
        if (g.objects().size() != 1) {
            throw SqlFailure.unsupported((g.grant() ? "GRANT" : "REVOKE") + " on several databases");
        }
        String name = name(g.objects().get(0));
        if (session.desk.registry.find(name) == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_DATABASE, "database \"" + name + "\" does not exist");
        }
        DatabaseWork.keep(session, found(session, name), c -> GrantStatement.rows(session, g, c), List.of(), then);
    }

    // --- replies ----------------------------------------------------------------------------------------------------

    /** A reply that goes on with the next thing, and fails as that or what was before it. */
    private static Reply<Void> after(Reply<Void> then, Runnable next) {
        return new Reply<>() {
            @Override
            public void done(Void nothing) {
                try {
                    next.run();
                } catch (RuntimeException | Error e) {
                    then.failed(Failures.of(e));
                }
            }

            @Override
            public void failed(SqlFailure f) {
                then.failed(f);
            }
        };
    }

    private static Reply<Void> orElse(Reply<Void> then, Consumer<SqlFailure> failed) {
        return new Reply<>() {
            @Override
            public void done(Void nothing) {
                then.done(null);
            }

            @Override
            public void failed(SqlFailure f) {
                failed.accept(f);
            }
        };
    }

    /** The values that settings have in the database's sessions go with its name. */
    private static Reply<Void> settled(RouterSession session, String database, String name, Reply<Void> then) {
        if (session.roles.all().kept().stream().noneMatch(s -> s.database().equals(database))) {
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

    private static SqlFailure inUse(RouterSession session, String name) {
        long n = session.desk.all().stream()
                .filter(s -> s.database().equals(name))
                .count();
        return SqlFailure.build(FailureKind.OBJECT_IN_USE, "database \"" + name + "\" is being accessed by other users")
                .detail(
                        n == 1
                                ? "There is 1 other session using the database."
                                : "There are " + n + " other sessions using the database.")
                .build();
    }
}
