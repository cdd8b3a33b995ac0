package io.polywire.router.internal;

import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.RoleName;
import java.util.ArrayList;
import java.util.List;

/** DROP OWNED and REASSIGN OWNED, in the session's database ({@code user.c}, DropOwnedObjects, ReassignOwnedObjects). */
final class OwnedStatement {
    private OwnedStatement() {}

    /** The roles whose objects are meant; all of them have to be the present role's to give away. */
    static List<User> requireRights(RouterSession session, OwnedObjects s) {
        Roles all = session.roles.all();
        String what = s.newOwner() == null ? "drop" : "reassign";
        List<User> owners = new ArrayList<>();
        for (RoleName r : s.owners()) {
            User u = RoleStatements.resolve(session, r);
            if (!all.hasRightsOf(session.roles.current().id(), u.id())) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied to " + what + " objects");
            }
            owners.add(u);
        }
        return owners;
    }

    static List<GrantRow> run(RouterSession session, OwnedObjects s, CatalogSnapshot catalog) {
        Grants grants = catalog.grants();
        Roles all = session.roles.all();
        long me = session.roles.current().id();
        List<User> owners = requireRights(session, s);
        User next = null;
        if (s.newOwner() != null) {
            next = RoleStatements.resolve(session, s.newOwner());
            if (!all.hasRightsOf(me, next.id())) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied to reassign objects");
            }
        }
        List<GrantRow> rows = new ArrayList<>();
        for (User u : owners) {
            if (next == null) {
                dropped(u.id(), catalog, rows);
            } else {
                reassigned(u.id(), next.id(), grants, rows);
            }
        }
        return rows;
    }

    private static void dropped(long role, CatalogSnapshot catalog, List<GrantRow> rows) {
        Grants grants = catalog.grants();
        // rows of what was dropped are kept until the next change
        if (grants.owned(role).stream().anyMatch(catalog::has)) {
            throw SqlFailure.unsupported("DROP OWNED of objects in a block of code");
        }
        for (GrantRow r : grants.explicit()) {
            if (r.grantee() == role || r.grantor() == role) {
                rows.add(r.with(0, 0));
            }
        }
        DefaultPrivilegesStatement.dropped(role, grants, rows);
    }

    private static void reassigned(long role, long next, Grants grants, List<GrantRow> rows) {
        for (int object : grants.owned(role)) {
            rows.add(new GrantRow(Kind.OWNER, object, 0, next, next, 0, 0));
            for (Kind kind : Kind.values()) {
                if (grants.isExplicit(kind, object)) {
                    moved(grants.of(kind, object), role, next, rows);
                }
            }
        }
    }

    /** What the former owner had and gave on its object is now the next one's; two rows that become one are put together. */
    static void moved(List<GrantRow> present, long role, long next, List<GrantRow> rows) {
        List<GrantRow> after = new ArrayList<>();
        for (GrantRow r : present) {
            long grantee = r.grantee() == role ? next : r.grantee();
            long grantor = r.grantor() == role ? next : r.grantor();
            GrantRow now = new GrantRow(r.kind(), r.object(), r.column(), grantee, grantor, r.rights(), r.options());
            for (GrantRow other : List.copyOf(after)) {
                if (other.sameKey(now)) {
                    after.remove(other);
                    now = now.with(now.rights() | other.rights(), now.options() | other.options());
                }
            }
            after.add(now);
        }
        present.forEach(r -> rows.add(r.with(0, 0)));
        rows.addAll(after);
    }
}
