package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static List<String> split(String text) {
        Script script = new PgDialect().script(text);
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
        assertThat(split("select 1; select 2;; ; select 3")).containsExactly("select 1;", "select 2;", "select 3");
        assertThat(split(" ; -- nothing\n ; /* ; */ ")).isEmpty();
        assertThat(split("select ';', \";\", $$;$$, $a$;$a$, E'\\';' -- ;\n, 1; select /* ; /* ; */ */ 2"))
                .hasSize(2);
    }

    @Test
    void keepsBodiesWhole() {
        String f =
                "create or replace function f() returns int begin atomic select case when a then 1 end; return 2; end";
        assertThat(split(f + "; select 1")).containsExactly(f + ";", "select 1");
        String r = "create rule r as on insert to t do (select 1; select 2)";
        assertThat(split(r + "; select 1")).containsExactly(r + ";", "select 1");
        assertThat(split("begin; select 1; end")).containsExactly("begin;", "select 1;", "end");
    }

    @Test
    void leavesWhatIsNoTokenToItsTurn() {
        assertThat(split("select 1; select 'abc")).containsExactly("select 1;", "select 'abc");
    }

    @Test
    void isNoStorageDialect() {
        PgDialect d = new PgDialect();
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> d.render(d.parse("select 1"), Set.of()));
        assertThat(f.sqlState()).isEqualTo("0A000");
        assertThat(d.name()).isEqualTo("postgresql");
    }

    @Property
    void neverLosesOrInventsText(@ForAll String text) {
        for (String s : split(text)) {
            assertThat(s).isNotEmpty();
        }
    }
}
