package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names and types a statement has, and where its errors point: as PostgreSQL 15 says of the same tables. */
class AnalysisTest {
    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            1,
            List.of(new Relation(
                    16384,
                    Relation.Kind.TABLE,
                    "t",
                    List.of(
                            column("id", 1, "int4", true),
                            column("name", 2, "varchar(10)", false),
                            column("price", 3, "numeric_text(10,2)", false),
                            column("ok", 4, "bool", false),
                            column("big", 5, "int8", false),
                            column("made", 6, "DATETIME", false)),
                    List.of("id"))));

    private static RelationColumn column(String name, int number, String declared, boolean notNull) {
        return new RelationColumn(name, number, declared, notNull, false, false, false);
    }

    private static Analysed analyse(String sql) {
        PgDialect dialect = new PgDialect();
        return dialect.analyse((ParsedStatement) dialect.parse(sql), sql, CATALOG, List.of());
    }

    private static String types(String sql) {
        return analyse(sql).statement().outputs().stream()
                .map(o -> o.name() + " " + o.value().type().name())
                .collect(Collectors.joining(", "));
    }

    @Test
    void typesOutputs() {
        assertThat(types("select id, name, price, ok, big from t"))
                .isEqualTo("id int4, name varchar, price numeric, ok bool, big int8");
        assertThat(types("select id + 1, id + big, id + 1.5, big / 2, -id, price * 2, name || 'x', not ok from t"))
                .isEqualTo("?column? int4, ?column? int8, ?column? numeric, ?column? int8, ?column? int4,"
                        + " ?column? numeric, ?column? text, ?column? bool");
        assertThat(types("select count(*), sum(id), sum(big), avg(id), min(name), 'a', null, case when ok then 1 end"
                        + " from t group by ok"))
                .isEqualTo("count int8, sum int8, sum numeric, avg numeric, min text, ?column? text, ?column? text,"
                        + " case int4");
        assertThat(types("select 2147483648, -2147483648, 1e5, '1'::int8, 1::numeric(5,1)"))
                .isEqualTo("?column? int8, ?column? int4, ?column? numeric, int8 int8, numeric numeric");
    }

    @Test
    void choosesAmongAllThatPostgresqlHas() {
        assertThat(types("select sign(-5), sign(id), sign(1.5), sqrt(4), ceil(id), round(id), abs('5'),"
                        + " substring(name from 2), substr(name, '2') from t"))
                .isEqualTo("sign float8, sign float8, sign numeric, sqrt float8, ceil float8, round float8, abs float8,"
                        + " substring text, substr text");
    }

    @Test
    void infersParameters() {
        assertThat(parameters("select * from t where id = $1 and name like $2 and price > $3 limit $4", true))
                .containsExactly("int4", "text", "numeric", "int8");
        assertThat(parameters("insert into t (id, name, ok, big) values ($1, $2, $3, $4)", false))
                .containsExactly("int4", "varchar", "bool", "int8");
        assertThat(parameters("update t set big = $1 where $2", false)).containsExactly("int8", "bool");
        assertThat(parameters("select $1", false)).containsExactly("text");
        assertThat(parameters("select $1::int8 + 1", false)).containsExactly("int8");
    }

    /** A COPY declares its columns' own types. */
    @Test
    void appliesLengthAndScaleToDeclaredParameters() {
        PgDialect dialect = new PgDialect();
        String sql = "insert into t (name, price) values ($1, $2)";
        Analysed analysed = dialect.analyse(
                (ParsedStatement) dialect.parse(sql),
                sql,
                CATALOG,
                List.of(PgTypes.varchar(10), PgTypes.numeric(10, 2)));
        assertThat(analysed.parameters()).containsExactly(PgTypes.VARCHAR, PgTypes.NUMERIC);
        var insert = (io.polywire.sql.bound.BoundStatement.Inserts) analysed.statement();
        assertThat(insert.source().outputs())
                .extracting(o -> o.value().getClass().getSimpleName())
                .containsExactly("BoundCase", "FunctionValue");
        // of a text the storage finds out whether the function has anything to do
        var ifLonger = (io.polywire.sql.bound.BoundCase)
                insert.source().outputs().get(0).value();
        assertThat(ifLonger.results())
                .hasOnlyElementsOfType(io.polywire.sql.bound.FunctionValue.class)
                .hasSize(1);
    }

    @Test
    void namesColumnsAsTheStatementDoes() {
        assertThat(catchThrowableOfType(SqlFailure.class, () -> analyse("select a.name, count(*) from t a")))
                .hasMessageStartingWith("column \"a.name\" must appear in the GROUP BY clause");
        assertThat(catchThrowableOfType(
                        SqlFailure.class, () -> analyse("select y, count(*) from (select id from t) x(y)")))
                .hasMessageStartingWith("column \"x.y\" must appear in the GROUP BY clause");
    }

    private static List<String> parameters(String sql, boolean withoutStar) {
        String text = withoutStar ? sql.replace("*", "id") : sql;
        return analyse(text).parameters().stream().map(Type::name).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select nosuch from t | 42703 | 8",
                "select t.nosuch from t | 42703 | 8",
                "select x.id from t | 42P01 | 8",
                "select id from nosuch | 42P01 | 16",
                "select id from t a join t b on true | 42702 | 8",
                "select name from t where id | 42804 | 26",
                "select name + 1 from t | 42883 | 13",
                "select 'a' = id from t | 22P02 |",
                "select count(*) from t where count(*) > 1 | 42803 | 30",
                "select name, count(*) from t | 42803 | 8",
                "select sum(count(*)) from t | 42803 | 12",
                "select id from t order by 2 | 42P10 | 27",
                "select 1, 2 union select 1 | 42601 | 26",
                "insert into t (id, id) values (1, 2) | 42701 | 20",
                "insert into t (id) values (1, 2) | 42601 | 31",
                "insert into t (nosuch) values (1) | 42703 | 16",
                "insert into t (id) values (true) | 42804 | 28",
                "update t set nosuch = 1 | 42703 | 14",
                "select made from t | 0A000 | 8",
                "select row_number() | 42809 | 8",
                "select 1::nosuch | 42704 |",
                "select $1 is null | 42P18 |",
                "select to_tsvector('a') | 0A000 | 8",
                "select '\\x1 2'::bytea | 22023 | 8",
                "select '\\x123'::bytea | 22023 | 8",
                "select '0x10'::float8 | 0A000 | 8"
            })
    void pointsAtErrors(String sql, String state, Integer position) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> analyse(sql));
        assertThat(f).as(sql).isNotNull();
        assertThat(f.sqlState()).as(sql + ": " + f.getMessage()).isEqualTo(state);
        if (position != null) {
            assertThat(f.position()).as(sql).isEqualTo(position);
        }
    }
}
