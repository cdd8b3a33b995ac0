package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.function.ScalarFunction;
import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.SystemRelation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes queries. Outputs are named c1, c2, ...; sources t1, t2, ... by their numbers. */
final class QueryRenderer {
    private final SqlText out;
    private final ExpressionRenderer expressions;
    private final ForeignRenderer foreign;
    private final Map<Integer, Relation> tables = new HashMap<>();
    private final Map<Integer, BoundSource.Call> calls = new HashMap<>();
    /** Tables that are read as they were. */
    private final Map<Relation, BoundStatement.KeptTable> kept = new HashMap<>();

    private final Map<Integer, SystemRelation> systems = new HashMap<>();
    /** Sources that are called otherwise than by their number. */
    private boolean bare;

    private String bareRow;

    private final Map<Integer, String> renamed = new HashMap<>();

    /** Whether a NOT NULL column can be NULL all the same. */
    private boolean outerJoins;

    QueryRenderer(SqlText out, IntegerTimes times) {
        this.out = out;
        this.foreign = new ForeignRenderer(out, times);
        this.expressions = new ExpressionRenderer(out, this);
    }

    ExpressionRenderer expressions() {
        return expressions;
    }

    /** Says what a table is read as. */
    void kept(BoundStatement.KeptTable table) {
        kept.put(table.relation(), table);
    }

    /** Notes a source that is a table of the database. */
    void table(int source, Relation table) {
        tables.put(source, table);
    }

    /** The relation that tells of the database which a source is, or null. */
    SystemRelation systemOf(int source) {
        return systems.get(source);
    }

    /** The function whose rows a source has, or null. */
    BoundSource.Call call(int source) {
        return calls.get(source);
    }

    /** The table of the database that a source is, or null. */
    Relation tableOf(int source) {
        return tables.get(source);
    }

    /** How values of tables of other programs are converted. */
    ForeignRenderer foreign() {
        return foreign;
    }

    boolean isTable(int source) {
        return tables.containsKey(source);
    }

    /** Says what a source is called from here on. */
    void rename(int source, String name) {
        renamed.put(source, name);
    }

    /** Columns are named without their source: there is one. */
    void bare() {
        bare(true);
    }

    /** Columns are named without their source, or with it again. */
    void bare(boolean without) {
        bare = without;
    }

    /** The name of the only row that there is, which columns are named with; null for without. */
    void bareOf(String row) {
        bareRow = row;
    }

    String bareRow() {
        return bareRow;
    }

    boolean isBare() {
        return bare;
    }

    /** What a source is called, or null if by its number. */
    String renamed(int source) {
        return renamed.get(source);
    }

    void write(BoundQuery q) {
        body(q.body());
        order(q.orderBy(), q.body() instanceof BoundBody.Select s ? s.outputs() : List.of());
        if (q.limit() != null || q.offset() != null) {
            out.add(" LIMIT ");
            count(q.limit(), -1, Guards.LIMIT);
            out.add(" OFFSET ");
            count(q.offset(), 0, Guards.OFFSET);
        }
    }

    void order(List<BoundSort> order) {
        order(order, List.of());
    }

    private void order(List<BoundSort> order, List<BoundOutput> outputs) {
        for (int i = 0; i < order.size(); i++) {
            out.add(i == 0 ? " ORDER BY " : ", ");
            sort(order.get(i), output(order.get(i).key(), outputs));
        }
    }

    /** The output that a key is, from 1: SQLite then works it out once for both; 0 if none, or if there is nothing to work out. */
    private static int output(BoundExpression key, List<BoundOutput> outputs) {
        if (key instanceof BoundColumn || key instanceof BoundConstant) {
            return 0;
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).value().equals(key)) {
                return i + 1;
            }
        }
        return 0;
    }

    private void count(BoundExpression e, long none, ScalarFunction guard) {
        if (e == null || e instanceof BoundConstant c && c.isNull()) {
            out.add(Long.toString(none));
        } else if (e instanceof BoundConstant c && c.value() instanceof Long n && n >= 0) {
            out.add(n.toString());
        } else {
            out.function(guard).add("(");
            expressions.write(e);
            out.add(")");
        }
    }

    private void sort(BoundSort s, int output) {
        if (output > 0) {
            out.add(Integer.toString(output));
        } else {
            key(s.key());
        }
        out.add(s.descending() ? " DESC" : " ASC");
        if (canBeNull(s.key())) {
            out.add(s.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
    }

    boolean canBeNull(BoundExpression e) {
        return !(e instanceof BoundColumn c) || c.nullable() || outerJoins || !isTable(c.source());
    }

    /** A key of an order or a group: an integer alone would be an output's number. */
    void key(BoundExpression e) {
        if (Logic.isNumber(e)) {
            out.add("CAST(");
            expressions.write(e);
            out.add(" AS BLOB)");
        } else {
            expressions.write(e);
        }
    }

    // --- bodies ---------------------------------------------------------------------------------------------------

    private void body(BoundBody body) {
        if (body instanceof BoundBody.Select s) {
            select(s);
        } else if (body instanceof BoundBody.Rows r
                && !r.rows().stream().allMatch(row -> row.stream().allMatch(Logic::standsAlone))) {
            // SQLite does not find columns of a query around it in VALUES
            for (int i = 0; i < r.rows().size(); i++) {
                out.add(i == 0 ? "SELECT " : " UNION ALL SELECT ");
                for (int k = 0; k < r.rows().get(i).size(); k++) {
                    out.add(k == 0 ? "" : ", ");
                    expressions.write(r.rows().get(i).get(k));
                    out.add(" AS c" + (k + 1));
                }
            }
        } else if (body instanceof BoundBody.Rows r) {
            out.add("SELECT ");
            for (int i = 0; i < r.outputs().size(); i++) {
                out.add((i == 0 ? "" : ", ") + "column" + (i + 1) + " AS c" + (i + 1));
            }
            out.add(" FROM (");
            values(r);
            out.add(")");
        } else if (body instanceof BoundBody.Recursive r) {
            recursive(r);
        } else if (body instanceof BoundBody.Combined c) {
            // SQLite has no precedence among these, and no parentheses around a side
            out.add("SELECT * FROM (");
            write(c.left());
            out.add(") ").add(c.kind().name()).add(c.all() ? " ALL" : "").add(" SELECT * FROM (");
            write(c.right());
            out.add(")");
        }
    }

    private void recursive(BoundBody.Recursive r) {
        out.add("WITH RECURSIVE w" + r.table());
        for (int i = 0; i < r.outputs().size(); i++) {
            out.add((i == 0 ? "(c" : ", c") + (i + 1));
        }
        out.add(") AS (SELECT * FROM (");
        write(r.first());
        out.add(r.all() ? ") UNION ALL " : ") UNION ");
        write(r.next());
        out.add(") SELECT * FROM w" + r.table());
    }

    void values(BoundBody.Rows r) {
        out.add("VALUES ");
        for (int i = 0; i < r.rows().size(); i++) {
            out.add(i == 0 ? "(" : ", (");
            if (i > 0) {
                expressions.list(r.rows().get(i));
            }
            for (int k = 0; i == 0 && k < r.outputs().size(); k++) {
                out.add(k == 0 ? "" : ", ");
                BoundExpression e = r.rows().get(0).get(k);
                // SQLite would name a column by the column that stands in the first row
                out.add(e instanceof BoundConstant || e instanceof BoundParameter ? "" : "+");
                expressions.write(e);
            }
            out.add(")");
        }
    }

    private void select(BoundBody.Select s) {
        note(s.from());
        out.add(s.distinct() ? "SELECT DISTINCT " : "SELECT ");
        if (s.outputs().isEmpty()) {
            // rows without columns: SQLite wants one
            out.add("NULL");
        }
        outputs(s.outputs());
        if (s.from() != null) {
            out.add(" FROM ");
            source(s.from());
        }
        if (s.where() != null) {
            out.add(" WHERE ");
            expressions.condition(s.where());
        }
        for (int i = 0; i < s.groupBy().size(); i++) {
            out.add(i == 0 ? " GROUP BY " : ", ");
            key(s.groupBy().get(i));
        }
        if (s.having() != null) {
            out.add(" HAVING ");
            expressions.condition(s.having());
        }
    }

    void outputs(List<BoundOutput> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            expressions.write(outputs.get(i).value());
            out.add(" AS c" + (i + 1));
        }
    }

    /** Outputs are written before FROM and must know what stands in it. */
    void note(BoundSource source) {
        if (source instanceof BoundSource.Table t) {
            table(t.number(), t.relation());
        } else if (source instanceof BoundSource.Call c) {
            calls.put(c.number(), c);
        } else if (source instanceof BoundSource.System s) {
            systems.put(s.number(), s.relation());
        } else if (source instanceof BoundSource.Joined j) {
            outerJoins |= j.kind() != BoundSource.Kind.INNER;
            note(j.left());
            note(j.right());
        }
    }

    /** What stands behind FROM. */
    void source(BoundSource source) {
        if (source instanceof BoundSource.Table t && kept.containsKey(t.relation())) {
            before(t.number(), kept.get(t.relation()));
        } else if (source instanceof BoundSource.Table t && !t.without().isEmpty()) {
            without(t);
        } else if (source instanceof BoundSource.Table t) {
            out.table(t.relation()).add(" AS t" + t.number());
        } else if (source instanceof BoundSource.Duplicates d) {
            out.add(DuplicateKeys.table(d.index(), d.table().temporary()) + " AS t" + d.number());
        } else if (source instanceof BoundSource.System s) {
            system(s);
        } else if (source instanceof BoundSource.Working w) {
            out.add("w" + w.table() + " AS t" + w.number());
        } else if (source instanceof BoundSource.Derived d && d.once()) {
            // SQLite would put the query's expressions in place of its columns, and call a function for each of them
            out.add("(WITH m" + d.number() + " AS MATERIALIZED (");
            write(d.query());
            out.add(") SELECT * FROM m" + d.number() + ") AS t" + d.number());
        } else if (source instanceof BoundSource.Derived d) {
            out.add("(");
            write(d.query());
            out.add(") AS t" + d.number());
        } else if (source instanceof BoundSource.Call c && SeriesRenderer.serves(c)) {
            new SeriesRenderer(out, expressions).write(c);
            out.add(" AS t" + c.number());
        } else if (source instanceof BoundSource.Call c) {
            out.add("json_each(");
            expressions.write(c.rows());
            out.add(") AS t" + c.number());
        } else if (source instanceof BoundSource.Joined j) {
            joined(j);
        }
    }

    /** A table as an earlier step has kept it, made of its text once. */
    private void before(int number, BoundStatement.KeptTable table) {
        out.add("(WITH m" + number + " AS MATERIALIZED (SELECT ");
        for (int i = 0; i < table.types().size(); i++) {
            out.add(i == 0 ? "" : ", ");
            expressions.captured("value", i, table.types().get(i));
            out.add(" AS ");
            if (i == 0) {
                out.add(table.relation().rowNumber());
            } else {
                out.name(table.relation().columns().get(i - 1).name());
            }
        }
        out.add(" FROM json_each(");
        expressions.write(new CapturedRows(table.slot()));
        out.add(")) SELECT * FROM m" + number + ") AS t" + number);
    }

    /** A table as it was before rows came. */
    private void without(BoundSource.Table t) {
        String number = t.relation().rowNumber();
        out.add("(SELECT " + number + ", * FROM ").table(t.relation());
        for (int i = 0; i < t.without().size(); i++) {
            BoundSource.Added a = t.without().get(i);
            out.add((i == 0 ? " WHERE " : " AND ") + number + " NOT IN (SELECT value ->> " + a.column()
                    + " FROM json_each(");
            expressions.write(a.rows());
            out.add("))");
        }
        out.add(") AS t" + t.number());
    }

    private void system(BoundSource.System s) {
        if (s.relation().live() == null) {
            out.relation(s.relation().rows()).add(" AS t" + s.number());
            return;
        }
        // read once for each execution; SQLite makes an index of its own where rows are looked up again and again
        out.add("(WITH m" + s.number() + " AS MATERIALIZED (SELECT ");
        for (int i = 0; i < s.relation().columns().size(); i++) {
            out.add((i == 0 ? "" : ", ") + "value ->> " + i + " AS ")
                    .name(s.relation().columns().get(i).name());
        }
        out.add(" FROM json_each(");
        out.hidden(s.relation().live().value());
        out.add(")) SELECT * FROM m" + s.number() + ") AS t" + s.number());
    }

    private void joined(BoundSource.Joined j) {
        source(j.left());
        out.add(
                switch (j.kind()) {
                    case INNER -> " JOIN ";
                    case LEFT -> " LEFT JOIN ";
                    case RIGHT -> " RIGHT JOIN ";
                    case FULL -> " FULL JOIN ";
                });
        if (j.right() instanceof BoundSource.Joined) {
            // the right side of a join that is a join itself binds first
            out.add("(");
            source(j.right());
            out.add(")");
        } else {
            source(j.right());
        }
        if (j.on() != null) {
            out.add(" ON ");
            expressions.condition(j.on());
        } else if (j.kind() != BoundSource.Kind.INNER) {
            out.add(" ON 1");
        }
    }
}
