package io.polywire.dialect.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SqliteScriptTest {
    private static List<String> split(String text) {
        SqliteScript script = new SqliteScript(text);
        List<String> out = new ArrayList<>();
        while (script.hasNext()) {
            String s = script.next();
            assertThat(text.substring(script.offset(), script.offset() + s.length()))
                    .isEqualTo(s);
            out.add(s);
        }
        return out;
    }

    @Test
    void splitsAtSemicolons() {
        assertThat(split("select 1; select 2;; ; select 3")).containsExactly("select 1", "select 2", "select 3");
        assertThat(split("")).isEmpty();
        assertThat(split(" ; -- nothing\n ; /* ; */ ")).isEmpty();
    }

    @Test
    void seesQuotesAndComments() {
        assertThat(split("select ';', \";\", [;], `;` -- ;\n, 1; select /* ; */ 2"))
                .containsExactly("select ';', \";\", [;], `;` -- ;\n, 1", "select /* ; */ 2");
        assertThat(split("select 'it''s; fine'; select 1")).containsExactly("select 'it''s; fine'", "select 1");
        assertThat(split("select 1 /* never ends ; select 2")).containsExactly("select 1");
    }

    @Test
    void keepsTriggersWhole() {
        String trigger =
                "create temp trigger x after insert on t begin update t set a = case when 1 then 2 end; select 1; end";
        assertThat(split(trigger + "; select 2")).containsExactly(trigger, "select 2");
        assertThat(split("explain query plan " + trigger + ";")).containsExactly("explain query plan " + trigger);
        assertThat(split("create table begin_x(a); select 1; end"))
                .containsExactly("create table begin_x(a)", "select 1", "end");
    }

    @Test
    void refusesUnterminatedQuotes() {
        assertThatThrownBy(() -> split("select 'abc"))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("unterminated");
    }

    @Property
    void neverLosesOrInventsText(@ForAll String text) {
        try {
            for (String s : split(text)) {
                assertThat(s).isNotBlank();
            }
        } catch (SqlFailure refused) {
            assertThat(refused.sqlState()).isEqualTo("42601");
        }
    }
}
