package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Copy.Option;
import io.polywire.api.session.Copy.Option.Kind;
import io.polywire.api.storage.Lease;
import io.polywire.api.type.Type;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Copy;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.UnaryOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns a COPY into the statement that does the work: a query for one that goes out, an insert for one that comes in. */
final class CopyPlanner {
    /** The plan of the statement that works, and what the wire is told. */
    record Planned(Plan plan, String text, io.polywire.api.session.Copy copy) {}

    private final RouterSession session;
    private final DatabaseRegistry.Found found;
    private final Lease lease;

    CopyPlanner(RouterSession session, DatabaseRegistry.Found found, Lease lease) {
        this.session = session;
        this.found = found;
        this.lease = lease;
    }

    /** The COPY that a statement is; null for another. */
    static Copy of(Statement tree) {
        return tree instanceof ParsedStatement p && p.body() instanceof Copy c ? c : null;
    }

    Planned plan(Copy c, String text) {
        if (c.program() || c.file() != null) {
            throw SqlFailure.unsupported(c.program() ? "COPY with PROGRAM" : "COPY with a file of the server");
        }
        List<Option> options = c.options().stream()
                .map(o -> at(option(o), text.codePointCount(0, o.start()) + 1))
                .toList();
        if (c.query() != null) {
            String query = text.substring(c.query().start(), c.query().end());
            Plan plan = plan(query, List.of(), c.query().start());
            if (!plan.returnsRows()) {
                throw SqlFailure.of(FailureKind.UNSUPPORTED, "COPY query must have a RETURNING clause");
            }
            if (!plan.parameters().isEmpty()) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "there is no parameter $1")
                        .sqlState("42P02")
                        .build();
            }
            return new Planned(plan, query, new io.polywire.api.session.Copy(false, null, plan.columns(), options));
        }
        checkColumns(c);
        checkKind(c);
        String table = text.substring(c.table().start(), c.table().end());
        String columns = c.columns().isEmpty()
                ? all(c)
                : c.columns().stream().map(i -> quoted(i.name())).collect(Collectors.joining(", "));
        String query = "SELECT " + columns + " FROM " + table;
        Plan select = plan(query, List.of(), -1);
        String name = c.table().last().name();
        var copy = new io.polywire.api.session.Copy(c.from(), name, select.columns(), options);
        if (!c.from()) {
            return new Planned(select, query, copy);
        }
        List<Type> types = new ArrayList<>();
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (Column column : select.columns()) {
            types.add(column.type());
            names.append(names.isEmpty() ? "" : ", ").append(quoted(column.name()));
            values.append(values.isEmpty() ? "$" : ", $").append(types.size());
        }
        String insert = types.isEmpty()
                ? "INSERT INTO " + table + " DEFAULT VALUES"
                : "INSERT INTO " + table + " (" + names + ") OVERRIDING SYSTEM VALUE VALUES (" + values + ")";
        return c.where() == null
                ? new Planned(plan(insert, types, -1), insert, copy)
                : filtered(c, text, insert, types, copy);
    }

    /** The insert of the rows that a condition lets in; places in the condition are those of the client's text. */
    private Planned filtered(Copy c, String text, String insert, List<Type> types, io.polywire.api.session.Copy copy) {
        if (!(dialect().parse(insert) instanceof ParsedStatement parsed)
                || !(dialect().parse(text) instanceof ParsedStatement whole)) {
            throw SqlFailure.unsupported("COPY FROM with WHERE in dialect " + session.dialect());
        }
        if (whole.parameterCount() > 0) {
            int at = text.indexOf('$', c.where().start());
            throw SqlFailure.build(FailureKind.SEMANTIC, "there is no parameter $1")
                    .sqlState("42P02")
                    .position(at < 0 ? 0 : text.codePointCount(0, at) + 1)
                    .build();
        }
        Statement tree = new ParsedStatement(((Insert) parsed.body()).where(c.where()), parsed.parameterCount());
        return new Planned(plan(tree, text, types), text, copy);
    }

    /** The columns that are named, of a table that is there. */
    private void checkColumns(Copy c) {
        Relation r = c.columns().isEmpty() ? null : relation(c);
        for (Identifier column : c.columns()) {
            if (r != null && r.columns().stream().noneMatch(k -> k.name().equals(column.name()))) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_COLUMN,
                        "column \"" + column.name() + "\" of relation \"" + r.name() + "\" does not exist");
            }
            if (r != null
                    && r.columns().stream()
                            .anyMatch(k -> k.generated() && k.name().equals(column.name()))) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "column \"" + column.name() + "\" is a generated column")
                        .sqlState("42P10")
                        .detail("Generated columns cannot be used in COPY.")
                        .build();
            }
        }
    }

    /** Only tables are copied by their names (BeginCopyTo and BeginCopyFrom). */
    private void checkKind(Copy c) {
        Relation r = relation(c);
        if (r == null || r.kind() == Relation.Kind.TABLE) {
            return;
        }
        String kind = r.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String hint = null;
        if (!c.from() && r.kind() != Relation.Kind.SEQUENCE) {
            hint = "Try the COPY (SELECT ...) TO variant.";
        } else if (c.from() && r.kind() == Relation.Kind.VIEW) {
            hint = "To enable copying to a view, provide an INSTEAD OF INSERT trigger.";
        }
        throw SqlFailure.build(
                        FailureKind.SEMANTIC,
                        "cannot copy " + (c.from() ? "to " : "from ") + kind + " \"" + r.name() + '"')
                .sqlState("42809")
                .hint(hint)
                .build();
    }

    private Relation relation(Copy c) {
        CatalogSnapshot catalog = session.rights.catalog(lease);
        String name = c.table().last().name();
        return c.table().parts().size() == 1
                ? catalog.relation(name)
                : catalog.relation(
                        c.table().parts().get(c.table().parts().size() - 2).name(), name);
    }

    /** All columns but those that are worked out from others, which are neither read nor written. */
    private String all(Copy c) {
        Relation r = relation(c);
        return r == null || r.columns().stream().noneMatch(RelationColumn::generated)
                ? "*"
                : r.columns().stream()
                        .filter(k -> !k.generated())
                        .map(k -> quoted(k.name()))
                        .collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** @param shift characters before the text in what the client wrote; -1 if it is not the client's text */
    private Plan plan(String text, List<Type> declared, int shift) {
        try {
            return plan(dialect().parse(text), text, declared);
        } catch (SqlFailure f) {
            throw Failures.shifted(f, shift);
        }
    }

    private Dialect dialect() {
        return session.desk.planner.dialect(session.dialect());
    }

    private Plan plan(Statement tree, String text, List<Type> declared) {
        return session.desk.planner.storagePlan(
                tree,
                text,
                session.dialect(),
                found,
                declared,
                lease,
                session.transaction.catalogFor(lease),
                session.path::along);
    }

    private static Option at(Option o, int position) {
        return new Option(o.name(), o.values(), o.kind(), position);
    }

    private static Option option(io.polywire.sql.tree.Option o) {
        String name = o.name().last().name();
        Expression v = o.value();
        if (v == null) {
            return new Option(name, List.of(), Kind.NONE);
        }
        if (v instanceof Star) {
            return new Option(name, List.of(), Kind.STAR);
        }
        if (v instanceof RowExpression row) {
            return new Option(name, row.fields().stream().map(CopyPlanner::word).toList(), Kind.LIST);
        }
        if (v instanceof Literal l) {
            boolean text = l.kind() == Literal.Kind.STRING;
            boolean word = l.kind() == Literal.Kind.BOOLEAN;
            return new Option(name, List.of(l.value()), text ? Kind.STRING : word ? Kind.WORD : Kind.NUMBER);
        }
        if (v instanceof UnaryOperation u && u.operand() instanceof Literal l) {
            return new Option(name, List.of(u.operator().name() + l.value()), Kind.NUMBER);
        }
        return new Option(name, List.of(word(v)), Kind.WORD);
    }

    private static String word(Expression e) {
        if (e instanceof ColumnReference c) {
            return c.parts().stream().map(Identifier::name).collect(Collectors.joining("."));
        }
        if (e instanceof Literal l) {
            return l.value();
        }
        throw SqlFailure.unsupported("an expression as an option of COPY");
    }
}
