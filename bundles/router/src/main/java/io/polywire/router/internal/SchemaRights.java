package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Need;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.CreateMaterializedView;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RefreshMaterializedView;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Truncate;
import java.util.List;
import java.util.Set;

/**
 * What a role that is no superuser needs to change the schema: CREATE of the schema, or to own the object. A statement
 * that is not known here is for superusers.
 */
final class SchemaRights {
    private final RouterSession session;
    private final SessionRights rights;
    private final CatalogSnapshot catalog;
    private final Grants grants;

    SchemaRights(RouterSession session, SessionRights rights, CatalogSnapshot catalog) {
        this.session = session;
        this.rights = rights;
        this.catalog = catalog;
        this.grants = catalog.grants();
    }

    void check(StatementBody body) {
        if (body instanceof CreateTable s) {
            mayCreate(s.name());
        } else if (body instanceof CreateTableAs s) {
            mayCreate(s.name());
        } else if (body instanceof CreateView v) {
            mayCreate(v.name());
            if (v.orReplace()) {
                mustOwn(relation(v.name()));
            }
        } else if (body instanceof CreateMaterializedView v) {
            mayCreate(v.name());
        } else if (body instanceof RefreshMaterializedView v) {
            mustOwn(relation(v.name()));
        } else if (body instanceof Drop d && isRelation(d.kind())) {
            for (ObjectReference o : d.objects()) {
                mustOwn(relation(o.name()));
            }
        } else if (body instanceof Drop d && d.kind() == ObjectKind.INDEX) {
            for (ObjectReference o : d.objects()) {
                mustOwnIndex(o.name());
            }
        } else if (body instanceof AlterTable a) {
            mustOwn(relation(a.table().name()));
        } else if (body instanceof CreateIndex i) {
            mustOwn(relation(i.table().name()));
        } else if (body instanceof Truncate t) {
            t.tables().forEach(r -> mayTruncate(relation(r.name())));
        } else {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE, "permission denied: " + body.command() + " is for superusers only so far");
        }
    }

    private static boolean isRelation(ObjectKind kind) {
        return kind == ObjectKind.TABLE
                || kind == ObjectKind.VIEW
                || kind == ObjectKind.MATERIALIZED_VIEW
                || kind == ObjectKind.SEQUENCE;
    }

    private void mayCreate(QualifiedName name) {
        int n = name.parts().size();
        String schema = n > 1
                ? name.parts().get(n - 2).name()
                : catalog.path().stream()
                        .filter(s -> catalog.schema(s) != null)
                        .findFirst()
                        .orElse("");
        Schema there = catalog.schema(schema);
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        if (there == null || (grants.held(Kind.SCHEMA, there.id(), 0, roles) & Right.CREATE.bit()) == 0) {
            throw SqlFailure.build(FailureKind.PRIVILEGE, "permission denied for schema " + schema)
                    .position(name.start() + 1)
                    .build();
        }
    }

    private Relation relation(QualifiedName name) {
        int n = name.parts().size();
        String last = name.last().name();
        return n == 1
                ? catalog.relation(last)
                : catalog.relation(name.parts().get(n - 2).name(), last);
    }

    private void mustOwnIndex(QualifiedName name) {
        int n = name.parts().size();
        String last = name.last().name();
        for (String schema :
                n == 1 ? catalog.path() : List.of(name.parts().get(n - 2).name())) {
            TableIndex i = catalog.index(schema, last);
            if (i != null) {
                if (!rights.owns(catalog.tableOf(i.id()).id(), grants)) {
                    throw SqlFailure.of(FailureKind.PRIVILEGE, "must be owner of index " + last);
                }
                return;
            }
        }
    }

    private void mustOwn(Relation r) {
        if (r != null && !rights.owns(r.id(), grants)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "must be owner of " + SessionRights.word(r) + " " + r.name());
        }
    }

    private void mayTruncate(Relation r) {
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        if (r != null && !SessionRights.has(new Need(r, Right.TRUNCATE, Set.of()), grants, roles)) {
            throw SessionRights.denied(r);
        }
    }
}
