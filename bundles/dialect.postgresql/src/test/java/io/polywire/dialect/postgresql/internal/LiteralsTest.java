package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.sql.analyse.LiftablePlaces;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.plan.LiftedShapes;
import io.polywire.sql.plan.TextLiterals;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {
    private static final CatalogSnapshot EMPTY = new CatalogSnapshot(1, List.of());

    private static String lifted(String text) {
        TextLiterals l = Literals.of(text);
        if (l == null) {
            return text;
        }
        ParsedStatement tree = (ParsedStatement) PgParser.parse(text, true);
        long set = l.at(LiftablePlaces.of(tree, EMPTY));
        return l.lift(set).text();
    }

    @ParameterizedTest
    @DisplayName("constants of conditions and values become parameters")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "SELECT a FROM t WHERE b = 5!SELECT a FROM t WHERE b =  $1 ",
                "SELECT a FROM t WHERE b=5 AND c='x'!SELECT a FROM t WHERE b= $1  AND c= $2 ",
                "SELECT a, 1 FROM t WHERE b > -5 ORDER BY 2 LIMIT 3!SELECT a, 1 FROM t WHERE b > - $1  ORDER BY 2 LIMIT 3",
                "SELECT a FROM t WHERE b IN (1, 'x') OR NOT c BETWEEN 3 AND 4!"
                        + "SELECT a FROM t WHERE b IN ( $1 ,  $2 ) OR NOT c BETWEEN  $3  AND  $4 ",
                "INSERT INTO t VALUES (1, 'x', 2.5, -3, 'a' || 'b')!INSERT INTO t VALUES ( $1 ,  $2 , 2.5, - $3 , 'a' || 'b')",
                "UPDATE t SET a = a + 1, b = 'x', c = f(1) WHERE d = 2!"
                        + "UPDATE t SET a = a +  $1 , b =  $2 , c = f(1) WHERE d =  $3 ",
                "DELETE FROM t WHERE a = E'it\\'s'!DELETE FROM t WHERE a =  $1 ",
            })
    void lifts(String text, String expected) {
        assertThat(lifted(text).strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @DisplayName("constants that decide types, names, groups, places stay")
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 'x' AS a FROM t",
                "SELECT a FROM t WHERE b = 5.0",
                "SELECT a FROM t WHERE b = 3000000000",
                "SELECT a FROM t WHERE 1 = 1",
                "SELECT a FROM t WHERE d = date '2024-01-01'",
                "SELECT a FROM t WHERE a % 10 = b",
                "SELECT a FROM t WHERE f(1)",
                "SELECT a FROM t WHERE a = (SELECT 5)",
                "SELECT a % 2 FROM t GROUP BY a % 2 HAVING a % 2 > 1",
                "WITH w AS (SELECT 1) SELECT * FROM t WHERE a = 5",
                "SELECT a FROM t WHERE b = 5 UNION SELECT 1",
                "CREATE TABLE t (a varchar(5) DEFAULT 'x')",
                "SELECT a INTO n FROM t WHERE b = 5"
            })
    void stays(String text) {
        assertThat(lifted(text)).isEqualTo(text);
    }

    @Test
    @DisplayName("a text with parameters, with a broken token, with too many constants")
    void none() {
        assertThat(Literals.of("SELECT a FROM t WHERE b = $1 AND c = 5")).isNull();
        assertThat(Literals.of("SELECT 'x")).isNull();
        assertThat(Literals.of("SELECT a FROM t")).isNull();
        assertThat(Literals.of("VALUES (" + "1,".repeat(TextLiterals.MOST) + "1)"))
                .isNull();
        assertThat(Literals.of("VALUES (" + "1,".repeat(TextLiterals.MOST - 1) + "1)"))
                .isNotNull();
        assertThat(Literals.of("SELECT 1" + " ".repeat(20_000))).isNull();
    }

    @Property(tries = 200)
    @DisplayName("texts that differ in constants alone have one shape, their values stay apart")
    void shapes(@ForAll @IntRange(min = 0) int number, @ForAll String raw) {
        String string = raw.replace("\0", "").replace("'", "''");
        TextLiterals l = Literals.of("SELECT a FROM t WHERE b = " + number + " AND c = '" + string + "'");
        assertThat(l).isNotNull();
        assertThat(l.shape())
                .isEqualTo(Literals.of("SELECT a FROM t WHERE b = 1 AND c = ''").shape());
        assertThat(l.lift(3).values()).containsExactly((long) number, raw.replace("\0", ""));
    }

    @Test
    @DisplayName("a number and a string in the same place are two shapes")
    void kinds() {
        assertThat(Literals.of("SELECT a FROM t WHERE b = 1").shape())
                .isNotEqualTo(Literals.of("SELECT a FROM t WHERE b = '1'").shape());
    }

    @Test
    @DisplayName("the shapes that are kept are bounded")
    void bound() {
        LiftedShapes shapes = new LiftedShapes(10_000);
        for (int i = 0; i < 1_000; i++) {
            shapes.put("shape " + i, i + 1);
        }
        assertThat(shapes.find("shape 999")).isEqualTo(1_000);
        assertThat(shapes.find("shape 0")).isZero();
        shapes.resize(0);
        shapes.put("another", 1);
        assertThat(shapes.find("another")).isZero();
    }
}
