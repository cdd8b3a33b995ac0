package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries of PostgreSQL's catalogs become: what they look up, and what they must not look up. */
class CatalogPlansTest {
    @TempDir
    private Path home;

    private Harness harness;
    private Sql session;

    @BeforeEach
    void open() {
        harness = new Harness(home, Map.of());
        harness.desk.addDialect(new PgDialect());
        session = harness.open("main", new Principal("tester", 1, true, Set.of(), true), "postgresql");
        session.run("CREATE TABLE first_one (a integer PRIMARY KEY, b text)");
        session.run("CREATE TABLE first_two (a integer)");
        session.run("CREATE TABLE \"firstXthree\" (a integer)");
        session.run("CREATE TABLE other (a integer)");
        session.run("CREATE VIEW seen AS SELECT a FROM other");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private List<Object> values(String text) {
        List<Object> all = new ArrayList<>();
        session.rows(text).forEach(r -> all.add(r.get(0)));
        return all;
    }

    private String plan(String text) {
        List<String> lines = new ArrayList<>();
        session.rows("EXPLAIN (VERBOSE) " + text).forEach(r -> lines.add((String) r.get(0)));
        return String.join("\n", lines);
    }

    @Test
    void askAnObjectOfItselfWithoutLookingItUp() {
        String query =
                "SELECT relname FROM pg_class c WHERE pg_table_is_visible(c.oid) AND relname LIKE 'first%' ORDER BY 1";
        assertThat(plan(query).split("FROM _pw_r")).hasSize(2);
        assertThat(values(query)).containsExactly("firstXthree", "first_one", "first_one_pkey", "first_two");
        session.run("CREATE SCHEMA apart");
        session.run("CREATE TABLE apart.first_far (a integer)");
        session.run("CREATE TABLE apart.first_two (a integer)");
        assertThat(values(query)).containsExactly("firstXthree", "first_one", "first_one_pkey", "first_two");
    }

    @Test
    void answerNullForARowThatIsNotThere() {
        assertThat(session.rows("SELECT pg_table_is_visible(c.oid) IS NULL, v.x FROM (VALUES (1), (2)) v(x)"
                        + " LEFT JOIN pg_class c ON c.relname = 'other' AND v.x = 2 ORDER BY v.x"))
                .isEqualTo(List.of(Arrays.asList(1L, 1L), Arrays.asList(0L, 2L)));
        assertThat(values("SELECT pg_table_is_visible(4)")).containsExactly((Object) null);
        // of groups the column of any row is that of all
        assertThat(session.rows("SELECT pg_table_is_visible(c.oid), count(*) FROM pg_class c JOIN pg_attribute a"
                        + " ON a.attrelid = c.oid AND a.attnum > 0 WHERE c.relname = 'first_one' GROUP BY c.oid"))
                .isEqualTo(List.of(Arrays.asList(1L, 2L)));
    }

    @Test
    void knowThatANumberFindsOneRow() {
        String query =
                "SELECT t.typname, (SELECT c.relkind = 'v' FROM pg_class c WHERE c.oid = t.typrelid) FROM pg_type t"
                        + " WHERE t.typname IN ('other', 'seen') ORDER BY 1";
        assertThat(plan(query)).doesNotContain("second_row");
        assertThat(session.rows(query)).isEqualTo(List.of(Arrays.asList("other", 0L), Arrays.asList("seen", 1L)));
        SqlFailure several = catchThrowableOfType(
                SqlFailure.class, () -> session.rows("SELECT (SELECT c.oid FROM pg_class c WHERE c.relkind = 'r')"));
        assertThat(several.sqlState()).isEqualTo("21000");
    }

    @Test
    void workOutASortKeyOnce() {
        String query =
                "SELECT upper(relname) FROM pg_class WHERE relname LIKE 'first\\_t%' ORDER BY upper(relname) DESC";
        assertThat(plan(query)).contains("ORDER BY 1 DESC");
        assertThat(values(query)).containsExactly("FIRST_TWO");
        // a number that is a value is no output
        assertThat(values("SELECT a + 1 FROM (VALUES (2), (1)) v(a) ORDER BY a + 1, 1 + 1"))
                .containsExactly(2L, 3L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "LIKE 'first_t%' ; first_two,firstXthree",
                "LIKE 'first_t_o' ; first_two",
                "LIKE 'first\\_two' ; first_two",
                "LIKE 'f%one' ; first_one",
                "~ '^(first.t.*)$' ; first_two,firstXthree",
                "~ '^firs+t_(two)?$' ; first_two",
                "~ '^first_tw?o$' ; first_two",
                "~ '^(first\\_two)$' ; first_two",
                "~ '^(oth|seen)' ; other,seen",
                "~ '^othe(rs)?' ; other"
            })
    void beginWithTheBeginningOfAPattern(String comparison, String names) {
        String query = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relname " + comparison
                + " AND relnamespace = 2200 ORDER BY lower(relname) DESC";
        List<Object> found = values(query);
        assertThat(found).containsExactlyInAnyOrderElementsOf(List.<Object>of((Object[]) names.split(",")));
        // a text has no index, and its patterns are what they are
        assertThat(values(query.replace("relname " + comparison, "relname::text " + comparison)))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relname LIKE 'first_t%'",
                "relname ~ '^(first.t.*)$'",
                "relname ~ '^(first\\.two)$'",
                "relname OPERATOR(pg_catalog.~) '^(first\\.t.*)$' COLLATE pg_catalog.default"
            })
    void findNamesByAnIndex(String condition) {
        assertThat(plan("SELECT oid FROM pg_class WHERE " + condition)).contains("(relname");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^(integer)$ ; int4",
                "^(int.*)$ ; int2vector,int4,int4range,int4multirange,int8range,int8multirange,internal,interval",
                "^first_o ; first_one",
                "^(first_one)$ ; first_one",
                "^([i]nteger)$ ; int4",
                "^no such ; "
            })
    void findTypesByTheirNames(String pattern, String names) {
        String query = "SELECT typname FROM pg_type t WHERE format_type(t.oid, NULL) ~ '" + pattern
                + "' AND typelem = 0 OR typname = 'int2vector' AND format_type(t.oid, NULL) ~ '" + pattern + "'";
        List<Object> found = values(query);
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        names == null ? List.of() : List.<Object>of((Object[]) names.split(",")));
        assertThat(values(query.replace("format_type(t.oid, NULL)", "(format_type(t.oid, NULL) || '')")))
                .containsExactlyInAnyOrderElementsOf(found);
    }

    @Test
    void lookUpTypesByEitherOfTwoNames() {
        String query = "SELECT oid FROM pg_type t WHERE typname ~ '^(first_one)$' OR format_type(t.oid, NULL) ~"
                + " '^(first_one)$' COLLATE pg_catalog.default";
        assertThat(plan(query)).contains("MULTI-INDEX OR").doesNotContain("pw_pg_regex_eq");
        assertThat(values(query)).hasSize(1);
    }

    @Test
    void compareNamesOfNoType() {
        // NULL for NULL, whether names match or not, and a name that stands for none
        for (String pattern : List.of("^integer$", "^no such", "^(no.*e)$")) {
            assertThat(session.rows("SELECT v.x, (format_type(v.x, NULL) ~ '" + pattern
                            + "') IS NULL FROM (VALUES (NULL::oid), (4::oid)) v(x) ORDER BY 1"))
                    .isEqualTo(List.of(Arrays.asList(4L, 0L), Arrays.asList(null, 1L)));
        }
        assertThat(values("SELECT v.x FROM (VALUES (4::oid), (23::oid)) v(x) WHERE format_type(v.x, NULL) ~ '^[?]{3}$'"
                        + " OR format_type(v.x, NULL) ~ '^\\?\\?'"))
                .containsExactly(4L);
        assertThat(values("SELECT format_type(t.oid, NULL) ~ '^(int.*)$' FROM pg_class c"
                        + " LEFT JOIN pg_type t ON t.oid = c.reltype AND c.relname = 'other'"
                        + " WHERE c.relname IN ('other', 'first_one') ORDER BY c.relname"))
                .containsExactly(null, 0L);
        SqlFailure f = catchThrowableOfType(
                SqlFailure.class, () -> session.rows("SELECT 1 FROM pg_type WHERE format_type(oid, NULL) ~ '^zzz(a'"));
        assertThat(f.sqlState()).isEqualTo("2201B");
    }

    @Test
    void putTextsOfQueriesTogether() {
        String texts = "SELECT array_to_string(ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid"
                + " AND a.attnum > %d ORDER BY a.attnum DESC), ', ') FROM pg_class c WHERE c.relname = 'first_one'";
        assertThat(plan(texts.formatted(0))).doesNotContain("array");
        assertThat(values(texts.formatted(0))).containsExactly("b, a");
        assertThat(values(texts.formatted(9))).containsExactly("");
        String values = "SELECT array_to_string(ARRAY(SELECT v.x FROM (VALUES %s) v(x, n) ORDER BY v.n), '-')";
        assertThat(values(values.formatted("(NULL::text, 1)"))).containsExactly("");
        assertThat(values(values.formatted("(''::text, 1), ('b', 3), (NULL, 2), ('', 4)")))
                .containsExactly("-b-");
        assertThat(values("SELECT array_to_string(ARRAY(SELECT 'a'::text), NULL)"))
                .containsExactly((Object) null);
        assertThat(values("SELECT array_to_string((SELECT array_agg(relname) FROM pg_class WHERE relname = '?'), '-')"))
                .containsExactly((Object) null);
    }

    @Test
    void findColumnsWithRightsOfTheirOwn() {
        session.run("GRANT SELECT (b) ON first_one TO PUBLIC");
        String query = "SELECT a.attname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND"
                + " a.attacl IS NOT NULL WHERE c.relname LIKE 'first_%' AND c.relkind = 'r' ORDER BY c.relname";
        assertThat(plan(query)).containsPattern("SEARCH t2 USING INDEX s\\d+ \\(attrelid=");
        assertThat(values(query)).containsExactly(null, "b", null);
    }

    @Test
    void giveKeptAnswersOnlyAsLongAsTheyHold() {
        String names = "SELECT c.relname, c.relkind, current_user FROM pg_class c"
                + " WHERE c.relname LIKE 'first\\_t%' AND pg_table_is_visible(c.oid) ORDER BY 1";
        List<Object> two = List.of("first_two", "r", "tester");
        for (int i = 0; i < 4; i++) {
            assertThat(session.rows(names)).isEqualTo(List.of(two));
        }
        session.run("CREATE TABLE first_tale (a integer)");
        for (int i = 0; i < 3; i++) {
            assertThat(session.rows(names)).isEqualTo(List.of(List.of("first_tale", "r", "tester"), two));
        }
        // what a transaction has changed is its own, and gone with it
        session.run("BEGIN");
        session.run("DROP TABLE first_two");
        for (int i = 0; i < 3; i++) {
            assertThat(session.rows(names)).isEqualTo(List.of(List.of("first_tale", "r", "tester")));
        }
        session.run("ROLLBACK");
        for (int i = 0; i < 3; i++) {
            assertThat(session.rows(names)).hasSize(2);
        }
        // another user, path, moment
        Sql other = harness.open("main", new Principal("guest", 2, false, Set.of(), true), "postgresql");
        for (int i = 0; i < 3; i++) {
            assertThat(other.rows(names).get(0).get(2)).isEqualTo("guest");
            assertThat(session.rows(names).get(0).get(2)).isEqualTo("tester");
        }
        session.run("CREATE SCHEMA apart");
        session.run("SET search_path = apart");
        for (int i = 0; i < 3; i++) {
            assertThat(session.rows(names)).isEmpty();
            assertThat(other.rows(names)).hasSize(2);
        }
        String settings = "SELECT setting FROM pg_settings WHERE name = 'application_name'";
        for (String name : List.of("a", "a", "a", "b", "b")) {
            session.run("SET application_name = '" + name + "'");
            assertThat(session.one(settings)).isEqualTo(name);
            assertThat(session.one("SELECT current_setting('application_name') FROM pg_class LIMIT 1"))
                    .isEqualTo(name);
        }
        String random = "SELECT random() FROM pg_class LIMIT 1";
        assertThat(List.of(session.one(random), session.one(random), session.one(random), session.one(random)))
                .doesNotHaveDuplicates();
    }

    @Test
    void failForAPatternThatIsNone() {
        SqlFailure f = catchThrowableOfType(
                SqlFailure.class, () -> session.rows("SELECT 1 FROM pg_class WHERE relname ~ '^zzz(a'"));
        assertThat(f.sqlState()).isEqualTo("2201B");
    }
}
