package io.polywire.dialect.sqlite.internal.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Statements for tests: some that are written out, and any number that a grammar makes. */
public final class Statements {
    /** What the statements are about. */
    public static final List<String> SCHEMA = List.of(
            "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c REAL, d)",
            "CREATE TABLE u(a INT, b TEXT DEFAULT 'x', e BLOB, UNIQUE(a, b))",
            "CREATE TABLE \"odd name\"(\"select\" INT, [from] TEXT, `key` INT)",
            "CREATE INDEX ti ON t(b)",
            "CREATE INDEX ud ON u(e, a DESC) WHERE a > 0",
            "CREATE VIEW v AS SELECT a, b FROM t WHERE c > 1",
            "CREATE TRIGGER tr AFTER INSERT ON u BEGIN DELETE FROM t WHERE a = new.a; END");

    public static final List<String> WRITTEN = List.of(
            "SELECT 1",
            "SELECT DISTINCT a, b AS x, c y, d \"z\", t.*, * FROM t",
            "SELECT ALL a 'x' FROM main.t AS q INDEXED BY ti WHERE b = 'p'",
            "SELECT a FROM t NOT INDEXED WHERE NOT a = 1 AND NOT EXISTS (SELECT 1 FROM u)",
            "SELECT - a COLLATE nocase, ~a, +a, a || b -> c ->> d, a << 1 >> 2 & 3 | 4 FROM t",
            "SELECT a IS NULL, a ISNULL, a NOTNULL, a NOT NULL, a IS NOT 1, a IS NOT DISTINCT FROM b FROM t",
            "SELECT a BETWEEN 1 AND 2 AND b NOT BETWEEN 'a' AND 'b' OR c, a BETWEEN b = c AND d FROM t",
            "SELECT a = NOT b, a + NOT b, a LIKE b ESCAPE 'x', a NOT LIKE b, b GLOB '*' FROM t",
            "SELECT a IN (), a IN (1, 2), a NOT IN (SELECT a FROM u), (a, b, c) IN u, (a, b) IN main.v, (a, b) IN pragma_collation_list() FROM t",
            "SELECT CASE WHEN a THEN b END, CASE a WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END FROM t",
            "SELECT CAST(a AS INTEGER), CAST(a AS VARCHAR(10)), CAST(a AS DECIMAL(10, -2)), CAST(a AS \"x y\"), CAST(a AS) FROM t",
            "SELECT (a, b) = (1, 2), (a), ((a)), (SELECT a FROM u LIMIT 1) FROM t",
            "SELECT count(*), count(DISTINCT a), sum(a) FILTER (WHERE b > 1), group_concat(b, ',' ORDER BY a DESC) FROM t",
            "SELECT replace(b, 'x', 'y'), glob('a', b), like('a', b), left.a FROM t AS left",
            "SELECT row_number() OVER (), rank() OVER w, sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t WINDOW w AS (ORDER BY a), x AS (w)",
            "SELECT sum(a) OVER (w RANGE UNBOUNDED PRECEDING) FROM t WINDOW w AS (ORDER BY a)",
            "SELECT sum(a) OVER (ORDER BY a GROUPS BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING EXCLUDE NO OTHERS) FROM t",
            "SELECT a FROM t ORDER BY a ASC NULLS FIRST, b DESC NULLS LAST, 1 LIMIT 5 OFFSET 2",
            "SELECT a FROM t LIMIT 2, 5",
            "SELECT b, count(*) FROM t GROUP BY b, c + 1 HAVING count(*) > 1",
            "SELECT max(a) FROM t HAVING min(a) > 1 ORDER BY 1",
            "SELECT * FROM t, u JOIN v ON t.a = v.a LEFT OUTER JOIN u AS w USING (a, b) NATURAL JOIN v AS vv CROSS JOIN (SELECT 1 AS n)",
            "SELECT 1 FROM t NATURAL LEFT JOIN u FULL OUTER JOIN v USING (b) RIGHT JOIN (u AS x INNER JOIN t AS y USING (a)) ON 1",
            "SELECT * FROM (t, u) AS tu, (VALUES (1, 2), (3, 4)), json_each('[1,2]') AS j, pragma_table_info('t')",
            "SELECT * FROM 't' AS 'q' WHERE \"a\" = 1 AND [b] = `b` AND \"nothing\" = 'nothing'",
            "VALUES (1, 'a'), (2, 'b')",
            "SELECT 1 UNION ALL SELECT 2 UNION VALUES (3) INTERSECT SELECT 3 EXCEPT SELECT 4 ORDER BY 1 LIMIT 1",
            "WITH x AS (SELECT 1 AS n), y(m) AS MATERIALIZED (SELECT n FROM x), z AS NOT MATERIALIZED (VALUES (1)) SELECT * FROM x, y, z",
            "WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r",
            "SELECT (WITH q AS (SELECT 5) SELECT * FROM q)",
            "SELECT ?, ?5, :a, @b, $c, ?, :a, $t::x(y)",
            "SELECT 0x1F, 1.5e-3, .5, 5., x'00ff', 'it''s', NULL, CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, TRUE, FALSE",
            "SELECT /* a comment */ 1 -- and one more",
            "INSERT INTO t VALUES (1, 'a', 2.5, NULL)",
            "INSERT OR REPLACE INTO main.t AS q (a, b) VALUES (1, 'a'), (2, 'b')",
            "INSERT OR IGNORE INTO u(a) SELECT a FROM t WHERE a > 1",
            "REPLACE INTO t(a) VALUES (?)",
            "INSERT INTO t DEFAULT VALUES RETURNING a, *, b AS x",
            "INSERT INTO t(a, b) VALUES (1, 'a') ON CONFLICT (a) WHERE a > 0 DO UPDATE SET b = excluded.b, (c, d) = (1, 2) WHERE t.a > 1 ON CONFLICT DO NOTHING RETURNING rowid",
            "INSERT INTO u SELECT a, b, NULL FROM t WHERE true ON CONFLICT (a, b) DO NOTHING",
            "WITH x AS (SELECT 1) INSERT INTO t(a) SELECT * FROM x",
            "INSERT INTO t(a) WITH x AS (SELECT 1) SELECT * FROM x",
            "UPDATE t SET b = 'x', c = c + 1 WHERE a = 1",
            "UPDATE OR IGNORE main.t AS q NOT INDEXED SET (b, c) = (SELECT b, 1 FROM u WHERE u.a = q.a) FROM u AS y WHERE y.a = q.a RETURNING *",
            "WITH x AS (SELECT 1 AS n) UPDATE t SET a = (SELECT n FROM x)",
            "DELETE FROM t",
            "DELETE FROM t AS q INDEXED BY ti WHERE q.b = 'x' RETURNING a",
            "WITH x AS (SELECT 1 AS n) DELETE FROM t WHERE a IN x",
            "CREATE TABLE n(a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT NOT NULL ON CONFLICT IGNORE DEFAULT 'x' COLLATE NOCASE, c NUMERIC(10, 2) CHECK (c > 0), d AS (a + 1), e INT GENERATED ALWAYS AS (a * 2) STORED UNIQUE, f REFERENCES t(a) ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TABLE IF NOT EXISTS main.n(a INT, b TEXT, CONSTRAINT k PRIMARY KEY (a, b DESC), UNIQUE (b) ON CONFLICT REPLACE, CHECK (a > 1), FOREIGN KEY (a) REFERENCES t ON DELETE NO ACTION MATCH FULL NOT DEFERRABLE) WITHOUT ROWID, STRICT",
            "CREATE TABLE n(a DEFAULT -1, b DEFAULT (1 + 2), c DEFAULT CURRENT_TIMESTAMP, d DEFAULT true, e DEFAULT x'00', f UNSIGNED BIG INT, g NULL)",
            "CREATE TABLE n(a PRIMARY KEY DESC, CHECK (a) UNIQUE (a))",
            "CREATE TABLE n AS SELECT * FROM t",
            "CREATE TEMP TABLE n(a)",
            "CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t(b COLLATE nocase DESC, a + 1) WHERE c IS NOT NULL",
            "CREATE TEMPORARY VIEW IF NOT EXISTS w(x, y) AS SELECT a, b FROM t",
            "CREATE VIRTUAL TABLE f USING fts5(x, y, tokenize = 'porter (ascii)')",
            "CREATE TRIGGER IF NOT EXISTS main.g BEFORE UPDATE OF a, b ON t FOR EACH ROW WHEN new.a > old.a BEGIN SELECT RAISE(ABORT, 'no'); UPDATE u SET a = new.a; INSERT INTO u(a) VALUES (1); DELETE FROM u; END",
            "CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN SELECT RAISE(IGNORE); END",
            "DROP TABLE IF EXISTS t",
            "DROP INDEX main.ti",
            "DROP VIEW v",
            "DROP TRIGGER tr",
            "ALTER TABLE t RENAME TO tt",
            "ALTER TABLE main.t RENAME COLUMN b TO bb",
            "ALTER TABLE t RENAME b TO bb",
            "ALTER TABLE t ADD COLUMN n TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE t ADD n",
            "ALTER TABLE t DROP COLUMN d",
            "ALTER TABLE t DROP d",
            "PRAGMA user_version",
            "PRAGMA main.user_version = -5",
            "PRAGMA table_info('t')",
            "PRAGMA table_info(t)",
            "PRAGMA foreign_keys = ON",
            "PRAGMA journal_mode = DELETE",
            "BEGIN",
            "BEGIN IMMEDIATE TRANSACTION",
            "COMMIT TRANSACTION",
            "END",
            "ROLLBACK",
            "ROLLBACK TRANSACTION TO SAVEPOINT s",
            "SAVEPOINT s",
            "RELEASE SAVEPOINT s",
            "ANALYZE",
            "ANALYZE main.t",
            "REINDEX t",
            "VACUUM",
            "VACUUM main INTO 'x'",
            "ATTACH DATABASE ':memory:' AS m",
            "DETACH m",
            "EXPLAIN SELECT 1",
            "EXPLAIN QUERY PLAN DELETE FROM t WHERE a = 1",
            "SELECT \"select\", \"odd name\".[from], `key` FROM \"odd name\"",
            "SELECT abort, action, key, row FROM (SELECT 1 AS abort, 2 AS action, 3 AS key, 4 AS row)",
            "SELECT a AS if, a AS end, a offset, a plan, a temp FROM t AS match");

    private final Random random;
    private int depth;

    public Statements(long seed) {
        this.random = new Random(seed);
    }

    private int below(int n) {
        return random.nextInt(n);
    }

    private String any(String... of) {
        return of[below(of.length)];
    }

    private String some(int most, java.util.function.Supplier<String> part) {
        List<String> parts = new ArrayList<>();
        for (int i = below(most); i >= 0; i--) {
            parts.add(part.get());
        }
        return String.join(", ", parts);
    }

    private String perhaps(java.util.function.Supplier<String> part) {
        return below(3) == 0 ? part.get() : "";
    }

    /** A statement about rows that SQLite prepares, most of the time. */
    String statement() {
        depth = 0;
        return switch (below(8)) {
            case 0 ->
                perhaps(this::with) + any("INSERT INTO", "INSERT OR IGNORE INTO", "REPLACE INTO") + " t(a, b) "
                        + any(
                                "VALUES (" + expression() + ", " + constant() + ")",
                                "SELECT a, b FROM u WHERE " + condition())
                        + perhaps(() -> " RETURNING " + some(2, this::column));
            case 1 ->
                perhaps(this::with) + "UPDATE t SET b = " + expression() + perhaps(() -> ", (c, d) = (1, 2)")
                        + perhaps(() -> " WHERE " + condition());
            case 2 -> perhaps(this::with) + "DELETE FROM t WHERE " + condition();
            default -> query();
        };
    }

    private String with() {
        return "WITH w1" + any("", "(a, b)") + " AS (SELECT a, b FROM t), w2 AS (SELECT a, b FROM u) ";
    }

    /** A query. */
    public String query() {
        if (++depth > 4) {
            depth--;
            return "SELECT a FROM t";
        }
        String q = perhaps(this::with)
                + select()
                + (below(4) == 0 ? any(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ") + "SELECT 1" : "");
        depth--;
        return q
                + perhaps(() -> " ORDER BY 1 " + any("", "ASC", "DESC NULLS LAST"))
                + perhaps(() -> " LIMIT " + any("1", "5 OFFSET 1", "1, 2"));
    }

    private String select() {
        return "SELECT " + any("", "DISTINCT ", "ALL ") + expression() + any("", " AS x", " y", " \"z\"") + " FROM "
                + from() + perhaps(() -> " WHERE " + condition())
                + perhaps(() -> " GROUP BY " + some(2, this::expression) + perhaps(() -> " HAVING " + condition()));
    }

    private String from() {
        return switch (below(6)) {
            case 0 -> "t JOIN u AS k ON t.a = k.a";
            case 1 -> "t LEFT JOIN (SELECT a AS ka, e FROM u) AS k ON t.a = k.ka";
            case 2 -> "t, (" + "SELECT a AS n FROM u" + ") AS s";
            case 3 -> "(t NATURAL JOIN v)";
            default -> any("t", "main.t", "t AS t", "v AS t", "'t'");
        };
    }

    private String column() {
        return any("a", "b", "\"a\"", "[b]", "`a`", "t.a", "t.b");
    }

    private String constant() {
        return any("1", "-2.5", "'x'", "x'ab'", "NULL", "?", "?3", ":p", "CURRENT_DATE", "TRUE", "0x10", "'it''s'");
    }

    private String condition() {
        return switch (below(6)) {
            case 0 -> expression() + any(" IS ", " IS NOT ", " = ", " <> ", " == ") + expression();
            case 1 -> expression() + any(" IN ", " NOT IN ") + "(" + some(3, this::constant) + ")";
            case 2 -> expression() + any(" BETWEEN ", " NOT BETWEEN ") + constant() + " AND " + constant();
            case 3 -> any("", "NOT ") + "EXISTS (" + query() + ")";
            case 4 -> "(" + condition() + any(" AND ", " OR ") + condition() + ")";
            default -> expression() + any(" LIKE ", " < ", " >= ", " GLOB ") + constant();
        };
    }

    private String expression() {
        if (++depth > 5) {
            depth--;
            return column();
        }
        String e = switch (below(9)) {
            case 0 -> constant();
            case 1 -> "(" + expression() + any(" + ", " || ", " * ", " << ", " - ") + expression() + ")";
            case 2 -> any("abs", "length", "typeof", "lower") + "(" + expression() + ")";
            case 3 -> "CASE WHEN " + condition() + " THEN " + expression() + " ELSE " + expression() + " END";
            case 4 -> "CAST(" + expression() + " AS " + any("TEXT", "INT", "DECIMAL(4,2)") + ")";
            case 5 -> "(" + "SELECT " + expression() + " FROM t LIMIT 1)";
            case 6 -> any("- ", "+ ", "~ ") + expression();
            default -> column();
        };
        depth--;
        return e;
    }
}
