package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of the catalogs; what is expected was asked of PostgreSQL 15. */
class CatalogTextsTest {
    private static final Relation TABLE = new Relation(
            1,
            Relation.Kind.TABLE,
            "t",
            List.of(
                    column("a", 1, "int4"),
                    column("f", 2, "float8"),
                    column("s", 3, "text"),
                    column("v", 4, "varchar(10)"),
                    column("b", 5, "bool"),
                    column("c d", 6, "int4")),
            List.of());

    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(1, List.of(TABLE));

    private static RelationColumn column(String name, int number, String type) {
        return new RelationColumn(name, number, type, false, false, false, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "a > 0 # (a > 0) # a > 0",
                "((a>0)) # (a > 0) # a > 0",
                "f > 0 # (f > (0)::double precision) # f > 0::double precision",
                "a > 0 and a < 9 # ((a > 0) AND (a < 9)) # a > 0 AND a < 9",
                "b # b # b",
                "not b # (NOT b) # NOT b",
                "s = 'x' # (s = 'x'::text) # s = 'x'::text",
                "v = 'x' # ((v)::text = 'x'::text) # v::text = 'x'::text",
                "a in (1, 2) # (a = ANY (ARRAY[1, 2])) # a = ANY (ARRAY[1, 2])",
                "a between 1 and 5 # ((a >= 1) AND (a <= 5)) # a >= 1 AND a <= 5",
                "a is not null # (a IS NOT NULL) # a IS NOT NULL",
                "\"c d\" * 2 > a # ((\"c d\" * 2) > a) # (\"c d\" * 2) > a",
                "a > -1 # (a > '-1'::integer) # a > '-1'::integer",
                "strange(a) # strange(a) # strange(a)"
            })
    void writesConditionsAsTheServer(String source, String full, String few) {
        String kept = Deparser.whole(source, TABLE, CATALOG);
        assertThat(Deparser.form(kept, false)).isEqualTo(full);
        assertThat(Deparser.form(kept, true)).isEqualTo(few);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "3 # 'x' # 'x'::text",
                "4 # 'x' # 'x'::character varying",
                "1 # 5 # 5",
                "5 # 't' # true",
                "2 # 0 # 0",
                "3 # now() # now()",
            })
    void writesDefaultsAsTheServer(int column, String source, String expected) {
        assertThat(Deparser.form(Deparser.value(source, TABLE.column(column), CATALOG), false))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "10239, 10239 bytes",
        "10240, 10 kB",
        "10485247, 10239 kB",
        "10485760, 10 MB",
        "1073741824, 1024 MB",
        "-20480, -20 kB"
    })
    void writesSizesAsTheServer(String bytes, String expected) {
        assertThat(CatalogFacts.pretty(new BigInteger(bytes), bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"4MB, kB, integer, 4096", "5min, s, integer, 300", "0, ms, integer, 0", "-1, kB, integer, -1"})
    void writesSettingsInTheirUnits(String shown, String unit, String kind, String expected) {
        assertThat(CatalogViews.inUnits(shown, unit, kind)).isEqualTo(expected);
    }

    /** Of an index that another program made what it is over is not always known. */
    @Test
    void leavesWhatIsNotThere() {
        assertThat(Deparser.whole("", TABLE, CATALOG)).isEmpty();
    }

    @Test
    void everyViewIsRead() {
        for (CatalogData.Definition d : CatalogData.definitions()) {
            if (CatalogViews.has(d)) {
                assertThat(CatalogViews.find(d).columns()).hasSameSizeAs(d.columns());
            }
        }
    }
}
