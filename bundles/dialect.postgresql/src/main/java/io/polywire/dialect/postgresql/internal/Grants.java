package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.DefaultPrivileges;
import io.polywire.sql.tree.Grant;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Privilege;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RoleName;
import java.util.ArrayList;
import java.util.List;

/** GRANT, REVOKE and ALTER DEFAULT PRIVILEGES. */
final class Grants extends Rules {
    Grants(PgParser parser) {
        super(parser);
    }

    private record Target(ObjectKind kind, boolean allInSchema, List<ObjectReference> objects) {}

    Grant grant() {
        int start = start();
        cursor.advance();
        List<Privilege> privileges = privileges();
        if (accept(ON)) {
            Target t = target();
            expect(TO);
            List<RoleName> grantees = grantees();
            boolean option = withGrantOption();
            RoleName by = grantedBy();
            return new Grant(
                    true,
                    false,
                    privileges,
                    t.allInSchema,
                    t.kind,
                    t.objects,
                    grantees,
                    option,
                    by,
                    Behavior.DEFAULT,
                    start,
                    end());
        }
        rolesOnly(privileges);
        expect(TO);
        List<RoleName> grantees = roles();
        boolean admin = accept(WITH);
        if (admin) {
            expect(ADMIN, OPTION);
        }
        RoleName by = grantedBy();
        return new Grant(
                true, false, privileges, false, null, List.of(), grantees, admin, by, Behavior.DEFAULT, start, end());
    }

    Grant revoke() {
        int start = start();
        cursor.advance();
        boolean grantOption = is(GRANT);
        boolean adminOption = is(ADMIN) && next(1, OPTION);
        if (grantOption || adminOption) {
            cursor.advance();
            expect(OPTION, FOR);
        }
        List<Privilege> privileges = privileges();
        if (!adminOption && accept(ON)) {
            Target t = target();
            expect(FROM);
            List<RoleName> grantees = grantees();
            RoleName by = grantedBy();
            return new Grant(
                    false,
                    grantOption,
                    privileges,
                    t.allInSchema,
                    t.kind,
                    t.objects,
                    grantees,
                    false,
                    by,
                    behavior(),
                    start,
                    end());
        }
        if (grantOption) {
            throw syntax();
        }
        rolesOnly(privileges);
        expect(FROM);
        List<RoleName> grantees = roles();
        RoleName by = grantedBy();
        return new Grant(
                false, adminOption, privileges, false, null, List.of(), grantees, false, by, behavior(), start, end());
    }

    /** What may stand before TO or FROM without ON. */
    private void rolesOnly(List<Privilege> privileges) {
        if (privileges.size() == 1 && privileges.get(0).name().equals("ALL")) {
            throw syntax();
        }
    }

    private List<Privilege> privileges() {
        if (is(ALL)) {
            int start = start();
            cursor.advance();
            accept(PRIVILEGES);
            return List.of(new Privilege("ALL", columnList(), start, end()));
        }
        return list(this::privilege);
    }

    private Privilege privilege() {
        int start = start();
        String name;
        if (is(SELECT) || is(REFERENCES) || is(CREATE)) {
            name = label().name();
        } else if (accept(ALTER, SYSTEM)) {
            return new Privilege("alter system", List.of(), start, end());
        } else {
            name = name().name();
        }
        return new Privilege(name, columnList(), start, end());
    }

    private Target target() {
        if (accept(ALL)) {
            ObjectKind kind = allKind();
            expect(IN, SCHEMA);
            return new Target(kind, true, list(() -> parser.objects.object(ObjectKind.SCHEMA)));
        }
        ObjectKind kind = targetKind();
        return new Target(kind, false, list(() -> object(kind)));
    }

    private ObjectKind allKind() {
        ObjectKind kind = is(TABLES)
                ? ObjectKind.TABLE
                : is(SEQUENCES)
                        ? ObjectKind.SEQUENCE
                        : is(FUNCTIONS)
                                ? ObjectKind.FUNCTION
                                : is(PROCEDURES) ? ObjectKind.PROCEDURE : is(ROUTINES) ? ObjectKind.ROUTINE : null;
        if (kind == null) {
            throw syntax();
        }
        cursor.advance();
        return kind;
    }

    /** Kinds have words that may also be a table's name, if they are not followed by one. */
    private ObjectKind targetKind() {
        Keyword k = word();
        if (k == null || k != TABLE && (next(1, ',') || next(1, '.') || next(1, TO) || next(1, FROM))) {
            return ObjectKind.TABLE;
        }
        ObjectKind kind = switch (k) {
            case TABLE -> ObjectKind.TABLE;
            case SEQUENCE -> ObjectKind.SEQUENCE;
            case FUNCTION -> ObjectKind.FUNCTION;
            case PROCEDURE -> ObjectKind.PROCEDURE;
            case ROUTINE -> ObjectKind.ROUTINE;
            case DATABASE -> ObjectKind.DATABASE;
            case DOMAIN -> ObjectKind.DOMAIN;
            case LANGUAGE -> ObjectKind.LANGUAGE;
            case SCHEMA -> ObjectKind.SCHEMA;
            case TABLESPACE -> ObjectKind.TABLESPACE;
            case TYPE -> ObjectKind.TYPE;
            case PARAMETER -> ObjectKind.PARAMETER;
            default -> null;
        };
        if (kind != null) {
            cursor.advance();
            return kind;
        }
        if (accept(LARGE, OBJECT)) {
            return ObjectKind.LARGE_OBJECT;
        }
        if (accept(FOREIGN)) {
            if (accept(SERVER)) {
                return ObjectKind.FOREIGN_SERVER;
            }
            expect(DATA, WRAPPER);
            return ObjectKind.FOREIGN_DATA_WRAPPER;
        }
        return ObjectKind.TABLE;
    }

    private ObjectReference object(ObjectKind kind) {
        int start = start();
        switch (kind) {
            case TABLE, SEQUENCE:
                return new ObjectReference(kind, qualifiedName(), null, null, null, start, end());
            case TYPE, DOMAIN:
                QualifiedName name = anyName();
                return new ObjectReference(kind, name, null, null, null, start, end());
            case LARGE_OBJECT:
                Literal number = number();
                Identifier id = new Identifier(number.value(), false, start, end());
                return new ObjectReference(kind, Objects.single(id), null, null, null, start, end());
            default:
                return parser.objects.object(kind);
        }
    }

    private List<RoleName> grantees() {
        return list(() -> {
            accept(GROUP);
            return role();
        });
    }

    private boolean withGrantOption() {
        if (!accept(WITH)) {
            return false;
        }
        expect(GRANT, OPTION);
        return true;
    }

    private RoleName grantedBy() {
        if (!accept(GRANTED)) {
            return null;
        }
        expect(BY);
        return role();
    }

    /** Behind ALTER, at DEFAULT. */
    DefaultPrivileges defaults(int start) {
        cursor.advance();
        expect(PRIVILEGES);
        List<RoleName> owners = new ArrayList<>(1);
        List<Identifier> schemas = new ArrayList<>(1);
        for (; ; ) {
            if (accept(FOR)) {
                if (!accept(ROLE)) {
                    expect(USER);
                }
                owners.addAll(roles());
            } else if (accept(IN)) {
                expect(SCHEMA);
                schemas.addAll(names());
            } else {
                break;
            }
        }
        Grant grant = defaultGrant();
        return new DefaultPrivileges(owners, schemas, grant, start, end());
    }

    private Grant defaultGrant() {
        int start = start();
        boolean grant = accept(GRANT);
        boolean option = false;
        if (!grant) {
            expect(REVOKE);
            option = is(GRANT) && next(1, OPTION);
            if (option) {
                cursor.advance();
                cursor.advance();
                expect(FOR);
            }
        }
        List<Privilege> privileges = privileges();
        expect(ON);
        ObjectKind kind = is(TYPES) ? ObjectKind.TYPE : is(SCHEMAS) ? ObjectKind.SCHEMA : null;
        if (kind != null) {
            cursor.advance();
        } else if (is(PROCEDURES)) {
            throw syntax();
        } else {
            kind = allKind();
        }
        if (grant) {
            expect(TO);
        } else {
            expect(FROM);
        }
        List<RoleName> grantees = grantees();
        boolean with = grant && withGrantOption();
        return new Grant(
                grant,
                option,
                privileges,
                false,
                kind,
                List.of(),
                grantees,
                with,
                null,
                grant ? Behavior.DEFAULT : behavior(),
                start,
                end());
    }
}
