package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.Comment;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RoutineParameter;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import java.util.List;

/** DROP and COMMENT, and how they name objects of every kind. */
final class Objects extends Rules {
    Objects(PgParser parser) {
        super(parser);
    }

    /** The kind whose words stand at the cursor, which are read; null if they are those of no kind known here. */
    ObjectKind kindOrNull() {
        Keyword k = word();
        if (k == null) {
            return null;
        }
        ObjectKind kind = switch (k) {
            case TABLE -> ObjectKind.TABLE;
            case VIEW -> ObjectKind.VIEW;
            case INDEX -> ObjectKind.INDEX;
            case SEQUENCE -> ObjectKind.SEQUENCE;
            case TYPE -> ObjectKind.TYPE;
            case DOMAIN -> ObjectKind.DOMAIN;
            case SCHEMA -> ObjectKind.SCHEMA;
            case EXTENSION -> ObjectKind.EXTENSION;
            case FUNCTION -> ObjectKind.FUNCTION;
            case PROCEDURE -> ObjectKind.PROCEDURE;
            case ROUTINE -> ObjectKind.ROUTINE;
            case TRIGGER -> ObjectKind.TRIGGER;
            case RULE -> ObjectKind.RULE;
            case POLICY -> ObjectKind.POLICY;
            case COLLATION -> ObjectKind.COLLATION;
            case CONVERSION -> ObjectKind.CONVERSION;
            case STATISTICS -> ObjectKind.STATISTICS;
            case LANGUAGE -> ObjectKind.LANGUAGE;
            case PUBLICATION -> ObjectKind.PUBLICATION;
            case SERVER -> ObjectKind.FOREIGN_SERVER;
            default -> null;
        };
        if (kind != null) {
            cursor.advance();
            return kind;
        }
        if (accept(MATERIALIZED)) {
            expect(VIEW);
            return ObjectKind.MATERIALIZED_VIEW;
        }
        if (accept(FOREIGN)) {
            if (accept(TABLE)) {
                return ObjectKind.FOREIGN_TABLE;
            }
            expect(DATA, WRAPPER);
            return ObjectKind.FOREIGN_DATA_WRAPPER;
        }
        if (accept(EVENT)) {
            expect(TRIGGER);
            return ObjectKind.EVENT_TRIGGER;
        }
        if (accept(ACCESS)) {
            expect(METHOD);
            return ObjectKind.ACCESS_METHOD;
        }
        if (accept(PROCEDURAL)) {
            expect(LANGUAGE);
            return ObjectKind.LANGUAGE;
        }
        if (accept(TEXT)) {
            expect(SEARCH);
            if (accept(PARSER)) {
                return ObjectKind.TEXT_SEARCH_PARSER;
            }
            if (accept(DICTIONARY)) {
                return ObjectKind.TEXT_SEARCH_DICTIONARY;
            }
            if (accept(TEMPLATE)) {
                return ObjectKind.TEXT_SEARCH_TEMPLATE;
            }
            expect(CONFIGURATION);
            return ObjectKind.TEXT_SEARCH_CONFIGURATION;
        }
        return null;
    }

    /** An object of a kind whose words were read. */
    ObjectReference object(ObjectKind kind) {
        int start = start();
        switch (kind) {
            case TYPE, DOMAIN:
                TypeName type = parser.types.type();
                return new ObjectReference(kind, type.name(), null, type, null, start, end());
            case FUNCTION, PROCEDURE, ROUTINE:
                return routine(kind);
            case TRIGGER, RULE, POLICY:
                Identifier name = name();
                expect(ON);
                QualifiedName on = anyName();
                return new ObjectReference(kind, single(name), null, null, on, start, end());
            case SCHEMA,
                    EXTENSION,
                    LANGUAGE,
                    PUBLICATION,
                    FOREIGN_SERVER,
                    FOREIGN_DATA_WRAPPER,
                    EVENT_TRIGGER,
                    ACCESS_METHOD,
                    DATABASE,
                    ROLE,
                    SUBSCRIPTION,
                    TABLESPACE:
                return new ObjectReference(kind, single(name()), null, null, null, start, end());
            default:
                return new ObjectReference(kind, anyName(), null, null, null, start, end());
        }
    }

    static QualifiedName single(Identifier id) {
        return new QualifiedName(List.of(id), id.start(), id.end());
    }

    /** function_with_argtypes. */
    ObjectReference routine(ObjectKind kind) {
        int start = start();
        QualifiedName name;
        if (isColumnName() && !next(1, '(')) {
            name = anyName();
        } else {
            name = functionName();
        }
        List<RoutineParameter> signature = null;
        if (accept('(')) {
            signature = is(')') ? List.of() : list(() -> parser.routines.parameter(false));
            expect(')');
        }
        return new ObjectReference(kind, name, signature, null, null, start, end());
    }

    /** Behind DROP. */
    StatementBody drop(int start) {
        Keyword k = word();
        ObjectKind kind = kindOrNull();
        if (kind == null) {
            throw parser.refusals.drop(k);
        }
        boolean concurrently = kind == ObjectKind.INDEX && accept(CONCURRENTLY);
        boolean ifExists = is(IF) && next(1, EXISTS) && ifExists();
        boolean one = kind == ObjectKind.TRIGGER || kind == ObjectKind.RULE || kind == ObjectKind.POLICY;
        List<ObjectReference> objects = one ? List.of(object(kind)) : list(() -> object(kind));
        return new Drop(kind, concurrently, ifExists, objects, behavior(), start, end());
    }

    /** Behind COMMENT. */
    StatementBody comment(int start) {
        expect(ON);
        ObjectReference object;
        int at = start();
        if (accept(COLUMN)) {
            object = object(ObjectKind.COLUMN);
        } else if (accept(DATABASE)) {
            object = object(ObjectKind.DATABASE);
            String database = object.name().last().name();
            if (database.equals("template0") || database.equals("template1")) {
                // they are rows of pg_database alone
                throw unsupported("COMMENT ON DATABASE " + database);
            }
        } else if (accept(ROLE)) {
            object = object(ObjectKind.ROLE);
        } else if (accept(TABLESPACE)) {
            object = object(ObjectKind.TABLESPACE);
        } else if (accept(SUBSCRIPTION)) {
            object = object(ObjectKind.SUBSCRIPTION);
        } else if (accept(CONSTRAINT)) {
            object = constraint(at);
        } else {
            Keyword k = word();
            ObjectKind kind = kindOrNull();
            if (kind == null) {
                throw parser.refusals.comment(k);
            }
            object = object(kind);
        }
        expect(IS);
        Literal text = accept(NULL) ? null : string();
        return new Comment(object, text, start, end());
    }

    private ObjectReference constraint(int start) {
        Identifier name = name();
        expect(ON);
        // DOMAIN may also be a table's name.
        boolean domain = is(DOMAIN) && !next(1, IS) && !next(1, '.');
        if (domain) {
            cursor.advance();
        }
        QualifiedName on = anyName();
        return new ObjectReference(
                domain ? ObjectKind.DOMAIN_CONSTRAINT : ObjectKind.CONSTRAINT,
                single(name),
                null,
                null,
                on,
                start,
                end());
    }
}
