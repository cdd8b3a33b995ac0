package io.polywire.dialect.sqlite.internal.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.dialect.sqlite.internal.render.Fragments;
import io.polywire.dialect.sqlite.internal.syntax.Command;
import io.polywire.dialect.sqlite.internal.syntax.Parser;
import io.polywire.dialect.sqlite.internal.syntax.Statements;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where nothing is in another dialect's form, a query that was written anew gives what it gave before. */
class RewritingTest {
    private static Relation table(int id, String name, String... columns) {
        List<RelationColumn> all = new ArrayList<>();
        for (String c : columns) {
            all.add(new RelationColumn(c, all.size() + 1, "text", false, false, false, false));
        }
        return new Relation(id, Relation.Kind.TABLE, name, all, List.of());
    }

    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            1,
            List.of(
                    table(1, "t", "a", "b", "c", "d"),
                    table(2, "u", "a", "b", "e"),
                    table(3, "odd name", "select", "from", "key")));

    /** The text of a query, all of it put together again from its parts. */
    private static String rewritten(String text) {
        Fragments none = new Fragments(32_766, IntegerTimes.of(Set.of()));
        Context context = new Context(
                text,
                CATALOG,
                d -> {
                    throw new AssertionError("another dialect is asked");
                },
                none);
        QueryPass pass = new QueryPass(context, new Views(context, null));
        Command.Selects s = (Command.Selects) Parser.parse(text);
        pass.top(s.query());
        String written = pass.text(s.query());
        assertThat(none.isEmpty()).isTrue();
        return written;
    }

    private static List<List<Object>> rows(Connection c, String text) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(text)) {
            List<List<Object>> rows = new ArrayList<>();
            int n = r.getMetaData().getColumnCount();
            List<Object> names = new ArrayList<>();
            for (int i = 1; i <= n; i++) {
                names.add(r.getMetaData().getColumnName(i));
            }
            rows.add(names);
            while (r.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= n; i++) {
                    Object v = r.getObject(i);
                    row.add(v instanceof byte[] b ? Arrays.toString(b) : v);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static List<List<Object>> rowsOrNull(Connection c, String text) {
        try {
            return rows(c, text);
        } catch (SQLException e) {
            return null;
        }
    }

    @Test
    void givesTheSameRowsUnderTheSameNames() throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement s = c.createStatement()) {
            for (String text : Statements.SCHEMA) {
                s.execute(text);
            }
            s.execute("INSERT INTO t VALUES (1, 'x', 1.5, NULL), (2, 'it''s', -2.5, x'ab'), (3, NULL, 0, 16)");
            s.execute("INSERT INTO u VALUES (4, 'x', NULL), (2, '1', x'00'), (7, NULL, 'e')");
            List<String> all = new ArrayList<>();
            Statements.WRITTEN.stream()
                    .filter(t -> t.startsWith("SELECT") || t.startsWith("VALUES") || t.startsWith("WITH"))
                    .filter(t -> !t.contains("INSERT") && !t.contains("UPDATE") && !t.contains("DELETE"))
                    // all of one text: a parameter by its name has no number for this driver
                    .filter(t -> !t.contains(":a"))
                    // SQLite names a column by all that stands before the next token
                    .filter(t -> !t.contains("--"))
                    .forEach(all::add);
            for (int i = 0; i < 6000; i++) {
                all.add(new Statements(i).query());
            }
            int compared = 0;
            for (String text : all) {
                List<List<Object>> before = rowsOrNull(c, text);
                if (before != null) {
                    assertThat(rows(c, rewritten(text))).as(text).isEqualTo(before);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(3000);
        }
    }
}
