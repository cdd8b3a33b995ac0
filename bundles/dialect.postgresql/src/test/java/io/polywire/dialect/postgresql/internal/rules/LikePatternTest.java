package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** LIKE's matches, against regular expressions of the same meaning. */
class LikePatternTest {
    @Property
    void matchesAsARegularExpressionDoes(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String text,
            @ForAll @Chars({'a', 'b', 'c', '%', '_'}) @StringLength(max = 8) String pattern) {
        String regex = pattern.replace("%", "(?s:.*)").replace("_", "(?s:.)");
        assertThat(LikePattern.matches(text, pattern, "\\", () -> {}))
                .as("%s like %s", text, pattern)
                .isEqualTo(Pattern.matches(regex, text));
    }

    @Test
    void takesWhatIsEscapedAsItIs() {
        assertThat(LikePattern.matches("a%c", "a\\%c", "\\", () -> {})).isTrue();
        assertThat(LikePattern.matches("abc", "a\\%c", "\\", () -> {})).isFalse();
        assertThat(LikePattern.matches("a\\c", "a\\c", "", () -> {})).isTrue();
        assertThat(LikePattern.matches("50%", "50%%", "%", () -> {})).isTrue();
    }

    @Test
    void failsWherePostgresqlReachesAnEscapeAtTheEnd() {
        assertThat(LikePattern.matches("a", "a\\", "\\", () -> {})).isFalse();
        assertThatThrownBy(() -> LikePattern.matches("ab", "a\\", "\\", () -> {}))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("LIKE pattern must not end with escape character");
    }

    @Test
    void doesNotHangOnManyPercentSigns() {
        String text = "a".repeat(20_000);
        assertThat(LikePattern.matches(text, "%a".repeat(50) + "%b", "\\", () -> {}))
                .isFalse();
    }
}
