package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTest {
    private static String masked(String text) {
        return new PgDialect().masked(text, 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'hunter2'",
                "select E'x\\'hunter2'",
                "select 'a\\', 'hunter2'",
                "select $$hunter2$$, $q$hunter2$q$",
                "select U&'hunter2', U&'d!0061hunter2' UESCAPE '!'",
                "select 'a'\n'hunter2'",
                "select x'0', b'1' /* hunter2 /* hunter2 */ */ -- hunter2",
                "select 'hunter2",
                "select $$hunter2",
                "select /* hunter2",
                "select 'a''hunter2'",
                "alter role a password 'hunter2' valid until 'hunter2'",
                "select 'x' 'hunter2'"
            })
    void noConstantIsShown(String text) {
        assertThat(masked(text)).doesNotContain("hunter2").matches("(select|alter role) .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update \"T\".t set a = $1 where b in ('x', 12, 1.5e3, -7) and c::int4 > a.b"})
    void theRestStays(String text) {
        assertThat(masked(text)).isEqualTo("update \"T\".t set a = $1 where b in (?, ?, ?, -?) and c::int4 > a.b");
    }

    @Property
    void aConstantIsMaskedWhateverItHolds(@ForAll @StringLength(max = 30) String value) {
        String literal = "'" + value.replace("'", "''") + "'";
        assertThat(masked("select " + literal + ", 1")).isEqualTo("select ?, ?");
    }

    @Property
    void aTextThatIsCutShowsNoPartOfAConstant(@ForAll @StringLength(max = 400) String before) {
        String text = "select '" + before.replace("'", "''") + "hunter2hunter2hunter2" + "x".repeat(900) + "'";
        assertThat(new PgDialect().masked(text, 100)).doesNotContain("hunter2");
    }
}
