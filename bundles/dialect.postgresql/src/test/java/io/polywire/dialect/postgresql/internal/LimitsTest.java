package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No input makes the parser hang or overflow. */
class LimitsTest {
    /** On three quarters of the stack that a thread has unless told otherwise. */
    private static Throwable parse(String text) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread t = new Thread(
                null,
                () -> {
                    try {
                        PgParser.parse(text, true);
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                },
                "small stack",
                768 * 1024);
        t.start();
        t.join();
        return failure.get();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            nullValues = "-",
            value = {
                "select ! ( ! 1 ! )",
                "select ! - ! 1 ! -",
                "select ! not ! true ! -",
                "select ! @ ! 1 ! -",
                "select ! f( ! 1 ! )",
                "select ! array[ ! 1 ! ]",
                "select array ! [ ! 1 ! ]",
                "select ! case when ! a ! then b end",
                "select ! (select ! 1 ! )",
                "select ! a[ ! 1 ! ]",
                "select ! row( ! 1 ! )",
                "select ! cast( ! 1 ! as int)",
                "select ! exists (select ! 1 ! )",
                "select 1 ! + 1 ! - ! -",
                "select a ! [1] ! - ! -",
                "select 1 ! ::int ! - ! -",
                "select a ! collate b ! - ! -",
                "select 1 ! union select 1 ! - ! -",
                "- ! ( ! select 1 ! )",
                "select * from ! ( ! a cross join b ! )",
                "select * from a ! cross join b ! - ! -",
                "select * from a ! join b ! - ! on true",
                "select * from ! (select * from ! t ! ) x",
                "- ! with a as ( ! select 1 ! ) select 1",
                "select 1 group by ! grouping sets ( ! a ! )",
                "explain ! explain ! select 1 ! -",
                "select a::numeric ! (1::numeric ! - ! )",
                "select 1 order by ! f(a order by ! a ! )",
                "create schema a ! create schema a ! - ! -",
                "select a like ! a like ! b ! -",
                "select a between ! 1 and b between ! 1 and 2 ! -",
                "select a in ( ! a in ( ! 1 ! )",
            })
    void nestsToALimit(String head, String open, String middle, String close) throws InterruptedException {
        String deep = (head == null ? "" : head + " ")
                + (open + " ").repeat(20_000)
                + (middle == null ? "" : middle)
                + (" " + (close == null ? "" : close)).repeat(20_000);
        long begun = System.nanoTime();
        Throwable failure = parse(deep);
        assertThat(failure).as(head + open).isInstanceOf(SqlFailure.class);
        assertThat(((SqlFailure) failure).sqlState()).isIn("54001", "42601");
        assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
    }

    @Test
    void takesWhatIsLongAndNotDeep() throws InterruptedException {
        assertThat(parse("select " + "1, ".repeat(200_000) + "1")).isNull();
        assertThat(parse("select 1 where " + "a = 1 or ".repeat(100_000) + "b")).isNull();
        assertThat(parse("insert into t values " + "(1, 'x', null), ".repeat(50_000) + "(1, 'x', null)"))
                .isNull();
        assertThat(parse("select a in (" + "1, ".repeat(100_000) + "1)")).isNull();
        assertThat(parse("select " + "(".repeat(100) + "1" + ")".repeat(100))).isNull();
        assertThat(parse("select 1" + " + 1".repeat(900))).isNull();
    }

    @Test
    void refusesWhatIsTooLong() {
        SqlFailure f =
                catchThrowableOfType(SqlFailure.class, () -> PgParser.parse(" ".repeat(PgParser.MAX_LENGTH + 1), true));
        assertThat(f.sqlState()).isEqualTo("54000");
    }

    @Test
    void takesLinearTimeForWhatOnlyOpens() throws InterruptedException {
        long begun = System.nanoTime();
        assertThat(parse("select " + "(".repeat(2_000_000))).isInstanceOf(SqlFailure.class);
        assertThat(parse("select * from " + "(".repeat(2_000_000))).isInstanceOf(SqlFailure.class);
        assertThat(parse("/*".repeat(2_000_000))).isInstanceOf(SqlFailure.class);
        assertThat(parse("select " + "$a ".repeat(1_000_000))).isInstanceOf(SqlFailure.class);
        assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
    }

    @Provide
    Arbitrary<String> soup() {
        return Arbitraries.of(
                        "select",
                        "from",
                        "where",
                        "(",
                        ")",
                        ",",
                        ".",
                        "*",
                        "a",
                        "\"b\"",
                        "'c'",
                        "E'\\n'",
                        "$1",
                        "$$",
                        "U&'\\0061'",
                        "uescape",
                        "1",
                        "1.5",
                        "::",
                        "int",
                        "[",
                        "]",
                        "=",
                        "<",
                        "+",
                        "-",
                        "and",
                        "not",
                        "in",
                        "between",
                        "like",
                        "is",
                        "null",
                        "as",
                        "with",
                        "values",
                        "insert",
                        "into",
                        "create",
                        "table",
                        "alter",
                        "drop",
                        "set",
                        "to",
                        "on",
                        "join",
                        "order",
                        "by",
                        "case",
                        "when",
                        "end",
                        ";",
                        "--",
                        "\n",
                        "/*",
                        "*/",
                        "\u00e9",
                        "\uD83D\uDE00",
                        "over",
                        "interval",
                        "array",
                        "row",
                        "any",
                        "grant",
                        "copy",
                        "explain",
                        "function",
                        "begin",
                        "default",
                        "if",
                        "exists",
                        "\0")
                .list()
                .ofMaxSize(25)
                .map(l -> String.join(" ", l));
    }

    @Property(tries = 20_000)
    void neverFailsButByRefusing(@ForAll("soup") String text) {
        try {
            assertThat(PgParser.parse(text, true)).isNotNull();
        } catch (SqlFailure refused) {
            assertThat(refused.sqlState()).isNotEqualTo("XX000");
        }
    }

    @Property(tries = 2_000)
    void takesAnyText(@ForAll String text) {
        try {
            assertThat(PgParser.parse("select " + text, false)).isNotNull();
        } catch (SqlFailure refused) {
            assertThat(refused.position()).isNotNegative();
        }
    }
}
