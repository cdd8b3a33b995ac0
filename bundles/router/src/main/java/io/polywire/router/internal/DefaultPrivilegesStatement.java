package io.polywire.router.internal;

import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.right.DefaultGrants;
import io.polywire.sql.right.DefaultGrants.Key;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.tree.DefaultPrivileges;
import io.polywire.sql.tree.Grant;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.RoleName;
import java.util.ArrayList;
import java.util.List;

/**
 * ALTER DEFAULT PRIVILEGES for tables, sequences, schemas, functions and types: checks and texts of PostgreSQL 15
 * ({@code ExecAlterDefaultPrivilegesStmt} and {@code SetDefaultACL} in src/backend/catalog/aclchk.c).
 */
final class DefaultPrivilegesStatement {
    private final RouterSession session;
    private final DefaultPrivileges statement;
    private final CatalogSnapshot catalog;
    private final DefaultGrants defaults;
    private final List<GrantRow> out = new ArrayList<>();
    private final Kind kind;
    private final List<Long> grantees = new ArrayList<>();
    private int wanted;

    private DefaultPrivilegesStatement(RouterSession session, DefaultPrivileges statement, CatalogSnapshot catalog) {
        this.session = session;
        this.statement = statement;
        this.catalog = catalog;
        this.defaults = catalog.grants().defaults();
        this.kind = kind(statement);
    }

    private static Kind kind(DefaultPrivileges s) {
        return switch (s.grant().kind()) {
            case TABLE -> Kind.NEW_RELATION;
            case SEQUENCE -> Kind.NEW_SEQUENCE;
            case SCHEMA -> Kind.NEW_SCHEMA;
            case FUNCTION, ROUTINE -> Kind.NEW_ROUTINE;
            case TYPE -> Kind.NEW_TYPE;
            default ->
                throw new IllegalStateException("no rights on new " + s.grant().kind());
        };
    }

    /** The rows that it makes. */
    static List<GrantRow> run(RouterSession session, DefaultPrivileges s, CatalogSnapshot catalog) {
        DefaultPrivilegesStatement work = new DefaultPrivilegesStatement(session, s, catalog);
        work.run();
        return work.out;
    }

    private void run() {
        Grant grant = statement.grant();
        for (RoleName r : grant.grantees()) {
            grantees.add(
                    r.kind() == RoleName.Kind.PUBLIC
                            ? GrantRow.PUBLIC
                            : RoleStatements.resolve(session, r).id());
        }
        if (grant.privileges().stream().anyMatch(p -> !p.columns().isEmpty())) {
            throw GrantStatement.invalid("default privileges cannot be set for columns");
        }
        String word = switch (kind) {
            case NEW_SEQUENCE -> "sequence";
            case NEW_SCHEMA -> "schema";
            case NEW_ROUTINE -> "function";
            case NEW_TYPE -> "type";
            default -> "relation";
        };
        wanted = GrantStatement.mask(grant.privileges(), Grants.all(kind), word);
        if (statement.owners().isEmpty()) {
            of(session.roles.current().id());
        }
        for (RoleName r : statement.owners()) {
            User role = RoleStatements.resolve(session, r);
            boolean may = session.roles.current().superuser()
                    || session.roles.all().isMember(session.roles.current().id(), role.id());
            if (!may) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "must be member of role \"" + role.name() + '"');
            }
            of(role.id());
        }
    }

    private void of(long role) {
        if (statement.schemas().isEmpty()) {
            change(new Key(kind, role, DefaultGrants.EVERYWHERE));
        }
        for (Identifier name : statement.schemas()) {
            Schema schema = catalog.schema(name.name());
            if (schema == null) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + name.name() + "\" does not exist")
                        .sqlState("3F000")
                        .build();
            }
            if (kind == Kind.NEW_SCHEMA) {
                throw GrantStatement.invalid("cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
            }
            change(new Key(kind, role, schema.id()));
        }
    }

    private void change(Key key) {
        List<GrantRow> before = now(key);
        List<GrantRow> after = new ArrayList<>(before);
        for (long grantee : grantees) {
            GrantRow there = after.stream()
                    .filter(r -> r.grantee() == grantee)
                    .findFirst()
                    .orElse(new GrantRow(key.kind(), key.schema(), 0, grantee, key.role(), 0, 0));
            GrantRow next = changed(there);
            int at = after.indexOf(there);
            if (at < 0) {
                after.add(next);
            } else {
                after.set(at, next);
            }
        }
        forget(key);
        if (!DefaultGrants.isSame(after, DefaultGrants.initial(key))) {
            for (GrantRow r : after) {
                boolean says = r.rights() != 0 || r.grantee() == key.role() && key.schema() == DefaultGrants.EVERYWHERE;
                if (says) {
                    out.removeIf(r::sameKey);
                    out.add(r);
                }
            }
        }
    }

    private GrantRow changed(GrantRow r) {
        Grant g = statement.grant();
        if (g.grant()) {
            if (g.withOption() && r.grantee() == GrantRow.PUBLIC) {
                throw GrantStatement.invalid("grant options can only be granted to roles");
            }
            return r.with(r.rights() | wanted, r.options() | (g.withOption() ? wanted : 0));
        }
        return g.optionOnly()
                ? r.with(r.rights(), r.options() & ~wanted)
                : r.with(r.rights() & ~wanted, r.options() & ~wanted);
    }

    /** An entry as this statement has left it so far. */
    private List<GrantRow> now(Key key) {
        List<GrantRow> mine = out.stream().filter(r -> isOf(r, key)).toList();
        if (mine.isEmpty()) {
            return defaults.of(key);
        }
        List<GrantRow> left =
                mine.stream().filter(r -> r.rights() != GrantRow.FORGOTTEN).toList();
        return left.isEmpty() ? DefaultGrants.initial(key) : left;
    }

    private static boolean isOf(GrantRow r, Key key) {
        return r.kind() == key.kind() && r.grantor() == key.role() && r.object() == key.schema();
    }

    /** What is kept of an entry is kept no more, unless it is said again. */
    private void forget(Key key) {
        out.removeIf(r -> isOf(r, key));
        for (GrantRow r : defaults.entries().getOrDefault(key, List.of())) {
            out.add(r.with(GrantRow.FORGOTTEN, 0));
        }
    }

    // --- roles that go ----------------------------------------------------------------------------------------------

    /** DROP OWNED: a role's entries, and what the entries of others give it. */
    static void dropped(long role, Grants grants, List<GrantRow> rows) {
        grants.defaults().entries().forEach((key, entry) -> {
            if (key.role() == role) {
                entry.forEach(r -> rows.add(r.with(GrantRow.FORGOTTEN, 0)));
                return;
            }
            List<GrantRow> left =
                    entry.stream().filter(r -> r.grantee() != role).toList();
            if (left.size() < entry.size()) {
                boolean usual = DefaultGrants.isSame(left, DefaultGrants.initial(key));
                entry.stream()
                        .filter(r -> usual || r.grantee() == role)
                        .forEach(r -> rows.add(r.with(GrantRow.FORGOTTEN, 0)));
            }
        });
    }

    /** What hangs on a role here, in the words of DROP ROLE. */
    static List<String> dependents(long role, CatalogSnapshot catalog, Roles roles) {
        List<String> lines = new ArrayList<>();
        catalog.grants().defaults().entries(catalog).forEach((key, entry) -> {
            User owner = roles.find(key.role());
            String shown = "default privileges on new "
                    + switch (key.kind()) {
                        case NEW_SEQUENCE -> "sequences";
                        case NEW_SCHEMA -> "schemas";
                        case NEW_ROUTINE -> "functions";
                        case NEW_TYPE -> "types";
                        default -> "relations";
                    }
                    + " belonging to role "
                    + (owner == null ? Long.toString(key.role()) : owner.name());
            for (Schema s : catalog.schemas()) {
                shown = s.id() == key.schema() ? shown + " in schema " + s.name() : shown;
            }
            if (key.role() == role) {
                lines.add("owner of " + shown);
            } else if (entry.stream().anyMatch(r -> r.grantee() == role && r.rights() != 0)) {
                lines.add("privileges for " + shown);
            }
        });
        return lines;
    }
}
