package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Lease;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.StatementBody;
import java.util.Set;

/** What a role that is no superuser needs to change the schema: CREATE of the schema, or the object. */
final class SchemaRights {
    private static final Set<String> OWN_PATH =
            Set.of("public", "\"$user\",public", "pg_catalog,public", "public,pg_catalog");

    private final RouterSession session;
    private final SessionRights rights;
    private final Grants grants;
    private final Lease lease;

    SchemaRights(RouterSession session, SessionRights rights, Grants grants, Lease lease) {
        this.session = session;
        this.rights = rights;
        this.grants = grants;
        this.lease = lease;
    }

    /** The relation that a statement makes, or null. */
    static QualifiedName created(StatementBody body) {
        if (body instanceof CreateTable s) {
            return s.name();
        } else if (body instanceof CreateTableAs s) {
            return s.name();
        } else if (body instanceof CreateView s) {
            return s.name();
        }
        return null;
    }

    /** Names without a schema are looked for in {@code public} only; along another path they would mean something else. */
    static void refuseOtherPath(RouterSession session) {
        String path = session.settings.get("search_path");
        if (path != null && !OWN_PATH.contains(path.replace(" ", ""))) {
            throw SqlFailure.unsupported("a statement about rights with another search_path than public");
        }
    }

    void check(StatementBody body) {
        refuseOtherPath(session);
        QualifiedName created = created(body);
        if (created != null) {
            mayCreate(created);
            if (body instanceof CreateView v && v.orReplace()) {
                Relation there = relation(v.name());
                if (there != null) {
                    mustOwn(there);
                }
            }
        } else if (body instanceof Drop d && isRelation(d.kind())) {
            for (ObjectReference o : d.objects()) {
                Relation r = relation(o.name());
                mustOwn(r);
            }
        } else if (body instanceof AlterTable a) {
            mustOwn(relation(a.table().name()));
        } else if (body instanceof CreateIndex i) {
            mustOwn(relation(i.table().name()));
        } else {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE, "permission denied: " + body.command() + " is for superusers only so far");
        }
    }

    private static boolean isRelation(ObjectKind kind) {
        return kind == ObjectKind.TABLE || kind == ObjectKind.VIEW;
    }

    private void mayCreate(QualifiedName name) {
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        int held = grants.held(Kind.SCHEMA, Grants.PUBLIC_SCHEMA, 0, roles);
        if (!isPublic(name) || (held & Right.CREATE.bit()) == 0) {
            throw SqlFailure.build(
                            FailureKind.PRIVILEGE,
                            "permission denied for schema "
                                    + (isPublic(name)
                                            ? "public"
                                            : name.parts()
                                                    .get(name.parts().size() - 2)
                                                    .name()))
                    .position(name.start() + 1)
                    .build();
        }
    }

    private Relation relation(QualifiedName name) {
        CatalogSnapshot catalog = rights.catalog(lease, !session.transaction.changedSchema());
        return isPublic(name) ? catalog.relation(name.last().name()) : null;
    }

    /** Whether a name is one of the schema public. */
    static boolean isPublic(QualifiedName name) {
        int n = name.parts().size();
        return n == 1 || name.parts().get(n - 2).name().equals("public");
    }

    private void mustOwn(Relation r) {
        if (r == null) {
            // it is there, or the statement would not have come so far: in a schema of the installation's
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for schema");
        }
        if (!rights.owns(r, grants)) {
            String kind = r.kind() == Relation.Kind.VIEW ? "view" : "table";
            throw SqlFailure.of(FailureKind.PRIVILEGE, "must be owner of " + kind + " " + r.name());
        }
    }
}
