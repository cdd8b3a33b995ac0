package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.ExpressionPrinter.id;
import static io.polywire.dialect.postgresql.internal.ExpressionPrinter.ids;
import static io.polywire.dialect.postgresql.internal.ExpressionPrinter.join;
import static io.polywire.dialect.postgresql.internal.ExpressionPrinter.name;

import io.polywire.sql.tree.*;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes queries, INSERT, UPDATE, DELETE and MERGE down. */
final class QueryPrinter {
    private final ExpressionPrinter expressions = new ExpressionPrinter(this);

    /** The text of a statement, or null for one that is not written here. */
    static String print(StatementBody s) {
        return new QueryPrinter().statement(s);
    }

    private String of(Expression e) {
        return expressions.of(e);
    }

    private String statement(StatementBody s) {
        if (s instanceof Query q) {
            return query(q);
        }
        if (s instanceof Insert i) {
            return insert(i);
        }
        if (s instanceof Update u) {
            return with(u.with()) + "update " + table(u.target()) + " set " + assignments(u.assignments())
                    + clause(" from ", u.from()) + where(u.where()) + returning(u.returning());
        }
        if (s instanceof Delete d) {
            return with(d.with()) + "delete from " + table(d.target()) + clause(" using ", d.using()) + where(d.where())
                    + returning(d.returning());
        }
        return s instanceof Merge m ? merge(m) : null;
    }

    private String clause(String word, List<TableReference> tables) {
        return tables.isEmpty() ? "" : word + join(tables, this::table);
    }

    private String where(Expression e) {
        return e == null ? "" : " where " + of(e);
    }

    private String returning(List<SelectItem> items) {
        return items.isEmpty() ? "" : " returning " + items(items);
    }

    private String items(List<SelectItem> items) {
        return join(items, i -> of(i.expression()) + (i.alias() == null ? "" : " as " + id(i.alias())));
    }

    private String assignments(List<Assignment> all) {
        return join(
                all, a -> (a.row() ? "(" + targets(a.targets()) + ")" : targets(a.targets())) + " = " + of(a.value()));
    }

    private String targets(List<Expression> all) {
        return join(all, this::target);
    }

    private String target(Expression e) {
        if (e instanceof FieldSelection f) {
            return target(f.base()) + "." + id(f.field());
        }
        if (e instanceof AllFields a) {
            return target(a.base()) + ".*";
        }
        if (e instanceof Subscript s) {
            Subscript bare = new Subscript(
                    new ColumnReference(List.of(new Identifier("x", false, 0, 0)), 0, 0),
                    s.lower(),
                    s.upper(),
                    s.slice(),
                    0,
                    0);
            return target(s.base()) + of(bare).substring(1);
        }
        return of(e);
    }

    private String insert(Insert i) {
        String columns = i.columns().isEmpty() ? "" : " (" + targets(i.columns()) + ")";
        String source = i.source() == null ? " default values" : " " + query(i.source());
        return with(i.with()) + "insert into " + name(i.target().name())
                + (i.target().alias() == null
                        ? ""
                        : " as " + id(i.target().alias().name()))
                + columns + overriding(i.overriding()) + source
                + (i.onConflict() == null ? "" : conflict(i.onConflict())) + returning(i.returning());
    }

    private static String overriding(Insert.Overriding o) {
        return o == Insert.Overriding.NONE ? "" : " overriding " + o + " value";
    }

    private String conflict(OnConflict c) {
        StringBuilder out = new StringBuilder(" on conflict");
        if (!c.columns().isEmpty()) {
            out.append(" (")
                    .append(join(c.columns(), this::element))
                    .append(')')
                    .append(where(c.indexWhere()));
        }
        if (c.constraint() != null) {
            out.append(" on constraint ").append(id(c.constraint()));
        }
        return c.assignments().isEmpty()
                ? out + " do nothing"
                : out + " do update set " + assignments(c.assignments()) + where(c.where());
    }

    private String element(IndexElement e) {
        SortItem s = new SortItem(e.expression(), e.direction(), null, e.nulls(), 0, 0);
        String all = expressions.sort(List.of(s));
        String plain = of(e.expression());
        String key = e.expression() instanceof ColumnReference ? plain : "(" + plain + ")";
        return key
                + (e.collation() == null ? "" : " collate " + name(e.collation()))
                + (e.operatorClass() == null ? "" : " " + name(e.operatorClass()))
                + (e.operatorClassOptions().isEmpty() ? "" : " (" + join(e.operatorClassOptions(), this::option) + ")")
                + all.substring(plain.length());
    }

    private String option(Option o) {
        return name(o.name()) + (o.value() == null ? "" : " = " + of(o.value()));
    }

    private String merge(Merge m) {
        return with(m.with()) + "merge into " + table(m.target()) + " using " + table(m.source()) + " on " + of(m.on())
                + m.branches().stream().map(this::branch).collect(Collectors.joining());
    }

    private String branch(MergeBranch b) {
        String action = switch (b.action()) {
            case NOTHING -> "do nothing";
            case DELETE -> "delete";
            case UPDATE -> "update set " + assignments(b.assignments());
            case INSERT ->
                "insert"
                        + (b.columns().isEmpty() ? "" : " (" + targets(b.columns()) + ")")
                        + overriding(b.overriding())
                        + (b.values().isEmpty() ? " default values" : " values (" + expressions.list(b.values()) + ")");
        };
        return " when " + (b.matched() ? "" : "not ") + "matched"
                + (b.condition() == null ? "" : " and " + of(b.condition())) + " then " + action;
    }

    String query(Query q) {
        StringBuilder out = new StringBuilder(with(q.with())).append(body(q.body()));
        if (!q.orderBy().isEmpty()) {
            out.append(" order by ").append(expressions.sort(q.orderBy()));
        }
        if (q.limit() != null) {
            Limit l = q.limit();
            if (l.count() == null && l.offset() == null) {
                out.append(" limit all");
            }
            if (l.offset() != null) {
                out.append(" offset ").append(of(l.offset()));
            }
            if (l.count() != null) {
                out.append(
                        l.withTies()
                                ? " fetch first (" + of(l.count()) + ") rows with ties"
                                : " limit " + of(l.count()));
            }
        }
        for (Locking l : q.locking()) {
            out.append(" for ").append(l.strength().name().replace('_', ' '));
            out.append(l.tables().isEmpty() ? "" : " of " + join(l.tables(), ExpressionPrinter::name));
            out.append(
                    switch (l.waiting()) {
                        case BLOCK -> "";
                        case NO_WAIT -> " nowait";
                        case SKIP_LOCKED -> " skip locked";
                    });
        }
        return out.toString();
    }

    private String body(QueryBody b) {
        if (b instanceof SetOperation s) {
            return operand(s.left()) + " " + s.kind() + (s.all() ? " all " : " ") + operand(s.right());
        }
        if (b instanceof NestedQuery n) {
            return "(" + query(n.query()) + ")";
        }
        if (b instanceof Values v) {
            return "values " + join(v.rows(), r -> "(" + expressions.list(r.fields()) + ")");
        }
        return select((Select) b);
    }

    private String operand(QueryBody b) {
        return b instanceof NestedQuery ? body(b) : "(" + body(b) + ")";
    }

    private String select(Select s) {
        StringBuilder out = new StringBuilder("select ");
        if (s.distinct()) {
            out.append("distinct ");
        }
        if (!s.distinctOn().isEmpty()) {
            out.append("on (").append(expressions.list(s.distinctOn())).append(") ");
        }
        out.append(items(s.items()));
        if (s.into() != null) {
            boolean permanent = s.into().persistence() == Persistence.PERMANENT;
            out.append(" into ").append(permanent ? "" : s.into().persistence() + " table ");
            out.append(name(s.into().name()));
        }
        out.append(clause(" from ", s.from())).append(where(s.where()));
        if (s.groupBy() != null) {
            out.append(" group by ").append(s.groupBy().distinct() ? "distinct " : "");
            out.append(join(s.groupBy().elements(), this::grouping));
        }
        if (s.having() != null) {
            out.append(" having ").append(of(s.having()));
        }
        if (!s.windows().isEmpty()) {
            out.append(" window ");
            out.append(join(s.windows(), w -> id(w.name()) + " as " + expressions.window(w.window())));
        }
        return out.toString();
    }

    private String grouping(Grouping g) {
        return switch (g.kind()) {
            case VALUE -> of(g.expressions().get(0));
            case EMPTY -> "()";
            case SETS -> "grouping sets (" + join(g.sets(), this::grouping) + ")";
            default -> g.kind() + " (" + expressions.list(g.expressions()) + ")";
        };
    }

    private String with(With w) {
        return w == null
                ? ""
                : "with " + (w.recursive() ? "recursive " : "") + join(w.tables(), this::commonTable) + " ";
    }

    private String commonTable(CommonTable t) {
        StringBuilder out = new StringBuilder(id(t.name()));
        out.append(t.columns().isEmpty() ? "" : "(" + ids(t.columns()) + ")").append(" as ");
        out.append(
                switch (t.materialized()) {
                    case DEFAULT -> "";
                    case ALWAYS -> "materialized ";
                    case NEVER -> "not materialized ";
                });
        out.append('(').append(statement(t.body())).append(')');
        if (t.search() != null) {
            out.append(" search ")
                    .append(t.search().breadthFirst() ? "breadth" : "depth")
                    .append(" first by ");
            out.append(ids(t.search().columns()))
                    .append(" set ")
                    .append(id(t.search().sequence()));
        }
        if (t.cycle() != null) {
            CycleClause c = t.cycle();
            out.append(" cycle ").append(ids(c.columns())).append(" set ").append(id(c.mark()));
            if (c.value() != null) {
                out.append(" to ").append(of(c.value())).append(" default ").append(of(c.otherwise()));
            }
            out.append(" using ").append(id(c.path()));
        }
        return out.toString();
    }

    private String alias(Alias a) {
        return a == null ? "" : " as " + id(a.name()) + (a.columns().isEmpty() ? "" : " (" + ids(a.columns()) + ")");
    }

    private String table(TableReference t) {
        if (t instanceof NamedTable n) {
            String sample = n.sample() == null
                    ? ""
                    : " tablesample " + name(n.sample().method()) + "("
                            + expressions.list(n.sample().arguments()) + ")"
                            + (n.sample().seed() == null
                                    ? ""
                                    : " repeatable (" + of(n.sample().seed()) + ")");
            return (n.only() ? "only " : "") + name(n.name()) + alias(n.alias()) + sample;
        }
        if (t instanceof DerivedTable d) {
            return (d.lateral() ? "lateral (" : "(") + query(d.query()) + ")" + alias(d.alias());
        }
        return t instanceof Join j ? joined(j) : function((FunctionTable) t);
    }

    private String joined(Join j) {
        String kind = j.natural() ? "natural " + j.kind() : j.kind().name();
        String right = j.right() instanceof Join ? "(" + table(j.right()) + ")" : table(j.right());
        String text = table(j.left()) + " " + kind.toLowerCase(Locale.ROOT) + " join " + right;
        if (j.on() != null) {
            text += " on " + of(j.on());
        }
        if (!j.using().isEmpty()) {
            text += " using (" + ids(j.using()) + ")" + (j.usingAlias() == null ? "" : " as " + id(j.usingAlias()));
        }
        return j.alias() == null ? text : "(" + text + ")" + alias(j.alias());
    }

    private String function(FunctionTable f) {
        String calls = f.rowsFrom()
                ? "rows from ("
                        + ExpressionPrinter.join(
                                f.functions(),
                                i -> of(i.call()) + (i.columns().isEmpty() ? "" : " as (" + columns(i.columns()) + ")"))
                        + ")"
                : of(f.functions().get(0).call());
        String alias = f.alias() == null && !f.columns().isEmpty() ? " as" : alias(f.alias());
        return (f.lateral() ? "lateral " : "")
                + calls
                + (f.ordinality() ? " with ordinality" : "")
                + alias
                + (f.columns().isEmpty() ? "" : " (" + columns(f.columns()) + ")");
    }

    private String columns(List<ColumnDefinition> columns) {
        return ExpressionPrinter.join(
                columns,
                c -> id(c.name()) + " " + expressions.type(c.type())
                        + (c.collation() == null ? "" : " collate " + name(c.collation())));
    }
}
