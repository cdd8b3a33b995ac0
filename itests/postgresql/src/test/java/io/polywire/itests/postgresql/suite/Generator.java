package io.polywire.itests.postgresql.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random statements: expressions over all scalar types, and queries over small tables with NULLs and duplicates. The same
 * seed makes the same statements. Most are well typed; some are not, since the error is compared too. Every query is
 * ordered by all its columns, so that one answer is right.
 */
final class Generator {
    private static final List<String> TYPES =
            List.of("int", "bigint", "numeric", "float8", "text", "bool", "date", "ts", "iv");
    private static final List<String> SETUP = List.of(
            "CREATE TABLE r (k int, a int, b bigint, n numeric(8,2), f float8, t text, p bool, d date, s timestamp, i interval)",
            "CREATE TABLE q (k int, a int, t text)");

    private final Random random;

    Generator(long seed) {
        random = new Random(seed);
    }

    /** The tables, their rows, and so many statements. */
    static SuiteFile file(long seed, int count) {
        Generator generator = new Generator(seed);
        List<SuiteFile.Statement> statements = new ArrayList<>();
        SETUP.forEach(text -> statements.add(statement(text)));
        for (int row = 0; row < 12; row++) {
            statements.add(statement(generator.row(row)));
        }
        for (int row = 0; row < 6; row++) {
            statements.add(statement("INSERT INTO q VALUES (" + row + ", " + generator.nullOr(generator.literal("int"))
                    + ", " + generator.nullOr(generator.literal("text")) + ")"));
        }
        for (int i = 0; i < count; i++) {
            statements.add(
                    statement(generator.chance(40) ? "SELECT " + generator.any(3) + " AS v" : generator.query()));
        }
        return new SuiteFile("generated/seed_" + seed, statements);
    }

    private static SuiteFile.Statement statement(String text) {
        return new SuiteFile.Statement(text, List.of(), null);
    }

    private String row(int key) {
        StringBuilder row = new StringBuilder("INSERT INTO r VALUES (" + key);
        for (String type : List.of("int", "bigint", "numeric", "float8", "text", "bool", "date", "ts", "iv")) {
            row.append(", ").append(nullOr(literal(type)));
        }
        return row.append(')').toString();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String nullOr(String other) {
        return chance(20) ? "NULL" : other;
    }

    private String literal(String type) {
        return switch (type) {
            case "int" -> pick("0", "1", "2", "3", "7", "100", "(-1)", "(-2147483648)", "2147483647");
            case "bigint" -> pick("0::int8", "5::int8", "9000000000", "(-9000000000)", "9223372036854775807");
            case "numeric" -> pick("0.0", "1.50", "2.25", "(-0.01)", "100.5", "3.333", "12345.67");
            case "float8" -> pick("0.5::float8", "(-1.25)::float8", "1e10::float8", "3::float8", "float8 'NaN'");
            case "text" -> pick("'a'", "'B'", "'abc'", "''", "'a_c%'", "'10'", "'ä'", "' x '");
            case "bool" -> pick("true", "false");
            case "date" -> pick("date '2020-02-29'", "date '1999-12-31'", "date '2024-01-31'", "date '1970-01-01'");
            case "ts" ->
                pick(
                        "timestamp '2020-02-29 12:34:56.5'",
                        "timestamp '1999-12-31 23:59:59'",
                        "timestamp '1970-01-01 00:00:00'");
            default ->
                pick("interval '1 month'", "interval '1 day 02:00'", "interval '-3 hours'", "interval '1 year -1 day'");
        };
    }

    private String any(int depth) {
        return expression(TYPES.get(random.nextInt(TYPES.size())), depth, List.of());
    }

    /** @param columns of each type as {@code type:name}; none outside of queries */
    private String expression(String type, int depth, List<String> columns) {
        List<String> fitting =
                columns.stream().filter(c -> c.startsWith(type + ":")).toList();
        if (!fitting.isEmpty() && chance(50)) {
            return fitting.get(random.nextInt(fitting.size())).substring(type.length() + 1);
        }
        if (depth == 0 || chance(15)) {
            return chance(5) ? "NULL" : literal(type);
        }
        String same = expression(type, depth - 1, columns);
        if (chance(15)) {
            return pick(
                    "coalesce(" + same + ", " + expression(type, depth - 1, columns) + ")",
                    "CASE WHEN " + expression("bool", depth - 1, columns) + " THEN " + same + " ELSE "
                            + expression(type, depth - 1, columns) + " END",
                    "nullif(" + same + ", " + expression(type, depth - 1, columns) + ")",
                    "greatest(" + same + ", " + expression(type, depth - 1, columns) + ")");
        }
        return switch (type) {
            case "int", "bigint", "numeric", "float8" -> number(type, same, depth, columns);
            case "text" -> text(same, depth, columns);
            case "bool" -> condition(depth, columns);
            case "date" -> "(" + same + pick(" + ", " - ") + expression("int", 0, columns) + ")";
            case "ts" ->
                "(" + pick(same, expression("date", depth - 1, columns)) + pick(" + ", " - ")
                        + expression("iv", depth - 1, columns) + ")";
            default ->
                pick(
                        "(" + same + " + " + expression("iv", depth - 1, columns) + ")",
                        "(" + same + " * " + expression("int", 0, columns) + ")",
                        "(" + expression("ts", depth - 1, columns) + " - " + expression("ts", depth - 1, columns)
                                + ")");
        };
    }

    private String number(String type, String same, int depth, List<String> columns) {
        String other = expression(chance(70) ? type : pick("int", "numeric", "bigint"), depth - 1, columns);
        return switch (random.nextInt(8)) {
            case 0 -> "abs(" + same + ")";
            case 1 ->
                type.equals("int") ? "length(" + expression("text", depth - 1, columns) + ")" : "(- " + same + ")";
            case 2 -> type.equals("numeric") ? "round(" + same + ", 1)" : "(" + same + " / " + other + ")";
            case 3 -> type.equals("float8") ? "floor(" + same + ")" : "(" + same + " % " + other + ")";
            default -> "(" + same + pick(" + ", " - ", " * ") + other + ")";
        };
    }

    private String text(String same, int depth, List<String> columns) {
        return switch (random.nextInt(6)) {
            case 0 -> pick("upper", "lower", "btrim", "reverse", "md5") + "(" + same + ")";
            case 1 -> "substr(" + same + ", " + pick("0", "1", "2") + ", " + pick("1", "2", "3") + ")";
            case 2 -> "replace(" + same + ", 'a', " + expression("text", depth - 1, columns) + ")";
            case 3 -> any(1) + "::text";
            case 4 -> "lpad(" + same + ", 5, '*')";
            default -> "(" + same + " || " + expression("text", depth - 1, columns) + ")";
        };
    }

    private String condition(int depth, List<String> columns) {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        String left = expression(type, depth - 1, columns);
        String right = expression(type, depth - 1, columns);
        return switch (random.nextInt(9)) {
            case 0 -> "(" + left + " IS " + pick("", "NOT ") + "NULL)";
            case 1 -> "(" + left + " IS DISTINCT FROM " + right + ")";
            case 2 -> "(" + left + pick(" IN (", " NOT IN (") + right + ", " + expression(type, 0, columns) + "))";
            case 3 -> "(" + left + " BETWEEN " + right + " AND " + expression(type, depth - 1, columns) + ")";
            case 4 ->
                "(" + expression("bool", depth - 1, columns) + pick(" AND ", " OR ")
                        + expression("bool", depth - 1, columns) + ")";
            case 5 -> "(NOT " + expression("bool", depth - 1, columns) + ")";
            case 6 ->
                "(" + expression("text", depth - 1, columns) + pick(" LIKE ", " ILIKE ", " NOT LIKE ")
                        + pick("'a%'", "'%b_'", "'A%'", "'%'") + ")";
            default -> "(" + left + pick(" = ", " <> ", " < ", " <= ", " > ", " >= ") + right + ")";
        };
    }

    private static final List<String> R = List.of(
            "int:r.k",
            "int:r.a",
            "bigint:r.b",
            "numeric:r.n",
            "float8:r.f",
            "text:r.t",
            "bool:r.p",
            "date:r.d",
            "ts:r.s",
            "iv:r.i");
    private static final List<String> RQ = List.of(
            "int:r.k",
            "int:r.a",
            "bigint:r.b",
            "numeric:r.n",
            "text:r.t",
            "bool:r.p",
            "int:q.k",
            "int:q.a",
            "text:q.t");

    private String query() {
        return switch (random.nextInt(7)) {
            case 0 ->
                "SELECT " + pick("", "DISTINCT ") + list(R) + " FROM r WHERE " + expression("bool", 2, R) + order(2);
            case 1 ->
                "SELECT " + list(RQ) + " FROM r " + pick("LEFT", "RIGHT", "FULL", "INNER") + " JOIN q ON "
                        + pick("r.a = q.a", "r.t = q.t", "r.k = q.k") + order(2);
            case 2 -> aggregate();
            case 3 ->
                "SELECT " + list(R) + " FROM r WHERE " + pick("r.a", "r.k") + pick(" IN ", " NOT IN ")
                        + "(SELECT q.a FROM q WHERE " + pick("q.t = r.t", "q.k > 2", "true", "q.a IS NOT NULL") + ")"
                        + order(2);
            case 4 ->
                "SELECT r.a, r.t FROM r " + pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "EXCEPT ALL")
                        + " SELECT q.a, q.t FROM q" + order(2);
            case 5 ->
                "SELECT r.k, "
                        + pick("sum(r.a)", "count(r.n)", "min(r.t)", "avg(r.n)", "rank()", "row_number()", "lag(r.d)")
                        + " OVER (PARTITION BY " + pick("r.p", "r.t", "r.a") + " ORDER BY "
                        + pick("r.k", "r.k DESC") + ") AS w FROM r" + order(2);
            default ->
                "SELECT r.k, (SELECT " + pick("count(*)", "max(q.a)", "min(q.t)") + " FROM q WHERE "
                        + pick("q.a = r.a", "q.t > r.t", "q.k < r.k") + ") AS c FROM r WHERE "
                        + pick("EXISTS", "NOT EXISTS") + " (SELECT 1 FROM q WHERE " + pick("q.a = r.a", "q.t = r.t")
                        + ")" + order(2);
        };
    }

    private String aggregate() {
        String key = pick("r.a", "r.t", "r.p", "r.n", "r.d", "r.i", "r.f");
        String value = expression(pick("int", "bigint", "numeric"), 1, R);
        return "SELECT " + key + ", "
                + pick(
                        "count(*)",
                        "count(DISTINCT " + value + ")",
                        "sum(" + value + ")",
                        "max(" + value + ")",
                        "avg(" + value + ")",
                        "min(r.t)",
                        "bool_or(r.p)")
                + pick("", " FILTER (WHERE " + expression("bool", 1, R) + ")")
                + " FROM r GROUP BY " + key + pick("", " HAVING count(*) > 1") + order(2);
    }

    private String list(List<String> columns) {
        return expression(TYPES.get(random.nextInt(TYPES.size())), 2, columns) + " AS x, "
                + columns.get(random.nextInt(columns.size())).replaceAll(".*:", "") + " AS y";
    }

    private String order(int columns) {
        StringBuilder order = new StringBuilder(" ORDER BY 1").append(pick("", " DESC", " NULLS FIRST"));
        for (int i = 2; i <= columns; i++) {
            order.append(", ").append(i).append(pick("", " DESC", " NULLS FIRST"));
        }
        return order.toString();
    }
}
