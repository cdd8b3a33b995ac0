package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails as soon as it is planned, and what does not: as PostgreSQL 15 was seen to over a table without rows. */
class PlanningFailuresTest {
    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            1,
            List.of(new Relation(
                    16384,
                    Relation.Kind.TABLE,
                    "t",
                    List.of(
                            new RelationColumn("a", 1, "int4", true, false, false, false),
                            new RelationColumn("b", 2, "text", false, false, false, false)),
                    List.of("a"))));

    private static SqlFailure failure(String sql) {
        PgDialect dialect = new PgDialect();
        return dialect.analyse((ParsedStatement) dialect.parse(sql), sql, CATALOG, List.of())
                .failure();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1/0 where false",
                "select a from t where a = 1/0",
                "select a from t where a = 1/0 and false",
                "select case when a = 1 then 1/0 else 2 end from t",
                "select coalesce(a, 1/0) from t",
                "select (select 1/0 from t)",
                "select 1 where exists (select 1 from t where a = 1/0)",
                "select * from (select 1/0 as x from t) s",
                "select 1/0 = 1 or true",
                "select a from t limit 1/0",
                "select count(*) filter (where 1/0 = 1) from t",
                "select a, count(*) from t group by a having 1/0 = 1",
                "insert into t select 1/0, 'x' where false",
                "update t set b = 1/0 where false",
                "delete from t where a = 1/0",
                "values (1), (1/0)",
                "select a from t union all select 1/0",
                "select distinct 1/0 from t",
                "select 2147483647 + 1 from t",
                "select 'x'::text::int from t",
                "select (3 + 2.25) % (0 + 0) from t",
                "select ln(0.0) from t",
                "select interval '-3 hours' * 2147483647::float8 from t",
                "select interval '-3 hours' * 2147483647 from t",
                "select case when null then 1/0 when a = 2 then 1 else 1/0 end from t"
            })
    void fails(String sql) {
        assertThat(failure(sql)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select a from t where false and a = 1/0",
                "select case when false then 1/0 else 2 end",
                "select case when null then 1/0 when true then 2 else 1/0 end",
                "select coalesce(1, 1/0)",
                "select exists (select 1/0 from t)",
                "select a from (select 1/0 as x, a from t) s",
                "select count(*) from (select 1/0 as x, a from t) s",
                "with s as (select 1/0 as x) select 1",
                "select true or 1/0 = 1",
                "select a from t order by a/0",
                "select null::int / 0 from t",
                "select null::int = (select 1/0)",
                "select exists (select 1 from t where a = 1/0) and false from t",
                "select 6 / $1 from t",
                "select '2020-13-01'::text::date from t",
                "select to_char(1, 'x') from t where false",
                "create view v as select 1/0 as x"
            })
    void doesNot(String sql) {
        assertThat(failure(sql)).isNull();
    }

    /** PostgreSQL's catalogs say which functions are immutable. */
    @Test
    void onlyImmutableFunctionsAreWorkedOut() {
        assertThat(PlannedCalls.isPlanned(IntegerFunctions.of("/", PgTypes.INT4)))
                .isTrue();
        assertThat(PlannedCalls.isPlanned(Registry.all().type(PgTypes.INT4).input()))
                .isTrue();
        assertThat(PlannedCalls.isPlanned(Registry.all().type(PgTypes.DATE).input()))
                .isFalse();
    }
}
