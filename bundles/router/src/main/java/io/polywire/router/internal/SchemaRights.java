package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.NamedTypes;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.AlterComposite;
import io.polywire.sql.tree.AlterDomain;
import io.polywire.sql.tree.AlterEnum;
import io.polywire.sql.tree.AlterRoutine;
import io.polywire.sql.tree.AlterSequence;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.Comment;
import io.polywire.sql.tree.CreateComposite;
import io.polywire.sql.tree.CreateDomain;
import io.polywire.sql.tree.CreateEnum;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.CreateMaterializedView;
import io.polywire.sql.tree.CreateRoutine;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.CreateSequence;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Maintenance;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.RefreshMaterializedView;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.RoutineParameter;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SetSchema;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Truncate;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a role that is no superuser needs to change the schema: CREATE of the schema, or to own the object. A statement
 * that is not known here is for superusers. Checks and texts of PostgreSQL 15 ({@code aclcheck_error} in
 * src/backend/catalog/aclchk.c and its callers).
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

    /** Whether a statement fills what it makes with the rows of a query, whose rights are asked for first. */
    static boolean fills(StatementBody body) {
        return body instanceof CreateTableAs || body instanceof CreateMaterializedView || body instanceof Query;
    }

    void check(StatementBody body) {
        if (!creates(body) && !changes(body)) {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE, "permission denied: " + body.command() + " is for superusers only so far");
        }
    }

    /** Whether it makes something, which it may. */
    private boolean creates(StatementBody body) {
        if (body instanceof CreateTable s) {
            mayCreate(s.name(), s.persistence(), true);
        } else if (body instanceof CreateTableAs s) {
            mayCreate(s.name(), s.persistence(), false);
        } else if (body instanceof Query q && q.body() instanceof Select s && s.into() != null) {
            mayCreate(s.into().name(), s.into().persistence(), false);
        } else if (body instanceof CreateMaterializedView s) {
            mayCreate(s.name(), false);
        } else if (body instanceof CreateSequence s) {
            mayCreate(s.name(), s.persistence(), false);
        } else if (body instanceof CreateEnum s) {
            mayCreate(s.name(), false);
        } else if (body instanceof CreateComposite s) {
            mayCreate(s.name(), false);
        } else if (body instanceof CreateDomain s) {
            mayCreate(s.name(), false);
        } else if (body instanceof CreateView v) {
            mayCreate(v.name(), v.persistence(), false);
            if (v.orReplace()) {
                mustOwn(relation(v.name()));
            }
        } else if (body instanceof CreateRoutine r) {
            mayCreate(r.name(), false);
            if (r.orReplace()) {
                ObjectReference same = new ObjectReference(
                        ObjectKind.FUNCTION,
                        r.name(),
                        r.parameters().stream()
                                .filter(p -> p.mode() != RoutineParameter.Mode.TABLE)
                                .toList(),
                        null,
                        null,
                        r.start(),
                        r.end());
                mustOwnRoutine(same, false);
            }
        } else if (body instanceof CreateIndex i) {
            mustOwn(relation(i.table().name()));
        } else if (body instanceof CreateSchema s) {
            if (!rights.hasOnDatabase(Right.CREATE, grants)) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for database " + session.database());
            }
            mayMakeFor(s);
        } else {
            return false;
        }
        return true;
    }

    // --- types ------------------------------------------------------------------------------------------------------

    /**
     * Asks for USAGE of the types that a statement names in what it keeps, and of those of the columns that it makes (PostgreSQL
     * 15, BuildDescForRelation; since its later releases also recordDependencyOnExpr).
     */
    void checkTypes(StatementBody body, Plan plan) {
        if (!(body instanceof CreateTableAs) && !(body instanceof Query) && !(body instanceof Comment)) {
            NamedTypes.of((Record) body).forEach(t -> mayUse(t.name()));
        }
        int next = catalog.nextId();
        CatalogSnapshot after = plan.change() == null ? null : catalog.after(plan.change(), catalog.version());
        if (after != null) {
            after.relations().stream()
                    .filter(r -> r.id() >= next && !r.temporary())
                    .forEach(this::mayUseTypes);
        }
        plan.temporaryChanges().put().stream()
                .filter(r -> catalog.relation(r.id()) == null)
                .forEach(this::mayUseTypes);
    }

    private void mayUseTypes(Relation r) {
        r.columns().stream().filter(c -> c.typeId() != 0).forEach(c -> {
            UserType t = catalog.type(c.typeId());
            if (t != null) {
                mayUse(t);
            } else {
                mayUse(dialect().rowsOf(c.typeId(), catalog));
            }
        });
    }

    private Dialect dialect() {
        return session.desk.planner.dialect(session.dialect());
    }

    private void mayUse(QualifiedName name) {
        int n = name.parts().size();
        String last = name.last().name();
        for (String schema :
                n == 1 ? catalog.path() : List.of(name.parts().get(n - 2).name())) {
            if (catalog.type(schema, last) != null) {
                mayUse(catalog.type(schema, last));
                return;
            }
            if (catalog.relation(schema, last) != null) {
                mayUse(catalog.relation(schema, last));
                return;
            }
        }
    }

    private void mayUse(UserType t) {
        mayUse(t.id(), () -> dialect().names(catalog).of(t));
    }

    private void mayUse(Relation rows) {
        if (rows != null) {
            mayUse(rows.id(), () -> dialect().names(catalog).of(rows));
        }
    }

    private void mayUse(int type, Supplier<String> shown) {
        if (!rights.mayUseType(type, grants)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for type " + shown.get());
        }
    }

    private void mayMakeFor(CreateSchema s) {
        if (s.owner() == null) {
            return;
        }
        long owner = RoleStatements.resolve(session, s.owner()).id();
        if (!session.roles.all().isMember(session.roles.current().id(), owner)) {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE,
                    "must be member of role \""
                            + session.roles.all().find(owner).name() + '"');
        }
    }

    /** Whether it changes something that is there, which it may. */
    private boolean changes(StatementBody body) {
        if (body instanceof Drop d) {
            d.objects().forEach(o -> mustOwn(o, true));
        } else if (body instanceof Maintenance m && m.task() == Maintenance.Task.REINDEX) {
            m.tables()
                    .forEach(t -> mustOwn(
                            new ObjectReference(
                                    m.kind() == null ? ObjectKind.TABLE : m.kind(),
                                    t.name(),
                                    List.of(),
                                    null,
                                    null,
                                    t.start(),
                                    t.end()),
                            false));
        } else if (body instanceof AlterTable a) {
            mustOwnAny(a.table().name());
        } else if (body instanceof AlterSequence a) {
            mustOwn(relation(a.name()));
        } else if (body instanceof AlterEnum a) {
            mustOwn(type(a.name()));
        } else if (body instanceof AlterComposite a) {
            mustOwn(type(a.name()));
        } else if (body instanceof AlterDomain a) {
            mustOwn(type(a.name()));
        } else if (body instanceof RefreshMaterializedView r) {
            mustOwn(relation(r.name()));
        } else if (body instanceof Rename r) {
            mustOwn(r.object(), false);
            if (r.object().kind() == ObjectKind.SCHEMA && !rights.hasOnDatabase(Right.CREATE, grants)) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for database " + session.database());
            }
        } else if (body instanceof Comment c) {
            mustOwn(c.object(), true);
        } else if (body instanceof AlterRoutine a) {
            mustOwn(a.object(), false);
        } else if (body instanceof SetSchema s) {
            mustOwn(s.object(), false);
            mayCreate(s.schema().name(), null);
        } else if (body instanceof Truncate t) {
            t.tables().forEach(r -> mayTruncate(relation(r.name())));
        } else {
            return false;
        }
        return true;
    }

    // --- CREATE of a schema -----------------------------------------------------------------------------------------

    private void mayCreate(QualifiedName name, boolean pointed) {
        mayCreate(name, Persistence.PERMANENT, pointed);
    }

    /** @param pointed whether PostgreSQL says where the name stands */
    private void mayCreate(QualifiedName name, Persistence persistence, boolean pointed) {
        int n = name.parts().size();
        String schema = n == 1 ? creation() : name.parts().get(n - 2).name();
        if (persistence == Persistence.TEMPORARY || catalog.isTemporarySchema(schema)) {
            if (!rights.hasOnDatabase(Right.TEMPORARY, grants)) {
                throw SqlFailure.of(
                        FailureKind.PRIVILEGE,
                        "permission denied to create temporary tables in database \"" + session.database() + '"');
            }
            return;
        }
        mayCreate(schema, pointed ? name : null);
    }

    /** The first schema of the path; the temporary one only if it was asked for, which is under the name that all have for it. */
    private String creation() {
        return catalog.path().stream()
                .filter(s -> s.equals(Schema.TEMPORARY) || !catalog.isTemporarySchema(s))
                .findFirst()
                .orElse(Schema.PUBLIC);
    }

    private void mayCreate(String schema, QualifiedName at) {
        Schema there = catalog.schema(schema);
        Set<Long> roles = session.roles.all().rightsOf(session.roles.current().id());
        if (there == null || (grants.held(Kind.SCHEMA, there.id(), 0, roles) & Right.CREATE.bit()) == 0) {
            throw SqlFailure.build(FailureKind.PRIVILEGE, "permission denied for schema " + schema)
                    .position(at == null ? 0 : at.start() + 1)
                    .build();
        }
    }

    // --- owners -----------------------------------------------------------------------------------------------------

    /** @param written whether a function is named as it was written, not by its bare name */
    private void mustOwn(ObjectReference o, boolean written) {
        switch (o.kind()) {
            // ALTER of one kind may name one of another
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX -> mustOwnAny(o.name());
            case COLUMN -> {
                List<Identifier> parts = o.name().parts();
                Relation r = relation(parts.subList(0, parts.size() - 1));
                if (r != null) {
                    mustOwn(r.id(), "relation", r.name());
                }
            }
            case CONSTRAINT -> {
                Relation r = relation(o.on());
                if (r != null) {
                    mustOwn(r.id(), "relation", r.name());
                }
            }
            case TYPE, DOMAIN -> mustOwn(type(o.name() == null ? o.type().name() : o.name()));
            case DOMAIN_CONSTRAINT -> mustOwn(type(o.on()));
            case FUNCTION, ROUTINE -> mustOwnRoutine(o, written);
            case SCHEMA -> {
                Schema s = catalog.schema(o.name().last().name());
                if (s != null) {
                    mustOwn(s.id(), "schema", s.name());
                }
            }
            default ->
                throw SqlFailure.of(
                        FailureKind.PRIVILEGE,
                        "permission denied: "
                                + o.kind().words().toLowerCase(java.util.Locale.ROOT)
                                + " is for superusers only so far");
        }
    }

    private void mustOwnAny(QualifiedName name) {
        Relation r = relation(name);
        if (r == null) {
            mustOwnIndex(name);
        } else {
            mustOwn(r);
        }
    }

    private void mustOwn(Relation r) {
        if (r != null) {
            mustOwn(r.id(), SessionRights.word(r), r.name());
        }
    }

    private void mustOwnRoutine(ObjectReference o, boolean written) {
        Routine r = dialect().routine(o, catalog, true);
        if (r != null) {
            String name = String.join(
                    ".", o.name().parts().stream().map(Identifier::name).toList());
            mustOwn(r.id(), "function", written ? name : r.name());
        }
    }

    private void mustOwn(UserType t) {
        if (t != null) {
            mustOwn(t.id(), "type", dialect().names(catalog).of(t));
        }
    }

    private void mustOwn(int object, String word, String name) {
        if (!rights.owns(object, grants)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "must be owner of " + word + " " + name);
        }
    }

    private void mustOwnIndex(QualifiedName name) {
        int n = name.parts().size();
        String last = name.last().name();
        for (String schema :
                n == 1 ? catalog.path() : List.of(name.parts().get(n - 2).name())) {
            TableIndex i = catalog.index(schema, last);
            if (i != null) {
                mustOwn(catalog.tableOf(i.id()).id(), "index", last);
                return;
            }
        }
    }

    private void mayTruncate(Relation r) {
        if (r != null && !rights.hasAny(r, grants, Right.TRUNCATE)) {
            throw SessionRights.denied(r);
        }
    }

    // --- names ------------------------------------------------------------------------------------------------------

    private Relation relation(QualifiedName name) {
        return relation(name.parts());
    }

    private Relation relation(List<Identifier> parts) {
        int n = parts.size();
        String last = parts.get(n - 1).name();
        return n == 1
                ? catalog.relation(last)
                : catalog.relation(parts.get(n - 2).name(), last);
    }

    private UserType type(QualifiedName name) {
        int n = name.parts().size();
        String last = name.last().name();
        return n == 1
                ? catalog.type(last)
                : catalog.type(name.parts().get(n - 2).name(), last);
    }
}
