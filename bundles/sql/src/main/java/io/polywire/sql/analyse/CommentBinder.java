package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Comment;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds out what COMMENT ON means. */
final class CommentBinder {
    private final Analysis analysis;
    private final SchemaNames names;
    private final String text;
    private final Comment statement;

    CommentBinder(Analysis analysis, Comment statement) {
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
        this.statement = statement;
        Literal given = statement.text();
        // an empty comment is none
        this.text = given == null
                        || given.kind() == Literal.Kind.NULL
                        || given.value().isEmpty()
                ? null
                : given.value();
    }

    BoundStatement bind() {
        ObjectReference o = statement.object();
        if (o.kind() == ObjectKind.EXTENSION) {
            return extension(o.name().last().name());
        }
        SchemaStep step = switch (o.kind()) {
            case TABLE ->
                new SchemaStep.Keeps(relation(o.name(), Relation.Kind.TABLE).commented(text));
            case VIEW ->
                new SchemaStep.Keeps(relation(o.name(), Relation.Kind.VIEW).commented(text));
            case MATERIALIZED_VIEW ->
                new SchemaStep.Keeps(
                        relation(o.name(), Relation.Kind.MATERIALIZED_VIEW).commented(text));
            case SEQUENCE ->
                new SchemaStep.Keeps(relation(o.name(), Relation.Kind.SEQUENCE).commented(text));
            case COLUMN -> {
                UserType of = composite(o.name());
                yield of != null ? new SchemaStep.KeepsType(of) : new SchemaStep.Keeps(column(o.name()));
            }
            case INDEX -> new SchemaStep.Keeps(index(o.name()));
            case CONSTRAINT -> new SchemaStep.Keeps(constraint(o));
            case SCHEMA -> new SchemaStep.KeepsSchema(schema(o.name().last().name()));
            case TYPE, DOMAIN -> new SchemaStep.KeepsType(type(o).commented(text));
            case DOMAIN_CONSTRAINT -> new SchemaStep.KeepsType(domainConstraint(o));
            case TRIGGER, RULE, POLICY -> throw nothing(o);
            case FUNCTION, ROUTINE ->
                new SchemaStep.KeepsRoutine(
                        new RoutineBinder(analysis).find(o, false).commented(text));
            default ->
                throw analysis.at(statement)
                        .unsupported("COMMENT ON " + o.kind().words());
        };
        return new BoundStatement.ChangesSchema(
                List.of(step),
                List.of(),
                !analysis.catalog().isKept(),
                analysis.catalog().nextId());
    }

    /** Dumps bring along the comments that extensions have anyway. */
    private BoundStatement extension(String name) {
        String own = analysis.rules().extensions().get(name);
        if (own == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "extension \"" + name + "\" does not exist");
        }
        if (!own.equals(text)) {
            throw analysis.at(statement).unsupported("COMMENT ON EXTENSION with another text than its own");
        }
        return SchemaBinder.nothing(analysis, List.of());
    }

    private Relation named(QualifiedName name) {
        Relation r = names.find(name);
        if (r == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_TABLE, "relation \"" + SchemaNames.shown(name) + "\" does not exist");
        }
        if (!r.own()) {
            throw analysis.at(name).unsupported("a comment on what another program made");
        }
        return r;
    }

    private Relation relation(QualifiedName name, Relation.Kind kind) {
        Relation r = named(name);
        if (r.kind() != kind) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "\"" + r.name() + "\" is not a "
                                    + kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .sqlState("42809")
                    .build();
        }
        return r;
    }

    /** The composite type whose attribute a name means, with the comment; null if it means a column. */
    private UserType composite(QualifiedName name) {
        List<Identifier> parts = name.parts();
        if (parts.size() < 2) {
            return null;
        }
        QualifiedName of = new QualifiedName(
                parts.subList(0, parts.size() - 1),
                name.start(),
                parts.get(parts.size() - 2).end());
        UserType t = names.find(of) == null ? SchemaNames.composite(of, analysis.catalog()) : null;
        if (t == null) {
            return null;
        }
        if (t.field(name.last().name()) == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + name.last().name() + "\" of relation \"" + t.name() + "\" does not exist");
        }
        return t.with(t.attributes().stream()
                .map(a -> a.name().equals(name.last().name()) ? a.commented(text) : a)
                .toList());
    }

    private Relation column(QualifiedName name) {
        List<Identifier> parts = name.parts();
        if (parts.size() < 2) {
            throw analysis.at(name).failure(FailureKind.SYNTAX, "column name must be qualified");
        }
        QualifiedName of = new QualifiedName(
                parts.subList(0, parts.size() - 1),
                name.start(),
                parts.get(parts.size() - 2).end());
        TableIndex index = names.find(of) == null ? names.index(of) : null;
        if (index != null) {
            throw without(index.name(), "indexes");
        }
        Relation r = named(of);
        if (r.kind() == Relation.Kind.SEQUENCE) {
            throw without(r.name(), "sequences");
        }
        int at = r.index(name.last().name());
        if (at < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + name.last().name() + "\" of relation \"" + r.name() + "\" does not exist");
        }
        List<RelationColumn> columns = new ArrayList<>(r.columns());
        columns.set(at, columns.get(at).commented(text));
        return r.withColumns(columns);
    }

    private static SqlFailure without(String relation, String kinds) {
        return SqlFailure.build(FailureKind.SEMANTIC, "cannot set comment on relation \"" + relation + "\"")
                .sqlState("42809")
                .detail("This operation is not supported for " + kinds + ".")
                .build();
    }

    private Relation index(QualifiedName name) {
        TableIndex index = names.index(name);
        if (index == null) {
            Relation other = names.find(name);
            throw other == null
                    ? SqlFailure.of(
                            FailureKind.UNDEFINED_TABLE, "relation \"" + SchemaNames.shown(name) + "\" does not exist")
                    : SqlFailure.build(FailureKind.SEMANTIC, "\"" + other.name() + "\" is not an index")
                            .sqlState("42809")
                            .build();
        }
        Relation table = analysis.catalog().tableOf(index.id());
        if (!table.own()) {
            throw analysis.at(name).unsupported("a comment on what another program made");
        }
        return table.with(
                table.constraints(),
                table.indexes().stream()
                        .map(i -> i.id() == index.id() ? i.commented(text) : i)
                        .toList());
    }

    private Relation constraint(ObjectReference o) {
        Relation table = named(o.on());
        String name = o.name().last().name();
        TableConstraint found = table.constraint(name);
        if (found == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "constraint \"" + name + "\" for table \"" + table.name() + "\" does not exist");
        }
        return table.with(
                table.constraints().stream()
                        .map(c -> c.id() == found.id() ? c.commented(text) : c)
                        .toList(),
                table.indexes());
    }

    private Schema schema(String name) {
        Schema s = names.existing(name);
        if (CatalogSnapshot.isTemporary(s.id())) {
            throw analysis.at(statement).unsupported("a comment on a temporary schema");
        }
        return new Schema(s.id(), s.name(), s.owner(), text);
    }

    private UserType type(ObjectReference o) {
        QualifiedName name = o.type() == null ? o.name() : o.type().name();
        UserType t = new TypeBinder(analysis).find(name);
        if (t == null && analysis.rules().isBuiltIn(name.last().name())) {
            throw analysis.at(statement).unsupported("a comment on a type of the server's own");
        }
        if (t == null) {
            throw TypeBinder.undefined(name);
        }
        if (o.kind() == ObjectKind.DOMAIN && !t.isDomain()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + SchemaNames.shown(name) + "\" is not a domain")
                    .sqlState("42809")
                    .build();
        }
        return t;
    }

    private UserType domainConstraint(ObjectReference o) {
        String name = o.name().last().name();
        UserType t = new TypeBinder(analysis).find(o.on());
        if (t == null) {
            throw TypeBinder.undefined(o.on());
        }
        if (!t.isDomain()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, analysis.rules().quoted(t.name()) + " is not a domain")
                    .sqlState("42809")
                    .build();
        }
        if (t.checks().stream().noneMatch(c -> c.name().equals(name))) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "constraint \"" + name + "\" for domain " + analysis.rules().quoted(t.name()) + " does not exist");
        }
        return t.checking(
                t.notNull(),
                t.defaultSource(),
                t.checks().stream()
                        .map(c -> c.name().equals(name) ? c.commented(text) : c)
                        .toList());
    }

    /** There are no triggers, rules and policies. */
    private SqlFailure nothing(ObjectReference o) {
        Relation r = named(o.on());
        return SqlFailure.of(
                FailureKind.UNDEFINED_OBJECT,
                o.kind().words().toLowerCase(Locale.ROOT) + " \""
                        + o.name().last().name() + "\" for "
                        + (o.kind() == ObjectKind.RULE ? "relation" : "table") + " \"" + r.name()
                        + "\" does not exist");
    }
}
