package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What hangs on roles in the databases that are not the session's, in the words of DROP ROLE (checkSharedDependencies of
 * PostgreSQL 15, src/backend/catalog/pg_shdepend.c). Rights are kept in their databases, so each is looked into, one after the
 * other and without holding a thread.
 */
final class RoleDependents {
    /**
     * What hangs on one role.
     *
     * @param databases lines about rights on databases
     * @param objects lines about what is in them
     */
    record Lines(List<String> databases, List<String> objects) {
        static final Lines NONE = new Lines(List.of(), List.of());
    }

    private final RouterSession session;
    private final Set<Long> roles;
    private final Reply<Map<Long, Lines>> then;
    private final List<String> names;
    private final Map<Long, Lines> found = new HashMap<>();
    private int next;

    private RoleDependents(RouterSession session, Set<Long> roles, Reply<Map<Long, Lines>> then) {
        this.session = session;
        this.roles = roles;
        this.then = then;
        this.names = session.desk.registry.names().stream()
                .filter(n -> !n.equals(session.database()))
                .toList();
    }

    /**
     * Looks into all other databases.
     *
     * @param then told the lines of each role; on this thread or on another worker
     */
    static void elsewhere(RouterSession session, Set<Long> roles, Reply<Map<Long, Lines>> then) {
        new RoleDependents(session, roles, then).goOn();
    }

    private void goOn() {
        while (next < names.size()) {
            String name = names.get(next++);
            DatabaseRegistry.Found there = session.desk.registry.find(name);
            if (there == null) {
                // dropped in the meantime
                continue;
            }
            // whoever comes second of the one who asked and the answer goes on
            AtomicInteger arrived = new AtomicInteger();
            Reply<Void> step = new Reply<>() {
                @Override
                public void done(Void nothing) {
                    if (arrived.incrementAndGet() == 2) {
                        goOn();
                    }
                }

                @Override
                public void failed(SqlFailure failure) {
                    unknown(name, failure);
                    done(null);
                }
            };
            try {
                DatabaseWork.read(
                        session.desk,
                        there,
                        session.lockTimeoutNanos(),
                        lease -> look(name, session.desk.planner.catalog(there, lease, null)),
                        step);
            } catch (SqlFailure failure) {
                step.failed(failure);
            }
            if (arrived.incrementAndGet() != 2) {
                return;
            }
        }
        then.done(found);
    }

    /** What is not known of one database does not keep roles for ever: their numbers are never those of others. */
    private void unknown(String name, SqlFailure failure) {
        if (failure.kind() != FailureKind.UNSUPPORTED) {
            session.notice(new Notice(
                    Notice.Severity.WARNING,
                    failure.sqlState(),
                    "rights in database \"" + name + "\" could not be looked up",
                    failure.getMessage(),
                    null));
        }
    }

    private void look(String name, CatalogSnapshot catalog) {
        Grants grants = catalog.grants();
        for (long role : roles) {
            if (!grants.names(role)) {
                continue;
            }
            Lines lines = found.computeIfAbsent(role, r -> new Lines(new ArrayList<>(), new ArrayList<>()));
            boolean owner = grants.owner(GrantRow.DATABASE) == role;
            if (!owner && grants.explicit().stream().anyMatch(r -> r.kind() == Kind.DATABASE && isOf(r, role))) {
                lines.databases.add("privileges for database " + name);
            }
            int objects = objects(role, catalog);
            if (objects > 0) {
                lines.objects.add(objects + (objects == 1 ? " object" : " objects") + " in database " + name);
            }
        }
    }

    /** What the role owns, and what it has or gave on what is another's. */
    private static int objects(long role, CatalogSnapshot catalog) {
        Grants grants = catalog.grants();
        Set<List<Object>> all = new HashSet<>();
        for (int object : grants.owned(role)) {
            if (object != GrantRow.DATABASE && catalog.has(object)) {
                all.add(List.of("owner", object));
            }
        }
        for (GrantRow r : grants.explicit()) {
            boolean counts = r.kind() != Kind.DATABASE
                    && isOf(r, role)
                    && grants.owner(r.object()) != role
                    && catalog.has(r.object());
            if (counts) {
                all.add(List.of(r.kind(), r.object(), r.column()));
            }
        }
        grants.defaults().entries(catalog).forEach((key, entry) -> {
            if (key.role() == role || entry.stream().anyMatch(r -> r.grantee() == role && r.rights() != 0)) {
                all.add(List.of(key));
            }
        });
        return all.size();
    }

    private static boolean isOf(GrantRow r, long role) {
        return r.rights() != 0 && (r.grantee() == role || r.grantor() == role);
    }
}
