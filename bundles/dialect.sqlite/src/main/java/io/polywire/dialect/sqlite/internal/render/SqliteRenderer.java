package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.plan.Rendered;
import java.util.List;

/** Writes a bound statement. */
public final class SqliteRenderer {
    private final SqlText out;
    private final QueryRenderer queries;
    private final ChangeRenderer changes;
    private final int parameters;

    private SqliteRenderer(int parameters) {
        this.parameters = parameters;
        this.out = new SqlText(parameters);
        this.queries = new QueryRenderer(out);
        this.changes = new ChangeRenderer(out, queries);
    }

    /**
     * Writes a statement.
     *
     * @param parameters how many parameters the client's statement has
     */
    public static Rendered render(BoundStatement statement, int parameters) {
        return new SqliteRenderer(parameters).write(statement);
    }

    private Rendered write(BoundStatement statement) {
        if (statement instanceof BoundStatement.Selects s) {
            queries.write(s.query());
            return done(s.locks() ? Access.WRITE : Access.READ);
        }
        if (statement instanceof BoundStatement.Inserts s) {
            changes.insert(s);
            return done(Access.WRITE);
        }
        if (statement instanceof BoundStatement.Updates s) {
            changes.update(s);
            return done(Access.WRITE);
        }
        if (statement instanceof BoundStatement.Deletes s) {
            changes.delete(s);
            return done(Access.WRITE);
        }
        if (statement instanceof BoundStatement.CreatesTable s) {
            if (s.nothing()) {
                return new Rendered(null, List.of());
            }
            createTable(s);
            return done(Access.SCHEMA);
        }
        if (statement instanceof BoundStatement.DropsTable s) {
            if (s.name() == null) {
                return new Rendered(null, List.of());
            }
            out.add("DROP TABLE main.").name(s.name());
            return done(Access.SCHEMA);
        }
        throw new IllegalArgumentException("a statement of " + statement.getClass());
    }

    private Rendered done(Access access) {
        StorageStatement s = new StorageStatement(
                out.toString(), access, parameters + out.hidden().size(), out.functions(), out.relations());
        return new Rendered(s, out.hidden());
    }

    // --- schema ---------------------------------------------------------------------------------------------------

    private void createTable(BoundStatement.CreatesTable s) {
        out.add("CREATE TABLE main.").name(s.name()).add(" (");
        for (int i = 0; i < s.columns().size(); i++) {
            BoundStatement.NewColumn c = s.columns().get(i);
            out.add(i == 0 ? "" : ", ").name(c.name()).add(" ").add(declaration(c.type()));
            if (c.notNull()) {
                out.add(" NOT NULL");
            }
            if (c.defaultValue() != null) {
                Object value = c.defaultValue().value();
                if (value instanceof Double) {
                    throw SqlFailure.unsupported("a default of type " + c.type().name());
                }
                out.add(" DEFAULT ").constant(value);
            }
        }
        keys(" PRIMARY KEY", s.primaryKey().isEmpty() ? List.of() : List.of(s.primaryKey()));
        keys(" UNIQUE", s.unique());
        out.add(")");
    }

    private void keys(String words, List<List<String>> keys) {
        for (List<String> key : keys) {
            out.add(",").add(words);
            for (int i = 0; i < key.size(); i++) {
                out.add(i == 0 ? " (" : ", ").name(key.get(i));
            }
            out.add(")");
        }
    }

    /**
     * How a column of a type is declared: the type's own name where SQLite's affinity for it leaves the values alone. A
     * decimal is kept as text (sql.md: NUMERIC affinity makes 1.10 a REAL).
     */
    static String declaration(Type t) {
        return switch (t.kind()) {
            case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, TEXT -> t.name();
            case BYTES -> "blob";
            case VARCHAR -> t.length() > 0 ? t.name() + "(" + t.length() + ")" : t.name();
            case DECIMAL ->
                t.precision() > 0 ? "numeric_text(" + t.precision() + "," + t.scale() + ")" : "numeric_text";
            case DATE -> "date_days";
            case UUID -> "uuid_blob";
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> t.name() + "_micros" + digits(t);
            case TIME_TZ -> "timetz_text" + digits(t);
            case INTERVAL ->
                t.length() == 0 && t.precision() == 0
                        ? "interval_text"
                        : "interval_text(" + t.length() + "," + written(t.precision()) + ")";
            default -> throw SqlFailure.unsupported("a column of type " + t.name());
        };
    }

    private static String digits(Type t) {
        return t.precision() == 0 ? "" : "(" + written(t.precision()) + ")";
    }

    /** Digits of fractions of a second; 7 where all are kept. */
    private static int written(int precision) {
        return precision == 0 ? 7 : Math.max(precision, 0);
    }
}
