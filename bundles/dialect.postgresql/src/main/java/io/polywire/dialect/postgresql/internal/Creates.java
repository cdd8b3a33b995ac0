package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;

/** Finds out what CREATE and ALTER are about. */
final class Creates extends Rules {
    Creates(PgParser parser) {
        super(parser);
    }

    /** CREATE; databases are apart, since the router makes them. */
    Statement create() {
        int start = start();
        if (next(1, DATABASE)) {
            cursor.advance();
            cursor.advance();
            return parser.databases.create(start);
        }
        return parser.parsed(createBody());
    }

    StatementBody createBody() {
        int start = start();
        cursor.advance();
        boolean orReplace = accept(OR);
        if (orReplace) {
            expect(REPLACE);
        }
        Keyword k = word();
        if (k == null) {
            throw syntax();
        }
        if (k == FUNCTION || k == PROCEDURE) {
            return parser.routines.create(orReplace, start);
        }
        if (orReplace) {
            switch (k) {
                case TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED, VIEW, RECURSIVE:
                    return parser.definitions.view(true, persistence(), start);
                default:
                    throw parser.refusals.create(k);
            }
        }
        switch (k) {
            case TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED, TABLE, VIEW, RECURSIVE, SEQUENCE, MATERIALIZED:
                return relation(start);
            case UNIQUE, INDEX:
                return parser.indexes.create(start);
            case TYPE:
                cursor.advance();
                return parser.definitions.type(start);
            case DOMAIN:
                cursor.advance();
                return parser.definitions.domain(start);
            case SCHEMA:
                cursor.advance();
                return parser.definitions.schema(start);
            case EXTENSION:
                cursor.advance();
                return parser.definitions.extension(start);
            case ROLE, GROUP:
                return parser.roles.create(start);
            case USER:
                if (next(1, MAPPING) && next(2, FOR)) {
                    throw unsupported("CREATE USER MAPPING", start);
                }
                return parser.roles.create(start);
            default:
                throw parser.refusals.create(k);
        }
    }

    private StatementBody relation(int start) {
        Persistence persistence = persistence();
        if (is(TABLE)) {
            return parser.tables.create(persistence, start);
        }
        if (is(SEQUENCE)) {
            return parser.sequences.create(persistence, start);
        }
        if (is(MATERIALIZED) && persistence != Persistence.TEMPORARY) {
            return parser.definitions.materializedView(persistence, start);
        }
        return parser.definitions.view(false, persistence, start);
    }

    /** schema_stmt: CREATE of what a schema may hold. */
    StatementBody schemaElement() {
        Keyword k = word(1);
        boolean fits = k != null
                && switch (k) {
                    case TEMP,
                            TEMPORARY,
                            LOCAL,
                            GLOBAL,
                            UNLOGGED,
                            TABLE,
                            VIEW,
                            RECURSIVE,
                            SEQUENCE,
                            UNIQUE,
                            INDEX,
                            OR,
                            TRIGGER,
                            CONSTRAINT -> true;
                    default -> false;
                };
        if (!fits) {
            cursor.advance();
            throw syntax();
        }
        return createBody();
    }

    /** ALTER. */
    StatementBody alter() {
        int start = start();
        cursor.advance();
        Keyword k = word();
        if (k == null) {
            throw syntax();
        }
        switch (k) {
            case TABLE:
                return relation(ObjectKind.TABLE, start);
            case INDEX:
                return relation(ObjectKind.INDEX, start);
            case VIEW:
                return relation(ObjectKind.VIEW, start);
            case SEQUENCE:
                return relation(ObjectKind.SEQUENCE, start);
            case MATERIALIZED:
                cursor.advance();
                if (!is(VIEW)) {
                    throw syntax();
                }
                return relation(ObjectKind.MATERIALIZED_VIEW, start);
            case TYPE:
                cursor.advance();
                return parser.definitions.alterType(start);
            case DOMAIN:
                cursor.advance();
                return parser.definitions.alterDomain(start);
            case SCHEMA:
                return schema(start);
            case DATABASE:
                cursor.advance();
                return parser.databases.alter(start);
            case ROLE:
                return parser.roles.alter(start);
            case USER:
                if (next(1, MAPPING) && next(2, FOR)) {
                    throw unsupported("ALTER USER MAPPING", start);
                }
                return parser.roles.alter(start);
            case GROUP:
                return parser.roles.alterGroup(start);
            case DEFAULT:
                return parser.grants.defaults(start);
            case FUNCTION, PROCEDURE, ROUTINE:
                return parser.routines.alter(start);
            default:
                throw parser.refusals.alter(k);
        }
    }

    private StatementBody relation(ObjectKind kind, int start) {
        cursor.advance();
        return parser.alters.relation(kind, start);
    }

    private StatementBody schema(int start) {
        cursor.advance();
        ObjectReference object = parser.objects.object(ObjectKind.SCHEMA);
        if (is(SET)) {
            throw syntax();
        }
        return parser.definitions.common(object, start);
    }
}
