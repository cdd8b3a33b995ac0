package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL 15 reads in texts while standard_conforming_strings is off, written as it is read while it is on. */
class EscapedTextTest {
    private static final Map<String, String> OFF = Map.of("standard_conforming_strings", "off");

    private final List<Notice> told = new ArrayList<>();

    private String standard(String text, Map<String, String> settings) {
        return new PgDialect().standard(text, settings::get, told::add);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "select 'a\\\\b', 1|select 'a\\b' , 1",
                "select 'x\\'y' as u|select 'x''y' as u",
                "select 'a\\x41\\102', 'b'|select 'aAB'      , 'b'",
                "select N'a\\u0041'|select N'aA'     ",
                "select E'a\\\\b', $$a\\b$$, \"a\\b\"|select E'a\\\\b', $$a\\b$$, \"a\\b\"",
                "select 'a', 'b''c'|select 'a', 'b''c'"
            })
    void escapesBecomeWhatTheyStandFor(String text, String expected) {
        // the blanks at the end are those that the string has left behind it
        assertThat(standard(text, OFF).stripTrailing()).isEqualTo(expected.stripTrailing());
        assertThat(standard(text, OFF)).hasSameSizeAs(text);
    }

    @Test
    void nothingIsReadOtherwiseWhereTheSettingIsOn() {
        assertThat(standard("select 'a\\', E'\\''", Map.of())).isEqualTo("select 'a\\', E'\\''");
        assertThat(told).isEmpty();
    }

    @Test
    void warnsOncePerString() {
        standard("select 'a\\\\b\\'', 'c\\n'", OFF);
        assertThat(told).extracting(Notice::position).containsExactly(8, 18);
        assertThat(told).extracting(Notice::sqlState).containsOnly("22P06");
        told.clear();
        standard("select 'a\\\\b'", Map.of("standard_conforming_strings", "off", "escape_string_warning", "off"));
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"off, UTF8", "safe_encoding, SJIS", "safe_encoding, BIG5"})
    void aQuoteBehindABackslashIsRefusedWhereItIsNotSafe(String quote, String encoding) {
        Map<String, String> settings = Map.of("backslash_quote", quote, "client_encoding", encoding);
        assertThatThrownBy(() -> standard("select E'a\\'b'", settings)).isInstanceOfSatisfying(SqlFailure.class, f -> {
            assertThat(f.sqlState()).isEqualTo("22P06");
            assertThat(f.position()).isEqualTo(8);
        });
        assertThat(standard("select E'a\\\\', 'b'", settings)).isEqualTo("select E'a\\\\', 'b'");
        assertThat(standard("select E'a\\'b'", Map.of("backslash_quote", "on", "client_encoding", encoding)))
                .isEqualTo("select E'a\\'b'");
    }

    @Test
    void whatWouldBeReadAgainIsRefused() {
        assertThatThrownBy(() -> standard("do $$ begin perform 'a\\b'; end $$", OFF))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("0A000"));
        assertThatThrownBy(() -> standard("select 'abc\\'", OFF))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("42601"));
    }

    /** Whatever stands in a string, the rest of the text stays where it was. */
    @Property
    void theRestStays(@ForAll @Chars({'\\', '\'', 'a', 'n', '0', 'x', 'u', '1'}) @StringLength(max = 12) String inner) {
        String text = "select '" + inner + "' , 'end'";
        String read;
        try {
            read = standard(text, OFF);
        } catch (SqlFailure noString) {
            return;
        }
        assertThat(read).hasSameSizeAs(text);
        assertThat(PgLexer.lex(read, true).kinds).containsSequence(Tokens.STRING);
    }
}
