package io.polywire.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.query.QueryTable.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters against a second reading of what they mean, over rows and values that are awkward: SQLite has to find the same. */
class FilterModelTest {
    private static final List<String> TEXTS = List.of(
            "a",
            "A",
            "ab",
            "O'Brien",
            "o'brien",
            "\"q\"",
            "x%y",
            "x_y",
            "xzy",
            "é",
            "É",
            "日本",
            "\uD83D\uDE00x",
            "10",
            "9",
            "1.5",
            "a b",
            " a",
            "\\",
            "a\\b",
            "[1,2]",
            "{}",
            "?",
            "$1",
            "@x",
            "<>",
            "a=b",
            "null-like",
            "--",
            "%",
            "_",
            "''");
    private static final List<String> NUMBERS = List.of(
            "0",
            "5",
            "05",
            "-5",
            "10",
            "9",
            "5.0",
            "5.5",
            "-0.5",
            " 5",
            "5 ",
            "1e1",
            "abc",
            "999999999999999999",
            "5x");
    private static final List<String> LISTS = List.of("default", "g1", "G1", "g_1", "g%", "o'g", "é");
    private static final Pattern NUMBER =
            Pattern.compile(" *[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)? *");

    private record Row(long id, String text, Long number, String list) {}

    /** A filter as it is written, and what it says of a row: true, false, or null where nobody knows. */
    private record Sample(String q, boolean or, boolean dropped, Function<Row, Boolean> holds) {}

    private final QueryCompiler compiler = new QueryCompiler(QueryTable.of("t", "id")
            .field("id", "id", Kind.NUMBER)
            .field("text", "x", Kind.TEXT)
            .field("a.number", "n", Kind.NUMBER)
            .field("list", "l", Kind.LIST)
            .build());
    private final List<Row> rows = new ArrayList<>();
    private Random random;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT, n INTEGER, l TEXT)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("W33, W34, W40, W66: 800 filters each find what they say, as parameters and as literals")
    void filters(long seed) throws SQLException {
        random = new Random(seed);
        fill();
        for (int i = 0; i < 800; i++) {
            Sample sample = filter(0);
            List<Long> wanted = rows.stream()
                    .filter(row -> sample.dropped()
                            || Boolean.TRUE.equals(sample.holds().apply(row)))
                    .map(Row::id)
                    .toList();
            Query query = compiler.rows(new QueryRequest().q(sample.q()).limit(null));
            assertThat(found(query.text(), query.parameters()))
                    .as("%s: %s", sample.q(), query)
                    .isEqualTo(wanted);
            assertThat(found(query.literal(), List.of())).as(query.literal()).isEqualTo(wanted);
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void fill() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?)")) {
            for (long id = 0; id < 60; id++) {
                String list = random.nextInt(4) == 0
                        ? null
                        : random.nextBoolean() ? any(LISTS) : any(LISTS) + "," + any(LISTS);
                Row row = new Row(
                        id,
                        random.nextInt(5) == 0 ? null : any(TEXTS),
                        random.nextInt(5) == 0 ? null : Long.valueOf(any(List.of(-5, 0, 5, 9, 10, 11))),
                        list);
                rows.add(row);
                insert.setLong(1, id);
                insert.setString(2, row.text());
                insert.setObject(3, row.number());
                insert.setString(4, list);
                insert.executeUpdate();
            }
        }
    }

    private List<Long> found(String text, List<Object> parameters) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    ids.add(found.getLong(1));
                }
            }
        }
        return ids;
    }

    // --- what filters mean ----------------------------------------------------------------------------------------

    private Sample filter(int depth) {
        if (depth > 4 || random.nextInt(3) == 0) {
            Sample term = term();
            return random.nextInt(5) == 0
                    ? new Sample("((" + term.q() + "))", false, term.dropped(), term.holds())
                    : term;
        }
        boolean or = random.nextBoolean();
        StringBuilder q = new StringBuilder();
        List<Function<Row, Boolean>> parts = new ArrayList<>();
        for (int n = 2 + random.nextInt(2); n > 0; n--) {
            Sample part = filter(depth + 1);
            // AND binds tighter than OR: only an OR within an AND needs its parentheses
            boolean within = part.or() && !or || random.nextInt(4) == 0;
            q.append(q.isEmpty() ? "" : or ? "," : ";")
                    .append(within ? "(" : "")
                    .append(part.q())
                    .append(within ? ")" : "");
            if (!part.dropped()) {
                parts.add(part.holds());
            }
        }
        return new Sample(q.toString(), or, parts.isEmpty(), row -> {
            boolean unknown = false;
            for (Function<Row, Boolean> part : parts) {
                Boolean holds = part.apply(row);
                if (holds == null) {
                    unknown = true;
                } else if (holds == or) {
                    return or;
                }
            }
            return unknown ? null : !or;
        });
    }

    private Sample term() {
        switch (random.nextInt(8)) {
            case 0:
                String field = any(List.of("text", "a.number", "list"));
                boolean not = random.nextBoolean();
                return new Sample(
                        field + (not ? "!=" : "=") + "null", false, false, row -> (value(row, field) == null) != not);
            case 1:
                return new Sample(any(List.of("text", "id", "list")) + "=all", false, true, row -> true);
            case 2, 3:
                return list(any(List.of("=", "!=", "~")), any(LISTS));
            case 4, 5:
                String number = any(List.of("id", "a.number"));
                return number(number, any(List.of("=", "!=", "<", ">", "~")), any(NUMBERS));
            default:
                String text = any(TEXTS);
                String operator = any(List.of("=", "!=", "<", ">", "~"));
                // a value cannot begin with what would be read as part of the operator
                String value = "=<>".indexOf(text.charAt(0)) >= 0 ? "x" + text : text;
                return new Sample("text" + operator + value, false, false, row -> text(row.text(), operator, value));
        }
    }

    private static Object value(Row row, String field) {
        return field.equals("text") ? row.text() : field.equals("list") ? row.list() : row.number();
    }

    private static Boolean compared(int order, String operator) {
        return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            default -> order > 0;
        };
    }

    private static Boolean text(String column, String operator, String value) {
        if (column == null) {
            return null;
        }
        return operator.equals("~")
                ? like(lower(column), lower("%" + value + "%"))
                : compared(order(lower(column), lower(value)), operator);
    }

    /** By code points, as the bytes of UTF-8 are ordered. */
    private static int order(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return java.util.Arrays.compare(left, right);
    }

    private static Sample number(String field, String operator, String value) {
        return new Sample(field + operator + value, false, false, row -> {
            Long column = field.equals("id") ? Long.valueOf(row.id()) : row.number();
            if (column == null) {
                return null;
            }
            if (operator.equals("~")) {
                return like(column.toString(), lower("%" + value + "%"));
            }
            // what is no number is a text, and greater than all numbers
            return NUMBER.matcher(value).matches()
                    ? compared(Double.compare(column, Double.parseDouble(value.strip())), operator)
                    : compared(-1, operator);
        });
    }

    private static Sample list(String operator, String name) {
        return new Sample("list" + operator + name, false, false, row -> {
            if (row.list() == null) {
                return operator.equals("!=") ? Boolean.TRUE : null;
            }
            String list = lower(row.list());
            boolean member = operator.equals("~")
                    ? list.contains(lower(name))
                    : List.of(list.split(",")).contains(lower(name));
            return member != operator.equals("!=");
        });
    }

    /** Letters of ASCII alone. */
    private static String lower(String text) {
        StringBuilder lower = new StringBuilder();
        text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return lower.toString();
    }

    private static boolean like(String text, String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints()
                .mapToObj(Character::toString)
                .forEach(c ->
                        regex.append(Objects.equals(c, "%") ? ".*" : Objects.equals(c, "_") ? "." : Pattern.quote(c)));
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }
}
