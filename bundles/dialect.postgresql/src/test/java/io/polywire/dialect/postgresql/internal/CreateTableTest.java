package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL 15 says of definitions of tables; code, text and position are its own. */
class CreateTableTest {
    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            1,
            List.of(new Relation(
                    16384,
                    Relation.Kind.TABLE,
                    "t1",
                    List.of(new RelationColumn("a", 1, "integer", false, false, false, false)),
                    List.of())));

    private static BoundStatement bind(String text) {
        PgDialect dialect = new PgDialect();
        return dialect.analyse((ParsedStatement) dialect.parse(text), text, CATALOG, List.of())
                .statement();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '\'',
            value = {
                "create table t(a int null not null)!42601!27!"
                        + "conflicting NULL/NOT NULL declarations for column \"a\" of table \"t\"",
                "create table t(a int not null null)!42601!31!"
                        + "conflicting NULL/NOT NULL declarations for column \"a\" of table \"t\"",
                "create table t(a int default 1 default 2)!42601!32!"
                        + "multiple default values specified for column \"a\" of table \"t\"",
                "create table t(a int default null default 2)!42601!35!"
                        + "multiple default values specified for column \"a\" of table \"t\"",
                "create table t(a int, primary key(a,a))!42701!23!"
                        + "column \"a\" appears twice in primary key constraint",
                "create table t(a int, unique(a,a))!42701!23!column \"a\" appears twice in unique constraint",
                "create table t(a int, unique(b))!42703!23!column \"b\" named in key does not exist",
                "create table t(a int, a int)!42701!0!column \"a\" specified more than once",
                "create table t1(a int)!42P07!0!relation \"t1\" already exists",
            })
    void refusesAsPostgresDoes(String text, String state, int position, String message) {
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> bind(text));

        assertThat(failure.sqlState()).isEqualTo(state);
        assertThat(failure.getMessage()).isEqualTo(message);
        assertThat(Math.max(failure.position(), 0)).isEqualTo(position);
    }

    /** PostgreSQL has both columns; SQLite cannot, so it is a limit and no fault of the statement. */
    @Test
    void refusesColumnsThatDifferOnlyInCaseByName() {
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> bind("create table t(a int, \"A\" int)"));

        assertThat(failure.sqlState()).isEqualTo("0A000");
    }

    @Test
    void looksNoFurtherIfTheTableIsThere() {
        BoundStatement.ChangesSchema bound =
                (BoundStatement.ChangesSchema) bind("create table if not exists t1(a int, a int)");

        assertThat(bound.steps()).isEmpty();
        assertThat(bound.notices().get(0).message()).isEqualTo("relation \"t1\" already exists, skipping");
    }

    @Test
    void takesNullBesidesThePrimaryKey() {
        BoundStatement.ChangesSchema bound =
                (BoundStatement.ChangesSchema) bind("create table t(a int null primary key)");
        Relation r = ((SchemaStep.CreatesTable) bound.steps().get(0)).relation();

        assertThat(r.columns().get(0).notNull()).isTrue();
        assertThat(r.primaryKey()).containsExactly("a");
        assertThat(r.constraints().get(0).name()).isEqualTo("t_pkey");
    }
}
