package io.polywire.dialect.sqlite.internal.render;

import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What keeps a deferrable key: an index that is not unique, and a table of the keys that several rows have at the moment, which
 * triggers of the key's table fill and empty. Each of its rows has a foreign key to a row that is never there, which SQLite
 * looks at when the transaction is to end, so that nobody commits such rows, not another program either.
 */
final class DuplicateKeys {
    private static final String PREFIX = "_pw_duplicate_";

    /** What keys are called that SQLite compares, beside their values. */
    private static final String KEY = "k";

    private final SchemaStep.CreatesIndex step;
    private final boolean temporary;
    private final Consumer<SqlText> statements;
    /** Writes a key of the index over the columns of a row, which is OLD, NEW or that of the table where it is null. */
    private final KeyWriter writer;

    /** Writes a key. */
    interface KeyWriter {
        /** @param row null for the columns as they are */
        void write(SqlText out, int key, String row);
    }

    DuplicateKeys(SchemaStep.CreatesIndex step, boolean temporary, KeyWriter writer, Consumer<SqlText> statements) {
        this.step = step;
        this.temporary = temporary;
        this.writer = writer;
        this.statements = statements;
    }

    /** The table of keys, with its place. */
    static String table(TableIndex i, boolean temporary) {
        return (temporary ? "temp." : "main.") + new SqlText(0).name(PREFIX + i.stored());
    }

    private String trigger(String when) {
        return (temporary ? "temp." : "main.")
                + new SqlText(0).name(PREFIX + step.index().stored() + "_" + when);
    }

    /** Keys of the index, with those that make NULLs equal. */
    private List<Integer> keys() {
        List<Integer> keys = new ArrayList<>();
        for (int k = 0; k < step.index().keys().size(); k++) {
            keys.add(k);
        }
        step.expressions().keySet().stream()
                .filter(k -> k >= step.index().keys().size())
                .sorted()
                .forEach(keys::add);
        return keys;
    }

    /** The table and the triggers; the index is there. */
    void create() {
        SqlText out = new SqlText(0);
        String name = new SqlText(0).name(PREFIX + step.index().stored()).toString();
        out.add("CREATE TABLE ").add(table(step.index(), temporary)).add(" (id INTEGER PRIMARY KEY");
        // without a type: they are what they are in the table
        for (int k = 0; k < step.index().keys().size(); k++) {
            out.add(", c" + (k + 1));
        }
        for (int k : keys()) {
            out.add(", " + KEY + k);
        }
        out.add(", never INTEGER NOT NULL DEFAULT -1 REFERENCES " + name + "(id) DEFERRABLE INITIALLY DEFERRED)");
        statements.accept(out);
        trigger("insert", "AFTER INSERT", () -> {}, this::note);
        trigger("delete", "AFTER DELETE", this::forget, () -> {});
        trigger("update", "AFTER UPDATE", this::forget, this::note);
    }

    private SqlText body;

    private void trigger(String name, String when, Runnable first, Runnable second) {
        body = new SqlText(0);
        body.add("CREATE TRIGGER " + trigger(name) + " " + when + " ON ")
                .name(step.relation().stored())
                .add(" BEGIN ");
        first.run();
        second.run();
        statements.accept(body.add("END"));
    }

    /** Two rows of the table have the key of a row. */
    private void twice(IntConsumer key) {
        body.add("EXISTS (SELECT 1 FROM ").name(step.relation().stored());
        String and = " WHERE ";
        for (int k : keys()) {
            body.add(and);
            writer.write(body, k, null);
            body.add(" = ");
            key.accept(k);
            and = " AND ";
        }
        body.add(" LIMIT 1 OFFSET 1)");
    }

    private void note() {
        String name = new SqlText(0).name(PREFIX + step.index().stored()).toString();
        body.add("INSERT INTO " + name + "(");
        for (int k = 0; k < step.index().keys().size(); k++) {
            body.add("c" + (k + 1) + ", ");
        }
        String comma = "";
        for (int k : keys()) {
            body.add(comma + KEY + k);
            comma = ", ";
        }
        body.add(") SELECT ");
        for (TableIndex.Key k : step.index().keys()) {
            body.add("NEW.").name(step.relation().column(k.column()).name()).add(", ");
        }
        comma = "";
        for (int k : keys()) {
            body.add(comma);
            writer.write(body, k, "NEW");
            comma = ", ";
        }
        body.add(" WHERE ");
        twice(k -> writer.write(body, k, "NEW"));
        body.add("; ");
    }

    private void forget() {
        String name = new SqlText(0).name(PREFIX + step.index().stored()).toString();
        body.add("DELETE FROM " + name + " WHERE ");
        for (int k : keys()) {
            body.add(KEY + k + " = ");
            writer.write(body, k, "OLD");
            body.add(" AND ");
        }
        body.add("NOT ");
        twice(k -> writer.write(body, k, "OLD"));
        body.add("; ");
    }

    /** What goes with a table or before it is written anew; the triggers go with the table. */
    static List<String> drop(TableIndex i, boolean temporary, boolean triggers) {
        List<String> all = new ArrayList<>();
        if (triggers) {
            for (String when : List.of("insert", "delete", "update")) {
                all.add("DROP TRIGGER " + (temporary ? "temp." : "main.")
                        + new SqlText(0).name(PREFIX + i.stored() + "_" + when));
            }
        }
        all.add("DROP TABLE " + table(i, temporary));
        return all;
    }
}
