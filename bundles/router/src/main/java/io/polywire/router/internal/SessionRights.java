package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Need;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the present role may run a statement: asked at each execution, also of a plan that another session has made.
 * Checks and texts of PostgreSQL 15 ({@code ExecCheckRTEPerms}, {@code aclcheck_error}). Confined to the session's thread.
 */
final class SessionRights {
    /** Roles that may use statements which are not analysed, in the names that PostgreSQL has for them. */
    static final String READ_ALL = "pg_read_all_data";

    static final String WRITE_ALL = "pg_write_all_data";

    private final RouterSession session;
    /** Whether the session's transaction has changed rights, so that it sees others than the rest. */
    private boolean changed;

    SessionRights(RouterSession session) {
        this.session = session;
    }

    /** Whether nothing has to be asked. */
    boolean free() {
        return session.roles.current().superuser();
    }

    /** Whether a plan may run, as far as memory tells; false if it has to be looked up. Any thread of the session. */
    boolean allowedAtOnce(Plan plan, Database database) {
        if (free()) {
            return true;
        }
        Grants known = changed ? null : session.desk.grants.known(database);
        if (known == null || plan.needs().isEmpty()) {
            return false;
        }
        check(plan.needs(), known);
        return true;
    }

    /**
     * Asks for what a plan needs. On a worker.
     *
     * @param lease the one that it runs on
     * @throws SqlFailure 42501
     */
    void check(Plan plan, Lease lease) {
        if (free()) {
            return;
        }
        Statement tree = plan.tree();
        if (tree instanceof ParsedStatement p && plan.analysed()) {
            Grants grants = grants(lease);
            if (tree.access() == Access.SCHEMA) {
                new SchemaRights(session, this, grants, lease).check(p.body());
            }
            check(plan.needs(), grants);
        } else if (tree instanceof OpaqueStatement || plan.statement() != null) {
            checkOpaque(plan);
        }
    }

    /** A statement of which only the storage knows what it touches needs the rights on everything. */
    private void checkOpaque(Plan plan) {
        Principal who = session.roles.current();
        String role = plan.tree().access() == Access.READ ? READ_ALL : WRITE_ALL;
        Roles all = session.roles.all();
        boolean ours = plan.statement() != null
                && plan.statement().text().toLowerCase(Locale.ROOT).contains("_pw_");
        if (ours || !has(role, all, all.rightsOf(who.id()))) {
            throw SqlFailure.build(
                            FailureKind.PRIVILEGE, "permission denied for database \"" + session.database() + '"')
                    .hint("Statements of dialect " + session.dialect() + " need membership of role " + role + '.')
                    .build();
        }
    }

    /** What was given in the session's database, as its transaction sees it. */
    Grants grants(Lease own) {
        DatabaseRegistry.Found f = session.found();
        Dialect storage = session.desk.planner.dialect(f.storage().dialect());
        if (changed) {
            return storage.grants(own);
        }
        Grants known = session.desk.grants.known(f.database());
        if (known != null) {
            return known;
        }
        // one that sees what is committed now, not an old snapshot
        try (Lease fresh = f.database().tryAcquire(LeaseKind.READ)) {
            return fresh == null ? storage.grants(own) : session.desk.grants.read(f.database(), storage, fresh);
        }
    }

    private void check(List<Need> needs, Grants grants) {
        Principal who = session.roles.current();
        Roles all = session.roles.all();
        Set<Long> roles = all.rightsOf(who.id());
        for (Need need : needs) {
            if (!has(need, grants, roles) && !everywhere(need.right(), all, roles)) {
                throw denied(need.relation());
            }
        }
    }

    private static boolean has(String role, Roles all, Set<Long> roles) {
        User u = all.find(role);
        return u != null && roles.contains(u.id());
    }

    private static boolean everywhere(Right right, Roles all, Set<Long> roles) {
        return switch (right) {
            case SELECT -> has(READ_ALL, all, roles);
            case INSERT, UPDATE, DELETE -> has(WRITE_ALL, all, roles);
            default -> false;
        };
    }

    private static boolean has(Need need, Grants grants, Set<Long> roles) {
        Relation r = need.relation();
        int bit = need.right().bit();
        if ((grants.held(Kind.RELATION, r.stored(), 0, roles) & bit) != 0) {
            return true;
        }
        if ((Right.ON_COLUMN & bit) == 0) {
            return false;
        }
        if (need.columns().isEmpty()) {
            return r.columns().stream()
                    .anyMatch(c -> (grants.held(Kind.RELATION, r.stored(), c.number(), roles) & bit) != 0);
        }
        return need.columns().stream().allMatch(name -> {
            int i = r.index(name);
            return i >= 0
                    && (grants.held(
                                            Kind.RELATION,
                                            r.stored(),
                                            r.columns().get(i).number(),
                                            roles)
                                    & bit)
                            != 0;
        });
    }

    /** The refusal of a right on a relation. */
    static SqlFailure denied(Relation r) {
        String kind = r.kind() == Relation.Kind.VIEW ? "view" : "table";
        return SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for " + kind + " " + r.name());
    }

    /** Whether the present role has the rights of a relation's owner. */
    boolean owns(Relation r, Grants grants) {
        Principal who = session.roles.current();
        return who.superuser() || session.roles.all().hasRightsOf(who.id(), grants.owner(Kind.RELATION, r.stored()));
    }

    // --- changes ----------------------------------------------------------------------------------------------------

    /** Keeps rows on a lease that may write, within its transaction. */
    void keep(Lease lease, List<GrantRow> rows, boolean inTransaction) {
        DatabaseRegistry.Found f = session.found();
        session.desk.planner.dialect(f.storage().dialect()).keepGrants(lease, rows);
        changed |= inTransaction;
    }

    /** What was said about a relation of the same number before is not said about a new one; its maker owns it. */
    void created(Lease lease, Relation made, boolean inTransaction) {
        DatabaseRegistry.Found f = session.found();
        Dialect storage = session.desk.planner.dialect(f.storage().dialect());
        storage.forgetGrants(lease, made.stored());
        long owner = session.roles.current().id();
        if (owner > 0) {
            storage.keepGrants(lease, List.of(new GrantRow(Kind.OWNER, made.stored(), 0, owner, owner, 0, 0)));
        }
        changed |= inTransaction;
    }

    /** Whether a new relation has something to be noted about it. */
    boolean notesCreation(Lease lease) {
        return session.roles.current().id() > 0 || !grants(lease).isEmpty();
    }

    /** What of this database hangs on a role, in the words of DROP ROLE; on a worker. */
    List<String> dependents(long role) {
        DatabaseRegistry.Found f = session.found();
        Lease own = session.transaction.lease();
        if (own != null) {
            return dependents(role, own);
        }
        try (Lease fresh = f.database().tryAcquire(LeaseKind.READ)) {
            if (fresh == null) {
                throw SqlFailure.of(
                        FailureKind.TOO_MANY_CONNECTIONS, "what depends on the role cannot be looked up now");
            }
            return dependents(role, fresh);
        }
    }

    private List<String> dependents(long role, Lease lease) {
        Grants grants = grants(lease);
        if (!grants.names(role)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (Relation r : catalog(lease, !session.transaction.changedSchema()).relations()) {
            String kind = r.kind() == Relation.Kind.VIEW ? "view " : "table ";
            if (grants.owner(Kind.RELATION, r.stored()) == role) {
                lines.add("owner of " + kind + r.name());
            } else if (grants.isExplicit(Kind.RELATION, r.stored())
                    && isIn(grants.of(Kind.RELATION, r.stored()), role)) {
                lines.add("privileges for " + kind + r.name());
            }
        }
        if (grants.isExplicit(Kind.SCHEMA, Grants.PUBLIC_SCHEMA)
                && isIn(grants.of(Kind.SCHEMA, Grants.PUBLIC_SCHEMA), role)) {
            lines.add("privileges for schema public");
        }
        return lines;
    }

    private static boolean isIn(List<GrantRow> rows, long role) {
        return rows.stream().anyMatch(r -> r.rights() != 0 && (r.grantee() == role || r.grantor() == role));
    }

    /** What was kept without a transaction is committed now. */
    void committed() {
        session.desk.grants.forget(session.found().database());
    }

    /** The transaction is over. */
    void ended(boolean committed) {
        if (changed) {
            changed = false;
            if (committed) {
                committed();
            }
        }
    }

    /** The database as the lease sees it, also in the midst of a change of its schema. */
    CatalogSnapshot catalog(Lease lease, boolean shared) {
        DatabaseRegistry.Found f = session.found();
        return session.desk.planner.catalog(f, lease, shared);
    }
}
