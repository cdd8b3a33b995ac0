package io.polywire.router.internal;

import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Lease;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.DefaultPrivileges;
import io.polywire.sql.tree.Grant;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.Privilege;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * GRANT and REVOKE of rights on tables, views, columns, functions, types and schemas: checks and texts of PostgreSQL 15
 * ({@code src/backend/catalog/aclchk.c}).
 */
final class GrantStatement {
    /** What rights are on: an object, or one of its columns. */
    private record Target(Kind kind, int object, int column) {}

    private final RouterSession session;
    private final Grant statement;
    private final Grants grants;
    private final CatalogSnapshot catalog;
    private final List<GrantRow> out = new ArrayList<>();

    private GrantStatement(RouterSession session, Grant statement, Grants grants, CatalogSnapshot catalog) {
        this.session = session;
        this.statement = statement;
        this.grants = grants;
        this.catalog = catalog;
    }

    /** Whether it is a statement about rights on objects. */
    static boolean is(StatementBody body) {
        return body instanceof Grant
                || body instanceof DefaultPrivileges
                || body instanceof OwnedObjects
                || OwnerStatement.is(body);
    }

    /** Refuses what is not served, before a lease is taken. */
    static void refuseUnserved(StatementBody body) {
        if (!(body instanceof Grant s)) {
            return;
        }
        boolean served = s.kind() == ObjectKind.TABLE
                || s.kind() == ObjectKind.SEQUENCE
                || s.kind() == ObjectKind.DATABASE
                || s.kind() == ObjectKind.FUNCTION
                || s.kind() == ObjectKind.ROUTINE
                || s.kind() == ObjectKind.TYPE
                || s.kind() == ObjectKind.DOMAIN
                || s.kind() == ObjectKind.SCHEMA && !s.allInSchema();
        if (!served) {
            throw SqlFailure.unsupported(
                    (s.grant() ? "GRANT" : "REVOKE") + " on " + s.kind().words());
        }
    }

    /** The rows that it makes, on a lease that may write. */
    static List<GrantRow> run(RouterSession session, StatementBody body, Lease lease) {
        CatalogSnapshot catalog = session.rights.catalog(lease);
        session.rights.requireOpen(body, catalog);
        if (body instanceof OwnedObjects owned) {
            return OwnedStatement.run(session, owned, catalog);
        }
        if (OwnerStatement.is(body)) {
            return OwnerStatement.run(session, body, catalog);
        }
        if (body instanceof DefaultPrivileges d) {
            return DefaultPrivilegesStatement.run(session, d, catalog);
        }
        return rows(session, (Grant) body, catalog);
    }

    /** The rows that it makes in the database of a catalog, which is that of its objects. */
    static List<GrantRow> rows(RouterSession session, Grant statement, CatalogSnapshot catalog) {
        GrantStatement work = new GrantStatement(session, statement, catalog.grants(), catalog);
        work.run();
        return work.out;
    }

    private void run() {
        if (statement.grantedBy() != null
                && RoleStatements.resolve(session, statement.grantedBy()).id()
                        != session.roles.current().id()) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "grantor must be current user");
        }
        List<Long> grantees = new ArrayList<>();
        for (RoleName r : statement.grantees()) {
            grantees.add(
                    r.kind() == RoleName.Kind.PUBLIC
                            ? GrantRow.PUBLIC
                            : RoleStatements.resolve(session, r).id());
        }
        boolean sequences = statement.kind() == ObjectKind.SEQUENCE;
        boolean routines = statement.kind() == ObjectKind.FUNCTION || statement.kind() == ObjectKind.ROUTINE;
        if (routines) {
            functions()
                    .forEach(f -> change(
                            new Target(Kind.ROUTINE, f.id(), 0),
                            "function",
                            f.name(),
                            mask(statement.privileges(), Right.ON_ROUTINE, "function"),
                            Right.ON_ROUTINE,
                            grantees));
        } else if (statement.allInSchema()) {
            for (ObjectReference o : statement.objects()) {
                Schema schema = within(o.name());
                for (Relation r : catalog.relations()) {
                    if (r.schema().equals(schema.name()) && sequences == (r.kind() == Relation.Kind.SEQUENCE)) {
                        relation(r, grantees);
                    }
                }
            }
        } else if (statement.kind() == ObjectKind.DATABASE) {
            for (ObjectReference o : statement.objects()) {
                database(o.name().last().name(), grantees);
            }
        } else if (statement.kind() == ObjectKind.TYPE || statement.kind() == ObjectKind.DOMAIN) {
            String word = statement.kind() == ObjectKind.TYPE ? "type" : "domain";
            for (ObjectReference o : statement.objects()) {
                Target t = type(o);
                int wanted = mask(statement.privileges(), Right.ON_TYPE, word);
                change(t, "type", o.name().last().name(), wanted, Right.ON_TYPE, grantees);
            }
        } else if (statement.kind() == ObjectKind.SCHEMA) {
            for (ObjectReference o : statement.objects()) {
                Schema s = schema(o.name());
                int wanted = mask(statement.privileges(), Right.ON_SCHEMA, "schema");
                change(new Target(Kind.SCHEMA, s.id(), 0), "schema", s.name(), wanted, Right.ON_SCHEMA, grantees);
            }
        } else {
            List<Relation> targets = new ArrayList<>();
            for (ObjectReference o : statement.objects()) {
                Relation r = named(o.name());
                if (sequences && r.kind() != Relation.Kind.SEQUENCE) {
                    throw SqlFailure.build(FailureKind.SEMANTIC, '"' + r.name() + "\" is not a sequence")
                            .sqlState("42809")
                            .build();
                }
                targets.add(r);
            }
            targets.forEach(r -> relation(r, grantees));
        }
    }

    private List<Routine> functions() {
        List<Routine> all = new ArrayList<>();
        for (ObjectReference o : statement.objects()) {
            if (statement.allInSchema()) {
                Schema schema = within(o.name());
                catalog.routines().stream()
                        .filter(f -> f.schema().equals(schema.name()))
                        .forEach(all::add);
            } else {
                all.add(session.desk.planner.dialect(session.dialect()).routine(o, catalog, false));
            }
        }
        return all;
    }

    private void database(String name, List<Long> grantees) {
        int wanted = mask(statement.privileges(), Right.ON_DATABASE, "database");
        change(new Target(Kind.DATABASE, GrantRow.DATABASE, 0), "database", name, wanted, Right.ON_DATABASE, grantees);
    }

    /** A type, or that of a relation's rows; of what is there from the start rights are not kept. */
    private Target type(ObjectReference o) {
        QualifiedName name = o.name();
        int n = name.parts().size();
        String last = name.last().name();
        if (n > 1 && catalog.schema(name.parts().get(n - 2).name()) == null) {
            // of the system's too, whose rights are not kept
            schema(new QualifiedName(name.parts().subList(0, n - 1), name.start(), name.end()));
        }
        for (String schema :
                n == 1 ? catalog.path() : List.of(name.parts().get(n - 2).name())) {
            UserType t = catalog.type(schema, last);
            Relation r = catalog.relation(schema, last);
            if (statement.kind() == ObjectKind.DOMAIN && (t != null ? !t.isDomain() : isRows(r))) {
                throw SqlFailure.build(FailureKind.SEMANTIC, '"' + last + "\" is not a domain")
                        .sqlState("42809")
                        .build();
            }
            if (t != null || isRows(r)) {
                return new Target(Kind.TYPE, t != null ? t.id() : r.id(), 0);
            }
            String element = last.startsWith("_") ? last.substring(1) : "";
            if (catalog.type(schema, element) != null || isRows(catalog.relation(schema, element))) {
                throw invalid("cannot set privileges of array types")
                        .but()
                        .hint("Set the privileges of the element type instead.")
                        .build();
            }
        }
        // where it stands is not told
        TypeName written = new TypeName(name, false, List.of(), null, List.of(), false, false, 0, 0);
        try {
            session.desk.planner.dialect(session.dialect()).type(written, "", catalog);
        } catch (SqlFailure f) {
            throw f.but().position(0).build();
        }
        throw SqlFailure.unsupported((statement.grant() ? "GRANT" : "REVOKE") + " on a type that is built in");
    }

    private static boolean isRows(Relation r) {
        return r != null && r.kind() != Relation.Kind.SEQUENCE;
    }

    /** A schema that the present role may look into. */
    private Schema within(QualifiedName name) {
        Schema s = schema(name);
        if (!session.rights.isOpen(s.id(), grants)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for schema " + s.name());
        }
        return s;
    }

    private Schema schema(QualifiedName name) {
        Schema s = catalog.schema(name.last().name());
        if (s == null
                && session.desk
                        .planner
                        .dialect(session.dialect())
                        .isSystemSchema(name.last().name())) {
            throw SqlFailure.unsupported((statement.grant() ? "GRANT" : "REVOKE") + " on a schema of the system");
        }
        if (s == null) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "schema \"" + name.last().name() + "\" does not exist")
                    .sqlState("3F000")
                    .build();
        }
        return s;
    }

    private Relation named(QualifiedName name) {
        int n = name.parts().size();
        String last = name.last().name();
        Relation r = n == 1
                ? catalog.relation(last)
                : catalog.relation(name.parts().get(n - 2).name(), last);
        if (r == null) {
            String shown =
                    String.join(".", name.parts().stream().map(Identifier::name).toList());
            throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + shown + "\" does not exist");
        }
        return r;
    }

    // --- what is meant ----------------------------------------------------------------------------------------------

    /** Bits of the rights that are written, which all must be there on what they are for. */
    static int mask(List<Privilege> privileges, int all, String what) {
        int mask = 0;
        for (Privilege p : privileges) {
            mask |= mask(p, all, what);
        }
        return mask;
    }

    private static int mask(Privilege p, int all, String what) {
        if (p.name().equals("ALL")) {
            return all;
        }
        Right r = Right.of(p.name());
        boolean other = Set.of("connect", "temporary", "temp", "execute", "set", "alter system")
                .contains(p.name());
        if (r == null && !other) {
            throw SqlFailure.of(FailureKind.SYNTAX, "unrecognized privilege type \"" + p.name() + '"');
        }
        if (r == null || (r.bit() & all) == 0) {
            String shown = p.name().equals("temp") ? "TEMPORARY" : p.name().toUpperCase(java.util.Locale.ROOT);
            throw invalid("invalid privilege type " + shown + " for " + what);
        }
        if (!p.columns().isEmpty() && all != Right.ON_COLUMN && all != Right.ON_RELATION) {
            throw invalid("column privileges are only valid for relations");
        }
        return r.bit();
    }

    /** What cannot be given. */
    static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("0LP01").build();
    }

    private void relation(Relation r, List<Long> grantees) {
        if (r.temporary()) {
            throw SqlFailure.unsupported("GRANT and REVOKE on a temporary relation");
        }
        Kind kind = SessionRights.kind(r);
        int all = Grants.all(kind);
        String word = SessionRights.word(r);
        int whole = 0;
        for (Privilege p : statement.privileges()) {
            if (p.columns().isEmpty()) {
                whole |= mask(p, all, word);
            }
        }
        if (whole != 0) {
            change(new Target(kind, r.id(), 0), word, r.name(), whole, all, grantees);
            if (!statement.grant()) {
                revokeFromColumns(r, whole & Right.ON_COLUMN, grantees);
            }
        }
        for (Privilege p : statement.privileges()) {
            for (Identifier column : p.columns()) {
                int i = r.index(column.name());
                if (i < 0) {
                    throw SqlFailure.of(
                            FailureKind.UNDEFINED_COLUMN,
                            "column \"" + column.name() + "\" of relation \"" + r.name() + "\" does not exist");
                }
                int mask = mask(p, Right.ON_COLUMN, "column");
                Target target = new Target(kind, r.id(), r.columns().get(i).number());
                change(target, word, r.name(), mask, Right.ON_COLUMN, grantees);
            }
        }
    }

    /** What is taken away from a table is taken away from its columns too. */
    private void revokeFromColumns(Relation r, int mask, List<Long> grantees) {
        Kind kind = SessionRights.kind(r);
        for (RelationColumn c : r.columns()) {
            if (grants.of(kind, r.id()).stream().anyMatch(g -> g.column() == c.number())) {
                Target target = new Target(kind, r.id(), c.number());
                revoke(target, mask, grantor(target), grantees);
            }
        }
    }

    // --- changes ----------------------------------------------------------------------------------------------------

    private void change(Target target, String what, String name, int wanted, int all, List<Long> grantees) {
        long grantor = grantor(target);
        Set<Long> roles =
                grantor == GrantRow.PUBLIC ? Set.of() : session.roles.all().rightsOf(grantor);
        int may = session.roles.current().superuser() || grantor == grants.owner(target.object)
                ? all
                : grants.giveable(target.kind, target.object, target.column, roles);
        if ((may & wanted) == 0) {
            Set<Long> mine =
                    session.roles.all().rightsOf(session.roles.current().id());
            int held = grants.held(target.kind, target.object, target.column, mine)
                    | grants.held(target.kind, target.object, 0, mine);
            if ((held & all) == 0 && may == 0) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "permission denied for " + what + " " + name);
            }
        }
        boolean written =
                statement.privileges().stream().noneMatch(p -> p.name().equals("ALL"));
        int real = wanted & may;
        if (real != wanted && (written || real == 0)) {
            warn(real == 0, name);
        }
        if (real == 0) {
            return;
        }
        if (statement.grant()) {
            grant(target, real, grantor, grantees);
        } else {
            revoke(target, real, grantor, grantees);
        }
    }

    private void warn(boolean none, String name) {
        String verb = statement.grant() ? "were granted" : "could be revoked";
        session.notice(new Notice(
                Notice.Severity.WARNING,
                statement.grant() ? "01007" : "01006",
                (none ? "no privileges " : "not all privileges ") + verb + " for \"" + name + '"',
                null,
                null));
    }

    /** Who gives: the owner for its members and superusers, else the role itself or one of its own that may give. */
    private long grantor(Target target) {
        Roles all = session.roles.all();
        User me = all.find(session.roles.current().id());
        long owner = grants.owner(target.object);
        long id = session.roles.current().id();
        if (session.roles.current().superuser() || all.hasRightsOf(id, owner)) {
            return owner;
        }
        for (long role : me == null ? Set.<Long>of() : all.rightsOf(id)) {
            if (grants.giveable(target.kind, target.object, target.column, Set.of(role)) != 0) {
                return role;
            }
        }
        // who is in no store has the installation's number, and none of its rights
        return id == GrantRow.INSTALLATION ? GrantRow.PUBLIC : id;
    }

    /** The rows of an object as this statement has left them so far. */
    private List<GrantRow> now(Target target) {
        List<GrantRow> rows = new ArrayList<>(grants.of(target.kind, target.object));
        for (GrantRow o : out) {
            if (o.kind() == target.kind && o.object() == target.object) {
                rows.removeIf(o::sameKey);
                rows.add(o);
            }
        }
        return rows;
    }

    private GrantRow row(Target target, long grantee, long grantor) {
        GrantRow key = new GrantRow(target.kind, target.object, target.column, grantee, grantor, 0, 0);
        return now(target).stream().filter(key::sameKey).findFirst().orElse(key);
    }

    private void put(GrantRow row) {
        if (!grants.isExplicit(row.kind(), row.object())
                && out.stream().noneMatch(o -> o.kind() == row.kind() && o.object() == row.object())) {
            // what was there by default stays, from now on in writing
            out.addAll(grants.of(row.kind(), row.object()));
        }
        out.removeIf(row::sameKey);
        out.add(row);
    }

    private void grant(Target target, int mask, long grantor, List<Long> grantees) {
        for (long grantee : grantees) {
            if (statement.withOption() && grantee == GrantRow.PUBLIC) {
                throw invalid("grant options can only be granted to roles");
            }
            GrantRow r = row(target, grantee, grantor);
            put(r.with(r.rights() | mask, r.options() | (statement.withOption() ? mask : 0)));
        }
    }

    private void revoke(Target target, int mask, long grantor, List<Long> grantees) {
        for (long grantee : grantees) {
            GrantRow r = row(target, grantee, grantor);
            int lost = r.options() & mask;
            int rights = statement.optionOnly() ? r.rights() : r.rights() & ~mask;
            if (rights != r.rights() || lost != 0) {
                put(r.with(rights, r.options() & ~mask));
            }
            if (lost != 0) {
                dependent(target, grantee, lost);
            }
        }
    }

    /** What a role has given on goes with its right to do so, if it has it from nobody else. */
    private void dependent(Target target, long former, int lost) {
        int still = 0;
        for (GrantRow r : now(target)) {
            if (r.grantee() == former && (r.column() == target.column || r.column() == 0)) {
                still |= r.options();
            }
        }
        int gone = lost & ~still;
        if (gone == 0 || former == grants.owner(target.object)) {
            return;
        }
        for (GrantRow r : List.copyOf(now(target))) {
            if (r.grantor() != former || r.column() != target.column || (r.rights() & gone) == 0) {
                continue;
            }
            if (statement.behavior() != Behavior.CASCADE) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "dependent privileges exist")
                        .sqlState("2BP01")
                        .hint("Use CASCADE to revoke them too.")
                        .build();
            }
            put(r.with(r.rights() & ~gone, r.options() & ~gone));
            if ((r.options() & gone) != 0) {
                dependent(target, r.grantee(), r.options() & gone);
            }
        }
    }
}
