package io.polywire.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** W56: which values of a client's statement become parameters, and which must not. */
class ParameterisedTest {
    private static void check(String text, String sql, Object... values) {
        Parameterised found = Parameterised.of(text);
        assertThat(found.sql()).isEqualTo(sql);
        assertThat(found.values()).isEqualTo(List.of(values));
    }

    private static void same(String text) {
        check(text, text);
    }

    @Test
    @DisplayName("W24, W56: values that are compared with become parameters")
    void valuesBehindComparisons() {
        check("select id from agent where id = 5", "select id from agent where id = ?1", 5L);
        check(
                "select id from agent where name = 'o''brien; drop' collate nocase and id>=007 limit 3 offset 0",
                "select id from agent where name = ?1 collate nocase and id>=?2 limit 3 offset 0",
                "o'brien; drop",
                7L);
        check("delete from t where a != 'x'", "delete from t where a != ?1", "x");
        check("update t set a = 1 where b <> 2", "update t set a = 1 where b <> ?1", 2L);
    }

    @Test
    void valuesOfLists() {
        check("select 1 from t where id in (001, 'b',3)", "select 1 from t where id in (?1, ?2,?3)", 1L, "b", 3L);
        same("select 1 from t where id in ()");
        same("select 1 from t where f(1, 2)");
    }

    @Test
    void whatIsNoSimpleValueStays() {
        same("select 5, 'x' as a from t where a is null order by 1 limit 5");
        same("select a from t where a = -5");
        same("select a from t where a = 1.5");
        same("select a from t where a = 0x1f");
        same("select a from t where a = 1e5");
        same("select a from t where a = .5");
        same("select a from t where a = 1234567890123456789");
        same("select a from t where a like 'x%'");
        same("select a from t where a = x'00'");
        same("select a from t where a = \"b\" -- = 5");
        same("select case when a = 1 then 2 end from t");
        same("select count(*) from t group by a having count(*) > 5");
        same("select a from t where a = 'open");
    }

    @Test
    void subQueries() {
        check(
                "select count(*) from (select id from t where id > 3 group by id having n > 4) where id = 5",
                "select count(*) from (select id from t where id > ?1 group by id having n > 4) where id = ?2",
                3L,
                5L);
        check(
                "select a from t where exists (select b = 1 from u where c = 2) and d = 3",
                "select a from t where exists (select b = 1 from u where c = ?1) and d = 3",
                2L);
    }

    @Test
    void aStatementWithParametersStaysAsItIs() {
        same("select a from t where a = 5 and b = ?1");
        same("select a from t where a = 5 and b = :b");
    }
}
