package io.polywire.router.internal;

import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.SetOwner;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.List;

/**
 * ALTER ... OWNER TO of relations, types and schemas: checks and texts of PostgreSQL 15 ({@code ATExecChangeOwner} in
 * src/backend/commands/tablecmds.c, {@code AlterSchemaOwner_internal}, {@code AlterTypeOwner}).
 */
final class OwnerStatement {
    private final RouterSession session;
    private final CatalogSnapshot catalog;
    private final Grants grants;
    private final List<GrantRow> out = new ArrayList<>();

    private OwnerStatement(RouterSession session, CatalogSnapshot catalog) {
        this.session = session;
        this.catalog = catalog;
        this.grants = catalog.grants();
    }

    /** Whether it does nothing but give something another owner. */
    static boolean is(StatementBody body) {
        return body instanceof AlterTable a
                        && a.actions().size() == 1
                        && a.actions().get(0) instanceof AlterTableAction.OwnerTo
                || body instanceof SetOwner s && isServed(s.object().kind());
    }

    private static boolean isServed(ObjectKind kind) {
        return switch (kind) {
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, TYPE, DOMAIN, SCHEMA, FUNCTION, ROUTINE, DATABASE -> true;
            default -> false;
        };
    }

    /** The rows that it makes. */
    static List<GrantRow> run(RouterSession session, StatementBody body, CatalogSnapshot catalog) {
        OwnerStatement work = new OwnerStatement(session, catalog);
        if (body instanceof AlterTable a) {
            work.relation(
                    a.table().name(),
                    a.kind(),
                    a.ifExists(),
                    ((AlterTableAction.OwnerTo) a.actions().get(0)).owner());
        } else if (body instanceof SetOwner s) {
            switch (s.object().kind()) {
                case SCHEMA -> work.schema(s.object().name().last().name(), s.owner());
                case FUNCTION, ROUTINE -> {
                    Routine f = session.desk.planner.dialect(session.dialect()).routine(s.object(), catalog, false);
                    work.change(f.id(), Kind.ROUTINE, "function", f.name(), catalog.schema(f.schema()), s.owner());
                }
                case TYPE, DOMAIN ->
                    work.type(
                            s.object().name() == null
                                    ? s.object().type().name()
                                    : s.object().name(),
                            s.owner());
                default -> work.relation(s.object().name(), s.object().kind(), false, s.owner());
            }
        }
        return work.out;
    }

    private void relation(QualifiedName name, ObjectKind kind, boolean lenient, RoleName owner) {
        int n = name.parts().size();
        String last = name.last().name();
        Relation r = n == 1
                ? catalog.relation(last)
                : catalog.relation(name.parts().get(n - 2).name(), last);
        if (r == null && lenient) {
            session.notice(new Notice(
                    Notice.Severity.NOTICE, "00000", "relation \"" + last + "\" does not exist, skipping", null, null));
            return;
        }
        if (r == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + shown(name) + "\" does not exist");
        }
        r.requireFor(kind);
        Schema in = catalog.schema(r.schema());
        change(r.id(), SessionRights.kind(r), SessionRights.word(r), r.name(), in, owner);
        for (Relation s : catalog.relations()) {
            boolean of = s.sequence() != null && s.sequence().ownerId() == r.id();
            if (of
                    && grants.owner(s.id())
                            != RoleStatements.resolve(session, owner).id()) {
                move(
                        s.id(),
                        Kind.SEQUENCE,
                        RoleStatements.resolve(session, owner).id());
            }
        }
    }

    private void type(QualifiedName name, RoleName owner) {
        int n = name.parts().size();
        String last = name.last().name();
        UserType t = n == 1
                ? catalog.type(last)
                : catalog.type(name.parts().get(n - 2).name(), last);
        if (t == null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "type \"" + shown(name) + "\" does not exist")
                    .sqlState("42704")
                    .build();
        }
        change(t.id(), Kind.TYPE, "type", t.name(), catalog.schema(t.schema()), owner);
    }

    private void schema(String name, RoleName owner) {
        Schema s = catalog.schema(name);
        if (s == null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + name + "\" does not exist")
                    .sqlState("3F000")
                    .build();
        }
        change(s.id(), Kind.SCHEMA, "schema", s.name(), null, owner);
    }

    private static String shown(QualifiedName name) {
        return String.join(".", name.parts().stream().map(p -> p.name()).toList());
    }

    private void change(int object, Kind kind, String word, String name, Schema in, RoleName owner) {
        User next = RoleStatements.resolve(session, owner);
        if (grants.owner(object) == next.id()) {
            return;
        }
        if (!session.roles.current().superuser()) {
            Roles all = session.roles.all();
            long me = session.roles.current().id();
            if (!all.hasRightsOf(me, grants.owner(object))) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "must be owner of " + word + " " + name);
            }
            if (!all.isMember(me, next.id())) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "must be member of role \"" + next.name() + '"');
            }
            int held = in == null ? Right.ON_SCHEMA : grants.held(Kind.SCHEMA, in.id(), 0, all.rightsOf(next.id()));
            if ((held & Right.CREATE.bit()) == 0) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for schema " + in.name());
            }
        }
        move(object, kind, next.id());
    }

    /** The former owner's rights on it, and what it gave of them, are the next one's. */
    private void move(int object, Kind kind, long next) {
        long former = grants.owner(object);
        out.add(new GrantRow(Kind.OWNER, object, 0, next, next, 0, 0));
        if (grants.isExplicit(kind, object)) {
            OwnedStatement.moved(grants.of(kind, object), former, next, out);
        }
    }
}
