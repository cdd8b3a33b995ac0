package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.tree.AlterGroup;
import io.polywire.sql.tree.AlterRole;
import io.polywire.sql.tree.AlterSettings;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.CreateRole;
import io.polywire.sql.tree.DropRole;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.RoleOption;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CREATE, ALTER and DROP of roles; OWNED. */
final class Roles extends Rules {
    private static final Set<String> FLAGS = Set.of(
            "superuser",
            "nosuperuser",
            "createrole",
            "nocreaterole",
            "replication",
            "noreplication",
            "createdb",
            "nocreatedb",
            "login",
            "nologin",
            "bypassrls",
            "nobypassrls",
            "noinherit");

    Roles(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE. */
    CreateRole create(int start) {
        ObjectKind kind = kind();
        Identifier name = roleId();
        accept(WITH);
        List<RoleOption> options = new ArrayList<>(2);
        for (RoleOption o; (o = option(true)) != null; ) {
            options.add(o);
        }
        return new CreateRole(kind, name, options, start, end());
    }

    private ObjectKind kind() {
        ObjectKind kind = is(USER) ? ObjectKind.USER : is(GROUP) ? ObjectKind.GROUP : ObjectKind.ROLE;
        cursor.advance();
        return kind;
    }

    /** An option of a role, or null if none begins here. */
    private RoleOption option(boolean create) {
        int start = start();
        if (is(Tokens.IDENTIFIER)) {
            Identifier id = label();
            if (!FLAGS.contains(id.name())) {
                throw failure("unrecognized role option \"" + id.name() + "\"", start);
            }
            return new RoleOption(id.name().toUpperCase(Locale.ROOT), null, List.of(), start, end());
        }
        Keyword k = word();
        if (k == null) {
            return null;
        }
        switch (k) {
            case PASSWORD:
                cursor.advance();
                return valued("PASSWORD", accept(NULL) ? null : string(), start);
            case ENCRYPTED:
                cursor.advance();
                expect(PASSWORD);
                return valued("PASSWORD", string(), start);
            case UNENCRYPTED:
                cursor.advance();
                expect(PASSWORD);
                string();
                throw unsupported("UNENCRYPTED PASSWORD", start);
            case INHERIT:
                cursor.advance();
                return valued("INHERIT", null, start);
            case CONNECTION:
                cursor.advance();
                expect(LIMIT);
                int at = start();
                int limit = signedInteger();
                return valued(
                        "CONNECTION LIMIT", new Literal(Literal.Kind.INTEGER, String.valueOf(limit), at, end()), start);
            case VALID:
                cursor.advance();
                expect(UNTIL);
                return valued("VALID UNTIL", string(), start);
            case USER:
                cursor.advance();
                return members("ROLE", start);
            default:
                return create ? createOption(k, start) : null;
        }
    }

    private RoleOption createOption(Keyword k, int start) {
        switch (k) {
            case SYSID:
                cursor.advance();
                return valued("SYSID", integer(), start);
            case ADMIN:
                cursor.advance();
                return members("ADMIN", start);
            case ROLE:
                cursor.advance();
                return members("ROLE", start);
            case IN:
                cursor.advance();
                if (!accept(ROLE)) {
                    expect(GROUP);
                }
                return members("IN ROLE", start);
            default:
                return null;
        }
    }

    private RoleOption valued(String name, Expression value, int start) {
        return new RoleOption(name, value, List.of(), start, end());
    }

    private RoleOption members(String name, int start) {
        return new RoleOption(name, null, roles(), start, end());
    }

    /** Behind ALTER, at ROLE or USER. */
    StatementBody alter(int start) {
        cursor.advance();
        if (is(ALL)) {
            cursor.advance();
            return settings(null, true, start);
        }
        RoleName role = role();
        if (is(RENAME)) {
            return rename(role, start);
        }
        if (is(SET) || is(RESET) || is(IN)) {
            return settings(role, false, start);
        }
        accept(WITH);
        List<RoleOption> options = new ArrayList<>(2);
        for (RoleOption o; (o = option(false)) != null; ) {
            options.add(o);
        }
        return new AlterRole(role, options, start, end());
    }

    private StatementBody rename(RoleName role, int start) {
        if (role.kind() != RoleName.Kind.NAMED) {
            throw tokens.failureAt(
                            FailureKind.SEMANTIC,
                            tokens.text.substring(role.start(), role.end()).toUpperCase(Locale.ROOT)
                                    + " cannot be used as a role name here",
                            role.start())
                    .sqlState("42939")
                    .build();
        }
        cursor.advance();
        expect(TO);
        ObjectReference object = new ObjectReference(
                ObjectKind.ROLE, Objects.single(role.name()), null, null, null, role.start(), role.end());
        return new Rename(object, false, false, null, null, roleId(), Behavior.DEFAULT, start, end());
    }

    private StatementBody settings(RoleName role, boolean all, int start) {
        Identifier database = null;
        if (accept(IN)) {
            expect(DATABASE);
            database = name();
        }
        return new AlterSettings(role, database, all, parser.settings.setOrReset(), start, end());
    }

    /** Behind ALTER, at GROUP. */
    StatementBody alterGroup(int start) {
        cursor.advance();
        RoleName group = role();
        if (is(RENAME)) {
            return rename(group, start);
        }
        boolean add = accept(ADD);
        if (!add) {
            expect(DROP);
        }
        expect(USER);
        return new AlterGroup(group, add, roles(), start, end());
    }

    /** Behind DROP, at ROLE, USER or GROUP. */
    DropRole drop(int start) {
        cursor.advance();
        boolean ifExists = is(IF) && next(1, EXISTS) && ifExists();
        return new DropRole(ifExists, roles(), start, end());
    }

    /** Behind DROP, at OWNED. */
    OwnedObjects dropOwned(int start) {
        cursor.advance();
        expect(BY);
        List<RoleName> owners = roles();
        return new OwnedObjects(owners, null, behavior(), start, end());
    }

    /** REASSIGN OWNED. */
    OwnedObjects reassign() {
        int start = start();
        cursor.advance();
        expect(OWNED, BY);
        List<RoleName> owners = roles();
        expect(TO);
        return new OwnedObjects(owners, role(), Behavior.DEFAULT, start, end());
    }
}
