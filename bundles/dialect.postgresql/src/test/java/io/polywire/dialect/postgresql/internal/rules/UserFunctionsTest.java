package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Routine.DataType;
import io.polywire.sql.catalog.Routine.Mode;
import io.polywire.sql.catalog.Routine.Parameter;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.right.Grants;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put in place of calls of users' functions, and what is refused since it would not be worked out as by a call. */
class UserFunctionsTest {
    private static final Relation T = new Relation(
            16384,
            Relation.Kind.TABLE,
            "t",
            List.of(
                    new RelationColumn("id", 1, "int4", true, false, false, false),
                    new RelationColumn("v", 2, "float8", false, false, false, false)),
            List.of("id"));

    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            1,
            true,
            16400,
            List.of(new Schema(CatalogSnapshot.PUBLIC_ID, Schema.PUBLIC, null, null)),
            List.of(T),
            List.of(),
            List.of(
                    function(16385, "once", "float8", "select a * 2", Map.of()),
                    function(16386, "twice", "float8", "select a + a", Map.of()),
                    function(16387, "never", "float8", "select 1.5::float8", Map.of()),
                    function(16388, "strictly", "float8", "select coalesce(a, 0)", Map.of(Routine.STRICT, "true")),
                    function(16389, "reads", "float8", "select max(v) from t where v < a", Map.of()),
                    function(
                            16390,
                            "looks",
                            "float8",
                            "select max(v) from t where v < a",
                            Map.of(Routine.VOLATILITY, "stable")),
                    function(16391, "itself", "float8", "select itself(a - 1)", Map.of())),
            List.of(),
            Grants.NONE);

    private static Routine function(int id, String name, String type, String body, Map<String, String> options) {
        DataType t = new DataType(type, 0);
        return new Routine(
                id,
                Schema.PUBLIC,
                name,
                "postgresql",
                List.of(new Parameter(Mode.IN, "a", t, null)),
                t,
                false,
                body,
                body,
                false,
                options,
                null);
    }

    private static Analysed analyse(String sql) {
        PgDialect dialect = new PgDialect();
        return dialect.analyse((ParsedStatement) dialect.parse(sql), sql, CATALOG, List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select twice(random())",
                "select never(random())",
                "select strictly(random())",
                "select reads(random())",
                "select reads(max(v)) from t",
                "select itself(1)",
                "insert into t(id, v) select id + 1, reads(v) from t",
                "update t set v = reads(v)",
                "delete from t where reads(v) > 1",
                "create table x(a float8 check (reads(a) > 1))"
            })
    void refusesWhatWouldNotBeWorkedOutAsByACall(String sql) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> analyse(sql));
        assertThat(f).as(sql).isNotNull();
        assertThat(f.sqlState()).as(f.getMessage()).isEqualTo("0A000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select once(random())",
                "select twice(v), strictly(v), reads(v) from t",
                "select once(max(v)) from t",
                "insert into t(id, v) values (5, reads(3))",
                "update t set v = looks(v)",
                "select reads(v), count(*) from t group by reads(v)"
            })
    void putsTheBodyInPlace(String sql) {
        assertThatCode(() -> analyse(sql)).as(sql).doesNotThrowAnyException();
    }

    @Test
    void tellsWhichFunctionsItCallsAndWhatTheseRead() {
        Analysed a = analyse("select once(v), reads(v) from t");
        assertThat(a.routines()).extracting(Routine::name).containsExactly("once", "reads");
        assertThat(a.invoked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select once()|42883",
                "select once('x')|22P02",
                "select nos.once(1)|3F000",
                "select public.nosuch(1)|42883",
                "select once(b => 1)|42883"
            })
    void failsAsPostgresql(String sql, String state) {
        assertThat(catchThrowableOfType(SqlFailure.class, () -> analyse(sql)).sqlState())
                .isEqualTo(state);
    }
}
