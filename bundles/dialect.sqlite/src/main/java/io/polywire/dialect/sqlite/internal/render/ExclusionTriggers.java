package io.polywire.dialect.sqlite.internal.render;

import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Exclusion;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What keeps an EXCLUDE: triggers of its table that look, with each row that comes, for one that may not be beside it, and
 * fail then with the keys of both. Beside them stands a table that is empty but while rows which it refuses are to be left out.
 */
final class ExclusionTriggers {
    /** What a failure's text begins with; the index and the keys follow, each as {@code quote} writes it. */
    static final String FAILED = "EXCLUSION constraint failed: ";

    private static final String PREFIX = "_pw_exclusion_";

    /** The row that is there. */
    private static final String HELD = "x";

    /** The row that comes. */
    private static final String WANTED = "NEW";

    /** Writes expressions over the two rows into a text that the storage keeps. */
    interface Writer {
        /**
         * @param condition whether it is the value of a condition
         * @param held what the row that is there is called
         * @param wanted what the row that comes is called
         */
        void write(SqlText out, BoundExpression e, boolean condition, String held, String wanted);
    }

    private final SchemaStep.CreatesIndex step;
    private final Exclusion exclusion;
    private final boolean temporary;
    private final Writer writer;
    private final Consumer<SqlText> statements;

    ExclusionTriggers(SchemaStep.CreatesIndex step, boolean temporary, Writer writer, Consumer<SqlText> statements) {
        this.step = step;
        this.exclusion = step.exclusion();
        this.temporary = temporary;
        this.writer = writer;
        this.statements = statements;
    }

    /** The name of the table that says whether rows are left out, without its place. */
    static String table(TableIndex i) {
        return PREFIX + i.stored();
    }

    private static String place(boolean temporary) {
        return temporary ? "temp." : "main.";
    }

    private static String trigger(TableIndex i, boolean temporary, String when) {
        return place(temporary) + new SqlText(0).name(PREFIX + i.stored() + "_" + when);
    }

    /**
     * The table and the triggers; the index is there.
     *
     * @param rows whether the table may have rows, which are looked at
     */
    void create(boolean rows) {
        statements.accept(new SqlText(0)
                .add("CREATE TABLE " + place(temporary))
                .name(table(step.index()))
                .add(" (id INTEGER PRIMARY KEY)"));
        if (rows) {
            check();
        }
        leave();
        trigger("insert", "AFTER INSERT", "");
        // of what no column decides, no change breaks
        trigger(
                "update",
                "AFTER UPDATE",
                exclusion.columns().stream()
                        .map(c -> new SqlText(0).name(c).toString())
                        .map(c -> "NEW." + c + " IS NOT OLD." + c)
                        .collect(Collectors.joining(" OR ", "(0 OR ", ")")));
    }

    private void trigger(String name, String when, String changed) {
        SqlText out = begin(name, when, step.relation().stored());
        if (!changed.isEmpty() || exclusion.wantedWhere() != null) {
            out.add(" WHEN ").add(changed);
            if (exclusion.wantedWhere() != null) {
                out.add(changed.isEmpty() ? "" : " AND ");
                condition(out, exclusion.wantedWhere(), WANTED);
            }
        }
        out.add(" BEGIN SELECT ");
        fails(out, WANTED);
        out.add(" FROM ");
        if (exclusion.nearest() != null) {
            // whether there is one is soon known; the one that is told is the first of all
            out.add("(SELECT 1 WHERE ");
            meetsNext(out, WANTED);
            out.add(") CROSS JOIN ");
        }
        out.name(step.relation().stored())
                .add(" AS " + HELD + " WHERE " + HELD + "." + number() + " <> NEW." + number());
        met(out, WANTED);
        statements.accept(out.add(" LIMIT 1; END"));
    }

    /** Leaves a row out that meets what comes before the constraint, and not the constraint. */
    private void leave() {
        SqlText out = begin("leave", "BEFORE INSERT", step.relation().stored());
        out.add(" WHEN EXISTS (SELECT 1 FROM ").name(table(step.index())).add(")");
        for (BoundExpression e : exclusion.holds()) {
            out.add(" AND (");
            writer.write(out, e, true, HELD, WANTED);
            out.add(") IS NOT 0");
        }
        if (exclusion.wantedWhere() != null) {
            out.add(" AND ");
            condition(out, exclusion.wantedWhere(), WANTED);
        }
        out.add(" BEGIN SELECT RAISE(IGNORE) FROM ")
                .name(step.relation().stored())
                .add(" AS " + HELD + " WHERE 1");
        near(out, WANTED, false);
        met(out, WANTED);
        statements.accept(out.add(" LIMIT 1; END"));
    }

    /** Looks at the rows that are there, of which it tells the first that is not alone. */
    private void check() {
        SqlText out = begin("check", "AFTER INSERT", table(step.index()));
        String other = "y";
        out.add(" BEGIN SELECT ");
        fails(out, other);
        out.add(" FROM ");
        if (exclusion.nearest() != null) {
            out.add("(SELECT 1 WHERE EXISTS (SELECT 1 FROM ")
                    .name(step.relation().stored())
                    .add(" AS " + other + " WHERE ");
            if (exclusion.wantedWhere() != null) {
                condition(out, exclusion.wantedWhere(), other);
                out.add(" AND ");
            }
            meetsNext(out, other);
            out.add(")) CROSS JOIN ");
        }
        out.name(step.relation().stored()).add(" AS " + other + " CROSS JOIN ");
        out.name(step.relation().stored()).add(" AS " + HELD + " WHERE ");
        out.add(other + "." + number() + " <> " + HELD + "." + number());
        if (exclusion.wantedWhere() != null) {
            out.add(" AND ");
            condition(out, exclusion.wantedWhere(), other);
        }
        met(out, other);
        statements.accept(out.add(" LIMIT 1; END"));
        statements.accept(new SqlText(0)
                .add("INSERT INTO " + place(temporary))
                .name(table(step.index()))
                .add(" DEFAULT VALUES"));
        statements.accept(new SqlText(0).add("DROP TRIGGER " + trigger(step.index(), temporary, "check")));
        statements.accept(new SqlText(0).add("DELETE FROM " + place(temporary)).name(table(step.index())));
    }

    private SqlText begin(String name, String when, String on) {
        return new SqlText(0)
                .add("CREATE TRIGGER " + trigger(step.index(), temporary, name) + " " + when + " ON ")
                .name(on);
    }

    private String number() {
        return step.relation().rowNumber();
    }

    /** Whether a row of the table meets the next before or the next behind it. */
    private void meetsNext(SqlText out, String wanted) {
        out.add("EXISTS (SELECT 1 FROM ").name(step.relation().stored()).add(" AS " + HELD + " WHERE 1");
        near(out, wanted, true);
        met(out, wanted);
        out.add(")");
    }

    /**
     * Leaves all rows out but the next before and the next behind one that comes, where no others can meet it.
     *
     * @param there whether it is one of the table's
     */
    private void near(SqlText out, String wanted, boolean there) {
        if (exclusion.nearest() == null) {
            return;
        }
        out.add(" AND " + HELD + "." + number() + " IN (");
        next(out, wanted, there, " <= ", " DESC");
        out.add(" UNION ALL ");
        next(out, wanted, there, " >= ", "");
        out.add(")");
    }

    private void next(SqlText out, String wanted, boolean there, String comparison, String direction) {
        String next = "z";
        out.add("SELECT * FROM (SELECT " + next + "." + number() + " FROM ")
                .name(step.relation().stored())
                .add(" AS " + next + " WHERE ");
        writer.write(out, exclusion.nearest().held(), false, next, wanted);
        out.add(comparison);
        writer.write(out, exclusion.nearest().wanted(), false, next, wanted);
        if (there) {
            out.add(" AND " + next + "." + number() + " <> " + wanted + "." + number());
        }
        for (BoundExpression e : Arrays.asList(exclusion.nearest().same(), exclusion.heldWhere())) {
            if (e != null) {
                out.add(" AND (");
                writer.write(out, e, true, next, wanted);
                out.add(")");
            }
        }
        out.add(" ORDER BY ");
        writer.write(out, exclusion.nearest().held(), false, next, wanted);
        out.add(direction + " LIMIT 1)");
    }

    /** Which rows that are there may not be beside one that comes. */
    private void met(SqlText out, String wanted) {
        if (exclusion.heldWhere() != null) {
            out.add(" AND ");
            condition(out, exclusion.heldWhere(), wanted);
        }
        out.add(" AND ");
        condition(out, exclusion.meets(), wanted);
    }

    private void condition(SqlText out, BoundExpression e, String wanted) {
        out.add("(");
        writer.write(out, e, true, HELD, wanted);
        out.add(")");
    }

    private void fails(SqlText out, String wanted) {
        out.add("RAISE(ABORT, '" + FAILED + "' || quote(")
                .constant(step.index().stored())
                .add(")");
        List<BoundExpression> keys = new ArrayList<>(exclusion.wantedKeys());
        keys.addAll(exclusion.heldKeys());
        for (BoundExpression k : keys) {
            out.add(" || ',' || quote(");
            writer.write(out, k, false, HELD, wanted);
            out.add(")");
        }
        out.add(")");
    }

    /** What goes with a table or before it is written anew; the triggers go with the table. */
    static List<String> drop(TableIndex i, boolean temporary, boolean triggers) {
        List<String> all = new ArrayList<>();
        if (triggers) {
            for (String when : List.of("leave", "insert", "update")) {
                all.add("DROP TRIGGER " + trigger(i, temporary, when));
            }
        }
        all.add("DROP TABLE " + place(temporary) + new SqlText(0).name(table(i)));
        return all;
    }
}
