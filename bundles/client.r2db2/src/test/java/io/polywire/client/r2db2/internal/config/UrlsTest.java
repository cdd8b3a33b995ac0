package io.polywire.client.r2db2.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {
    private static Settings parse(String rest) throws SQLException {
        return Urls.parse("jdbc:r2db2:" + rest, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "//|localhost:2345",
                "///db|localhost:2345",
                "//h|h:2345",
                "//h:1/|h:1",
                "//:7|localhost:7",
                "//a:1,b,c:3/db?tls=off|a:1,b:2345,c:3",
                "//[::1]:5/x|[::1]:5",
                "//[fe80::1]|[fe80::1]:2345"
            })
    void hosts(String rest, String expected) throws SQLException {
        assertThat(String.join(
                        ",", parse(rest).hosts().stream().map(Host::toString).toList()))
                .isEqualTo(expected);
    }

    @Test
    void optionsAreDecoded() throws SQLException {
        Settings settings = parse("//h/my%20db?password=a%26b%3D+c&fetchSize=0&tls=verify-full");
        assertThat(settings.text(Option.DATABASE)).isEqualTo("my db");
        assertThat(settings.text(Option.PASSWORD)).isEqualTo("a&b=+c");
        assertThat(settings.fetchSize()).isEqualTo(1000);
        assertThat(settings.text(Option.TLS)).isEqualTo("verify-full");
        assertThat(settings.toString()).doesNotContain("a&b").doesNotContain("password");
    }

    @Test
    void theUrlWinsOverProperties() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "ann");
        properties.setProperty("database", "one");
        Settings settings = Urls.parse("jdbc:r2db2://h/two", properties);
        assertThat(settings.text(Option.USER)).isEqualTo("ann");
        assertThat(settings.text(Option.DATABASE)).isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h|must start with",
                "//u:p@h/|user and password",
                "//h:0|1 to 65535",
                "//h:99999|1 to 65535",
                "//h:x|1 to 65535",
                "//::1|in brackets",
                "//[::1|closing bracket",
                "//[::1]x|may follow",
                "//h?tsl=verify-full|no option \"tsl\"",
                "//h?tls=yes|off, require, verify-full",
                "//h?compressionLevel=13|from 0 to 12",
                "//h?connectRetries=0|from 1",
                "//h?user|name=value",
                "//h/%zz|hexadecimal",
                "//h?user=a%00b|NUL"
            })
    void whatIsWrongIsNamed(String rest, String expected) {
        assertThatThrownBy(() -> parse(rest))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08001"));
    }

    @Test
    void anErrorNeverRepeatsAValue() {
        assertThatThrownBy(() -> parse("//h?password=s3cret%00")).hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> parse("//ann:s3cret@h/")).hasMessageNotContaining("s3cret");
    }

    @Property
    void anyDatabaseNameComesBack(@ForAll @NotBlank @StringLength(max = 50) String name) throws SQLException {
        if (name.indexOf('\0') >= 0
                || !name.equals(new String(
                        name.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.UTF_8))) {
            return;
        }
        Properties properties = new Properties();
        properties.setProperty("database", name);
        String url = Urls.parse("jdbc:r2db2://h/", properties).url();
        assertThat(Urls.parse(url, null).text(Option.DATABASE)).isEqualTo(name);
    }

    @Property
    void rubbishIsRefusedAndNothingElse(@ForAll @NumericChars String host, @ForAll String rest) {
        try {
            parse("//" + host + rest);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("08001");
        }
    }
}
