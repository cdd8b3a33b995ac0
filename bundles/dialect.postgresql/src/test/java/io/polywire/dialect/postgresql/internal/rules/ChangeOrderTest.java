package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of two statements of WITH changes a row that both are about, and what a statement sees of its own changes. */
class ChangeOrderTest {
    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            1,
            List.of(new Relation(
                    16384,
                    Relation.Kind.TABLE,
                    "t",
                    List.of(column("id", 1, true), column("v", 2, false)),
                    List.of("id"))));

    private static RelationColumn column(String name, int number, boolean notNull) {
        return new RelationColumn(name, number, "int4", notNull, false, false, false);
    }

    private static BoundStatement bound(String sql) {
        PgDialect dialect = new PgDialect();
        return dialect.analyse((ParsedStatement) dialect.parse(sql), sql, CATALOG, List.of())
                .statement();
    }

    private static boolean mayFail(String sql) {
        return bound(sql).toString().contains("ChangedTwice");
    }

    private static final String A = "with a as (update t set v = 1 where id < 3 returning id, v)";
    private static final String B = A + ", b as (delete from t where id > 1 returning id)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                " update t set v = 2 where id in (select id from a)",
                " update t set v = 2 from a where t.id = a.id",
                " delete from t using a where a.id = t.id and a.v > 0",
                " update t set v = 2 where id > (select min(id) from a)",
                " update t set v = v + (select max(v) from a)",
            })
    void isSureWhereTheRowWasReturnedBefore(String rest) {
        assertThat(mayFail(A + rest)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " update t set v = 2 from a where t.id = a.id + 1",
                " update t set v = 2 from a where t.id = a.v",
                " update t set v = 2 where id in (select v from a)",
                " update t set v = 2 where id in (select id from a) or id = 3",
                " update t set v = 2 where id not in (select id from a)",
                " update t set v = 2 where id > (select id from a limit 1)",
                " update t set v = case when id > 1 then (select max(v) from a) else 0 end",
            })
    void isNotSureWhereThePlanDecides(String rest) {
        assertThat(mayFail(A + rest)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " select * from a",
                " select id from a order by v desc",
                " select count(*) from a where v > 0",
                " select (select count(*) from a), (select count(*) from b)",
                " select id from a union all select id from b",
                " insert into t select id + 10, v from a",
                " select a.id from a left join t on t.id = a.v",
            })
    void isSureWhereAllRowsAreAskedForFirst(String rest) {
        assertThat(mayFail(B + rest)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " select * from a limit 1",
                " select * from a, b",
                " select * from a where false",
                " select a.id from a join t on t.id = a.v",
                " select id from a where exists (select from b)",
                " select exists (select from a)",
                " select (select count(*) from a) + 0, (select count(*) from b)",
            })
    void isNotSureWhereNotAllAreAskedFor(String rest) {
        assertThat(mayFail(B + rest)).isTrue();
    }

    @Test
    void returnsWhatWasThereBeforeInSteps() {
        assertThat(bound("update t set v = 1 returning (select sum(o.v) from t o where o.id <= t.id)"))
                .isInstanceOf(BoundStatement.Program.class);
        assertThat(bound("insert into t values (1, 2) returning (select t.v)"))
                .isInstanceOf(BoundStatement.Inserts.class);
    }

    @Test
    void goesOnByRowsWhereThatIsTheSame() {
        assertThat(isByRow("select n + 1 from r where n < 5")).isTrue();
        assertThat(isByRow("select n + 1 from r join t on t.id = n")).isTrue();
        assertThat(isByRow("select x from (select n + 1 from r where n < 5) s(x)"))
                .isFalse();
        assertThat(isByRow("select distinct n + 1 from r where n < 5")).isFalse();
        assertThat(isByRow("(select n + 1 from r where n < 5 limit 1)")).isFalse();
        assertThat(isByRow("select (row_number() over ())::int from r where n < 5"))
                .isFalse();
    }

    private static boolean isByRow(String next) {
        String text = bound("with recursive r(n) as (select 1 union all " + next + ") select * from r")
                .toString();
        assertThat(text).contains(BoundBody.Recursive.class.getSimpleName());
        return !text.contains("RowsAggregate");
    }
}
