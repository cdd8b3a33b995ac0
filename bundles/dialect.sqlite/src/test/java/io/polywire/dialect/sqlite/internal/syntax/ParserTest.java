package io.polywire.dialect.sqlite.internal.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.sqlite.internal.SqliteLexer;
import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQLite itself says what a statement is: what it prepares, the parser takes, with parts that lie within each other. */
class ParserTest {
    @SuppressWarnings("unused")
    private static final List<String> WRITTEN = Statements.WRITTEN;

    private static Connection sqlite;

    @BeforeAll
    static void open() throws SQLException {
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement s = sqlite.createStatement()) {
            for (String ddl : Statements.SCHEMA) {
                s.execute(ddl);
            }
        }
    }

    @AfterAll
    static void close() throws SQLException {
        sqlite.close();
    }

    private static String prepares(String text) {
        try {
            sqlite.prepareStatement(text).close();
            return null;
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @FieldSource("WRITTEN")
    void takesWhatSqliteTakes(String text) {
        String refusal = prepares(text);
        assertThat(refusal)
                .as("the test's own statement: %s", text)
                .satisfiesAnyOf(
                        r -> assertThat(r).isNull(),
                        r -> assertThat(r).contains("no such database"),
                        r -> assertThat(r).contains("no such module"));
        assertParts(Parser.parse(text), text);
    }

    /** Each part lies within the one that it is a part of, behind the one before it. */
    private static void assertParts(Part part, String text) {
        assertThat(part.start()).isBetween(0, part.end());
        assertThat(part.end()).isLessThanOrEqualTo(text.length());
        int at = part.start();
        for (Part p : part.parts()) {
            assertThat(p.start()).as("%s in %s of %s", p, part, text).isGreaterThanOrEqualTo(at);
            assertThat(p.end()).as("%s in %s of %s", p, part, text).isLessThanOrEqualTo(part.end());
            assertParts(p, text);
            at = p.end();
        }
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        SqliteLexer lexer = new SqliteLexer(text);
        for (Kind k = lexer.next(); k != Kind.END; k = lexer.next()) {
            tokens.add(lexer.raw());
        }
        return tokens;
    }

    @Test
    void takesMutationsThatSqliteTakes() {
        Random random = new Random(20_240_611);
        List<List<String>> all =
                Statements.WRITTEN.stream().map(ParserTest::tokens).toList();
        int accepted = 0;
        for (int i = 0; i < 60_000; i++) {
            List<String> mutated = new ArrayList<>(all.get(random.nextInt(all.size())));
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutate(mutated, all.get(random.nextInt(all.size())), random);
            }
            String text = String.join(random.nextInt(4) == 0 ? "\n" : " ", mutated);
            if (!text.contains(";") && !tokens(text).isEmpty() && prepares(text) == null) {
                accepted++;
                assertTaken(text);
            }
        }
        assertThat(accepted).isGreaterThan(3000);
    }

    private static void mutate(List<String> tokens, List<String> other, Random random) {
        if (tokens.isEmpty()) {
            return;
        }
        int at = random.nextInt(tokens.size());
        String from = other.get(random.nextInt(other.size()));
        switch (random.nextInt(5)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, from);
            case 2 -> tokens.set(at, from);
            case 3 -> tokens.add(at, tokens.get(at));
            default -> tokens.set(at, tokens.set(random.nextInt(tokens.size()), tokens.get(at)));
        }
    }

    private static void assertTaken(String text) {
        try {
            assertParts(Parser.parse(text), text);
        } catch (SqlFailure f) {
            throw new AssertionError(f.getMessage() + " for what SQLite takes: " + text, f);
        }
    }

    @Test
    void takesWhatAGrammarMakes() {
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = new Statements(i).statement();
            if (prepares(text) == null) {
                accepted++;
                assertTaken(text);
            }
        }
        assertThat(accepted).isGreaterThan(8000);
    }

    @Test
    void numbersParametersAsSqliteDoes() throws SQLException {
        for (String text : List.of("SELECT ?, :a, ?7, ?, :a, @b", "SELECT ?2, ?, $x, ?1, ?")) {
            Command.Selects s = (Command.Selects) Parser.parse(text);
            int highest = ((Query.Select) s.query().cores().get(0))
                    .outputs().stream()
                            .mapToInt(o -> ((Expression.Parameter) o.value()).number())
                            .max()
                            .getAsInt();
            try (var p = sqlite.prepareStatement(text)) {
                assertThat(highest).isEqualTo(p.getParameterMetaData().getParameterCount());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT",
                "SELECT 1 2 3",
                "SELECT * FROM",
                "FOO",
                "SELECT (1",
                "INSERT INTO t",
                "UPDATE t",
                "SELECT 1; SELECT 2",
                "CREATE TABLE",
                "SELECT a FROM t WHERE",
                "SELECT CASE END",
                "DROP t"
            })
    void refusesWithAPosition(String text) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> Parser.parse(text));
        assertThat(f.sqlState()).isEqualTo("42601");
        assertThat(f.position()).isPositive();
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        SqlFailure f = catchThrowableOfType(
                SqlFailure.class, () -> Parser.parse("SELECT " + "(".repeat(5000) + "1" + ")".repeat(5000)));
        assertThat(f).isNotNull();
    }
}
