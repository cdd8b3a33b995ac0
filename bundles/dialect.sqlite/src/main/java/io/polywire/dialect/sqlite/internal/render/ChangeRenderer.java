package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes INSERT, UPDATE and DELETE. */
final class ChangeRenderer {
    private final SqlText out;
    private final QueryRenderer queries;

    ChangeRenderer(SqlText out, QueryRenderer queries) {
        this.out = out;
        this.queries = queries;
    }

    private void where(BoundExpression where) {
        if (where != null) {
            out.add(" WHERE ");
            queries.expressions().condition(where);
        }
    }

    private void returning(List<BoundOutput> outputs, Relation target, int number) {
        if (!outputs.isEmpty()) {
            out.add(" RETURNING ");
            // SQLite knows the table by its own name there, and by no alias
            queries.rename(number, target.stored());
            queries.outputs(outputs);
        }
    }

    // --- INSERT ---------------------------------------------------------------------------------------------------

    void insert(BoundStatement.Inserts s) {
        Relation r = s.target();
        out.add("INSERT INTO ").changed(r).add(" AS t" + s.number());
        queries.table(s.number(), r);
        if (s.source() == null) {
            out.add(" DEFAULT VALUES");
            conflict(s.conflict(), r);
            returning(s.outputs(), r, s.number());
            return;
        }
        int rowNumber = -1;
        if (s.columns().isEmpty() && r.columns().isEmpty()) {
            out.add(" (" + Relation.NO_COLUMN);
        }
        for (int i = 0; i < s.columns().size(); i++) {
            out.add(i == 0 ? " (" : ", ").name(s.columns().get(i));
            if (r.columns().get(r.index(s.columns().get(i))).rowNumber()) {
                rowNumber = i;
            }
        }
        out.add(") ");
        if (s.conflict() != null && s.conflict().tells()) {
            toldOnce(s, rowNumber);
        } else if (s.source().body() instanceof BoundBody.Rows rows
                && s.source().limit() == null) {
            values(s, rows, rowNumber);
        } else if (rowNumber >= 0 || s.columns().stream().anyMatch(c -> ForeignRenderer.converted(r, c) != null)) {
            given(s, rowNumber);
            out.add(" FROM (");
            queries.write(s.source());
            out.add(") WHERE true");
        } else if (s.conflict() != null) {
            // without WHERE, SQLite reads ON as that of a join
            out.add("SELECT * FROM (");
            queries.write(s.source());
            out.add(") WHERE true");
        } else {
            queries.write(s.source());
        }
        conflict(s.conflict(), r);
        returning(s.outputs(), r, s.number());
    }

    private void values(BoundStatement.Inserts s, BoundBody.Rows rows, int rowNumber) {
        out.add("VALUES ");
        for (int i = 0; i < rows.rows().size(); i++) {
            out.add(i == 0 ? "(" : ", (");
            List<BoundExpression> row = rows.rows().get(i);
            for (int c = 0; c < row.size(); c++) {
                out.add(c == 0 ? "" : ", ");
                BoundExpression value = row.get(c);
                given(
                        s,
                        c,
                        value.type(),
                        c == rowNumber,
                        () -> queries.expressions().write(value));
            }
            out.add(")");
        }
    }

    /** A value for a column, as it is stored. */
    private void given(BoundStatement.Inserts s, int column, Type type, boolean rowNumber, Runnable value) {
        if (rowNumber) {
            out.function(Guards.NOT_NULL).add("(");
            value.run();
            out.add(")");
        } else {
            queries.foreign().write(s.target(), s.columns().get(column), type, value);
        }
    }

    /** Each column of the source as it is stored. */
    private void given(BoundStatement.Inserts s, int rowNumber) {
        out.add("SELECT ");
        List<BoundOutput> outputs = s.source().outputs();
        for (int i = 0; i < outputs.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            String column = "c" + (i + 1);
            given(s, i, outputs.get(i).value().type(), i == rowNumber, () -> out.add(column));
        }
    }

    /** The rows in their order, after a look at whether two of them have one key: SQLite would update a row twice. */
    private void toldOnce(BoundStatement.Inserts s, int rowNumber) {
        BoundStatement.Conflict c = s.conflict();
        List<Runnable> keys = new ArrayList<>();
        for (String name : c.told()) {
            keys.add(() -> out.add("c" + (s.columns().indexOf(name) + 1)));
        }
        c.toldBy().forEach(e -> keys.add(() -> queries.expressions().write(e)));
        ScalarFunction guard = c.where() == null ? Guards.MET_TWICE : Guards.PERHAPS_MET_TWICE;
        given(s, rowNumber);
        out.add(" FROM (SELECT *, CASE WHEN ");
        for (int i = 0; i < keys.size(); i++) {
            out.add(i == 0 ? "" : " OR ");
            keys.get(i).run();
            out.add(" IS NULL");
        }
        if (c.toldWhere() != null) {
            out.add(" OR (");
            queries.expressions().condition(c.toldWhere());
            out.add(") IS NOT TRUE");
        }
        out.add(" THEN 1 ELSE count(*) OVER (PARTITION BY ");
        for (int i = 0; i < keys.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            BoundExpression keyed = i < c.told().size() ? c.keyed().get(c.told().get(i)) : null;
            if (keyed == null) {
                keys.get(i).run();
            } else if (keyed instanceof FunctionValue f && f.arguments().size() == 1) {
                out.function(f.function()).add("(");
                keys.get(i).run();
                out.add(")");
            } else {
                throw SqlFailure.unsupported("ON CONFLICT DO UPDATE of several rows with a key of this type");
            }
        }
        if (c.toldWhere() != null) {
            out.add(", (");
            queries.expressions().condition(c.toldWhere());
            out.add(") IS TRUE");
        }
        out.add(") END AS same FROM (SELECT *, row_number() OVER () AS nth FROM (");
        queries.write(s.source());
        out.add(")) AS t" + c.excluded() + ") WHERE ").function(guard).add("(same) ORDER BY nth");
    }

    private void conflict(BoundStatement.Conflict c, Relation r) {
        if (c == null || !c.keys()) {
            return;
        }
        out.add(" ON CONFLICT");
        for (int i = 0; i < c.key().size(); i++) {
            out.add(i == 0 ? " (" : ", ");
            BoundExpression by = c.keyed().get(c.key().get(i));
            if (by == null) {
                out.name(c.key().get(i));
            } else {
                bare(by);
            }
        }
        for (int i = 0; i < c.expressions().size(); i++) {
            out.add(i == 0 && c.key().isEmpty() ? " (" : ", ");
            bare(c.expressions().get(i));
        }
        out.add(c.any() ? "" : ")");
        if (c.keyWhere() != null) {
            // to the letter as the index has it, or SQLite does not find it
            queries.bare(true);
            where(c.keyWhere());
            queries.bare(false);
        }
        if (c.columns().isEmpty()) {
            out.add(" DO NOTHING");
            return;
        }
        out.add(" DO UPDATE");
        queries.table(c.excluded(), r);
        queries.rename(c.excluded(), "excluded");
        set(r, c.columns(), c.values());
        touch(r, c.columns(), "");
        where(c.where());
    }

    /** To the letter as the index has it, or SQLite does not find it. */
    private void bare(BoundExpression key) {
        queries.bare(true);
        queries.expressions().write(key);
        queries.bare(false);
    }

    private void set(Relation r, List<String> columns, List<BoundExpression> values) {
        for (int i = 0; i < columns.size(); i++) {
            out.add(i == 0 ? " SET " : ", ").name(columns.get(i)).add(" = ");
            BoundExpression value = values.get(i);
            queries.foreign()
                    .write(
                            r,
                            columns.get(i),
                            value.type(),
                            () -> queries.expressions().write(value));
        }
    }

    /**
     * Sets columns to what they are for the conditions that rows which are there need not meet: SQLite looks at those alone
     * that name a changed column, and a row that is changed has to meet them all.
     *
     * @param row the name of the row that is changed, with a point behind it, or empty
     */
    private void touch(Relation r, List<String> changed, String row) {
        Set<String> touched = new LinkedHashSet<>();
        for (TableConstraint c : r.constraints()) {
            if (c.kind() == TableConstraint.Kind.CHECK && !c.validated()) {
                c.columns().stream()
                        .map(r::column)
                        .filter(column -> !column.generated() && !changed.contains(column.name()))
                        .forEach(column -> touched.add(column.name()));
            }
        }
        touched.forEach(name -> out.add(", ").name(name).add(" = ").add(row).name(name));
    }

    /** While the table beside an EXCLUDE has a row, its triggers leave rows out. */
    void skips(BoundStatement.Skips s) {
        String helper = ExclusionTriggers.table(s.exclusion());
        out.add(s.begins() ? "INSERT INTO " : "DELETE FROM ").changed(s.table(), helper);
        out.add(s.begins() ? " DEFAULT VALUES" : "");
    }

    // --- UPDATE, DELETE -------------------------------------------------------------------------------------------

    void update(BoundStatement.Updates s) {
        queries.table(s.number(), s.target());
        queries.note(s.from());
        out.add("UPDATE ").changed(s.target()).add(" AS t" + s.number());
        set(s.target(), s.columns(), s.values());
        touch(s.target(), s.columns(), "t" + s.number() + ".");
        if (s.from() != null) {
            out.add(" FROM ");
            queries.source(s.from());
        } else if (s.snapshot()) {
            // with FROM, SQLite works all values out before it changes the first row
            out.add(" FROM (SELECT 1) AS once");
        }
        where(s.where());
        returning(s.outputs(), s.target(), s.number());
    }

    void delete(BoundStatement.Deletes s) {
        queries.table(s.number(), s.target());
        out.add("DELETE FROM ").changed(s.target()).add(" AS t" + s.number());
        where(s.where());
        returning(s.outputs(), s.target(), s.number());
    }
}
