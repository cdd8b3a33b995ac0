package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.tree.AlterDomain;
import io.polywire.sql.tree.AlterEnum;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.CreateDomain;
import io.polywire.sql.tree.CreateEnum;
import io.polywire.sql.tree.CreateExtension;
import io.polywire.sql.tree.CreateMaterializedView;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.RefreshMaterializedView;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.SetOwner;
import io.polywire.sql.tree.SetSchema;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/** Views, types, domains, schemas and extensions. */
final class Definitions extends Rules {
    Definitions(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE [OR REPLACE] [TEMP]. */
    CreateView view(boolean orReplace, Persistence persistence, int start) {
        boolean recursive = accept(RECURSIVE);
        expect(VIEW);
        QualifiedName name = qualifiedName();
        List<Identifier> columns = recursive ? parenthesized(this::name) : columnList();
        List<Option> options = accept(WITH) ? parser.options.relationOptions() : List.of();
        expect(AS);
        Query query = parser.queries.statement();
        CreateView.Check check = CreateView.Check.NONE;
        if (is(WITH)) {
            int at = start();
            cursor.advance();
            check = accept(LOCAL) ? CreateView.Check.LOCAL : CreateView.Check.CASCADED;
            accept(CASCADED);
            expect(CHECK, OPTION);
            if (recursive) {
                throw tokens.failureAt(
                                FailureKind.UNSUPPORTED, "WITH CHECK OPTION not supported on recursive views", at)
                        .build();
            }
        }
        return new CreateView(persistence, orReplace, recursive, name, columns, options, query, check, start, end());
    }

    /** Behind CREATE [UNLOGGED]. */
    CreateMaterializedView materializedView(Persistence persistence, int start) {
        expect(MATERIALIZED, VIEW);
        boolean ifNotExists = ifNotExists();
        QualifiedName name = qualifiedName();
        List<Identifier> columns = columnList();
        Identifier method = accept(USING) ? name() : null;
        List<Option> options = accept(WITH) ? parser.options.relationOptions() : List.of();
        Identifier tablespace = accept(TABLESPACE) ? name() : null;
        expect(AS);
        Query query = parser.queries.statement();
        boolean withData = parser.tables.withData();
        return new CreateMaterializedView(
                persistence, ifNotExists, name, columns, method, options, tablespace, query, withData, start, end());
    }

    /** REFRESH MATERIALIZED VIEW. */
    RefreshMaterializedView refresh() {
        int start = start();
        cursor.advance();
        expect(MATERIALIZED, VIEW);
        boolean concurrently = accept(CONCURRENTLY);
        QualifiedName name = qualifiedName();
        return new RefreshMaterializedView(concurrently, name, parser.tables.withData(), start, end());
    }

    /** Behind CREATE TYPE. */
    StatementBody type(int start) {
        QualifiedName name = anyName();
        if (!is(AS) || !next(1, ENUM)) {
            if (is(AS) && next(1, '(')) {
                cursor.advance();
                return parser.composites.create(name, start);
            }
            if (is(AS) && next(1, RANGE)) {
                throw unsupported("a range type of one's own");
            }
            if (is('(') || is(Tokens.END) || is(';')) {
                throw unsupported("a base type");
            }
            expect(AS);
            throw syntax();
        }
        cursor.advance();
        cursor.advance();
        expect('(');
        List<Literal> labels = is(')') ? List.of() : list(this::string);
        expect(')');
        return new CreateEnum(name, labels, start, end());
    }

    /** Behind ALTER TYPE. */
    StatementBody alterType(int start) {
        QualifiedName name = anyName();
        ObjectReference object = new ObjectReference(ObjectKind.TYPE, name, null, null, null, name.start(), name.end());
        if ((is(ADD) || is(DROP) || is(ALTER)) && next(1, ATTRIBUTE)) {
            return parser.composites.alter(name, start);
        }
        if (accept(ADD)) {
            expect(VALUE);
            boolean ifNotExists = ifNotExists();
            Literal label = string();
            boolean after = is(AFTER);
            Literal neighbor = accept(BEFORE) || accept(AFTER) ? string() : null;
            return new AlterEnum(name, ifNotExists, null, label, neighbor, after, start, end());
        }
        if (is(RENAME) && next(1, VALUE)) {
            cursor.advance();
            cursor.advance();
            Literal from = string();
            expect(TO);
            return new AlterEnum(name, false, from, string(), null, false, start, end());
        }
        if (is(RENAME) && next(1, ATTRIBUTE)) {
            return parser.composites.rename(object, start);
        }
        if (is(SET) && next(1, '(')) {
            throw unsupported("ALTER TYPE ... SET (...)");
        }
        return common(object, start);
    }

    /** RENAME TO, SET SCHEMA, OWNER TO. */
    StatementBody common(ObjectReference object, int start) {
        if (accept(RENAME)) {
            expect(TO);
            return new Rename(object, false, false, null, null, name(), Behavior.DEFAULT, start, end());
        }
        if (accept(OWNER)) {
            expect(TO);
            RoleName owner = role();
            return new SetOwner(object, owner, start, end());
        }
        expect(SET, SCHEMA);
        return new SetSchema(object, false, name(), start, end());
    }

    /** Behind CREATE DOMAIN. */
    CreateDomain domain(int start) {
        QualifiedName name = anyName();
        accept(AS);
        TypeName type = parser.types.type();
        Constraints.Column c = parser.constraints.column();
        return new CreateDomain(name, type, c.collation(), c.constraints(), start, end());
    }

    /** Behind ALTER DOMAIN. */
    StatementBody alterDomain(int start) {
        QualifiedName name = anyName();
        ObjectReference object =
                new ObjectReference(ObjectKind.DOMAIN, name, null, null, null, name.start(), name.end());
        if (accept(SET)) {
            if (accept(SCHEMA)) {
                return new SetSchema(object, false, name(), start, end());
            }
            if (accept(DEFAULT)) {
                Expression value = parser.expressions.expression();
                return domain(name, AlterDomain.Action.SET_DEFAULT, value, start);
            }
            expect(NOT, NULL);
            return domain(name, AlterDomain.Action.SET_NOT_NULL, null, start);
        }
        if (accept(DROP)) {
            if (accept(DEFAULT)) {
                return domain(name, AlterDomain.Action.DROP_DEFAULT, null, start);
            }
            if (accept(NOT)) {
                expect(NULL);
                return domain(name, AlterDomain.Action.DROP_NOT_NULL, null, start);
            }
            expect(CONSTRAINT);
            boolean ifExists = is(IF) && next(1, EXISTS) && ifExists();
            Identifier constraint = name();
            return new AlterDomain(
                    name,
                    AlterDomain.Action.DROP_CONSTRAINT,
                    null,
                    null,
                    constraint,
                    ifExists,
                    behavior(),
                    start,
                    end());
        }
        if (accept(ADD)) {
            Constraint c = parser.constraints.table();
            return new AlterDomain(
                    name, AlterDomain.Action.ADD_CONSTRAINT, null, c, null, false, Behavior.DEFAULT, start, end());
        }
        if (accept(VALIDATE)) {
            expect(CONSTRAINT);
            Identifier constraint = name();
            return new AlterDomain(
                    name,
                    AlterDomain.Action.VALIDATE_CONSTRAINT,
                    null,
                    null,
                    constraint,
                    false,
                    Behavior.DEFAULT,
                    start,
                    end());
        }
        if (is(RENAME) && next(1, CONSTRAINT)) {
            cursor.advance();
            cursor.advance();
            Identifier from = name();
            expect(TO);
            return new Rename(
                    object, false, false, ObjectKind.CONSTRAINT, from, name(), Behavior.DEFAULT, start, end());
        }
        return common(object, start);
    }

    private AlterDomain domain(QualifiedName name, AlterDomain.Action action, Expression value, int start) {
        return new AlterDomain(name, action, value, null, null, false, Behavior.DEFAULT, start, end());
    }

    /** Behind CREATE SCHEMA. */
    CreateSchema schema(int start) {
        boolean ifNotExists = ifNotExists();
        Identifier name = is(AUTHORIZATION) ? null : name();
        RoleName owner = accept(AUTHORIZATION) ? role() : null;
        List<StatementBody> elements = new ArrayList<>();
        while (is(CREATE) || is(GRANT)) {
            int at = start();
            if (ifNotExists) {
                throw tokens.failureAt(
                                FailureKind.UNSUPPORTED,
                                "CREATE SCHEMA IF NOT EXISTS cannot include schema elements",
                                at)
                        .build();
            }
            elements.add(is(GRANT) ? parser.grants.grant() : parser.creates.schemaElement());
        }
        return new CreateSchema(ifNotExists, name, owner, elements, start, end());
    }

    /** Behind CREATE EXTENSION. */
    CreateExtension extension(int start) {
        boolean ifNotExists = ifNotExists();
        Identifier name = name();
        accept(WITH);
        List<Option> options = new ArrayList<>(2);
        for (; ; ) {
            int from = start();
            if (accept(SCHEMA)) {
                Identifier schema = name();
                Expression value = new ColumnReference(List.of(schema), schema.start(), schema.end());
                options.add(Options.named("schema", value, from, end()));
            } else if (accept(VERSION)) {
                options.add(Options.named("version", parser.options.wordOrString(), from, end()));
            } else if (accept(CASCADE)) {
                options.add(Options.named("cascade", null, from, end()));
            } else if (is(FROM)) {
                throw unsupported("CREATE EXTENSION ... FROM");
            } else {
                return new CreateExtension(ifNotExists, name, options, start, end());
            }
        }
    }
}
