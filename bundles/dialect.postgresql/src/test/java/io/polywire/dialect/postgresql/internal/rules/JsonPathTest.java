package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Paths of SQL/JSON: their normal form, their bounds, and that they can be stopped; the suite has what they find. */
class JsonPathTest {
    private static final List<String> PIECES = List.of(
            "$",
            "@",
            ".",
            "a",
            "\"b c\"",
            "*",
            "**",
            "{",
            "}",
            "1",
            "2.5",
            "last",
            " to ",
            "[",
            "]",
            "(",
            ")",
            "?(",
            "==",
            "!",
            "&&",
            "||",
            "+",
            "-",
            "/",
            "%",
            "<",
            ">=",
            " starts with ",
            "like_regex",
            "\"x\"",
            " flag ",
            "exists",
            " is unknown",
            ".type()",
            ".datetime(",
            "strict ",
            "lax ",
            ",",
            "$v",
            " ",
            "/*",
            "*/",
            "\\u0041",
            "true",
            "null");

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14).map(l -> String.join("", l));
    }

    /** Whatever is a path has a normal form that is the same path; what is none fails as PostgreSQL does. */
    @Property(tries = 20_000)
    void normalFormIsItsOwn(@ForAll("texts") String text) {
        String normal;
        try {
            normal = JsonPathParser.parse(text).text();
        } catch (SqlFailure f) {
            assertThat(f.sqlState()).isIn("42601", "22P02", "22003", "2201B", "0A000");
            return;
        }
        assertThat(JsonPathParser.parse(normal).text()).isEqualTo(normal);
    }

    @Test
    void deepAndLongPathsAreBounded() {
        assertTooDeep("(".repeat(100_000) + "$");
        assertTooDeep("-".repeat(100_000) + "$");
        assertTooDeep("$" + "[$".repeat(100_000));
        assertTooDeep("$" + ".a".repeat(100_000));
        assertTooDeep("1" + "+1".repeat(100_000));
        assertTooDeep("$ ? (" + "!(".repeat(100_000));
        assertThat(JsonPathParser.parse("$" + ".a".repeat(900)).text()).hasSize(1 + 4 * 900);
    }

    private static void assertTooDeep(String path) {
        assertThatThrownBy(() -> JsonPathParser.parse(path))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("54001"));
    }

    private static List<Object> found(String path, String json, Runnable check) {
        List<Object> found = new ArrayList<>();
        new JsonPathExecutor(JsonPath.of(path), Jsonb.read(json), Jsonb.object(), null, true, check).run(found);
        return found;
    }

    /** Each part of the path goes over all that the one before it finds: 500 to the fourth steps. */
    @Test
    void longPathCanBeCancelled() {
        String numbers = "[" + "1,".repeat(499) + "1]";
        int[] asked = {0};
        assertThatThrownBy(() -> found(
                        "$ ? ($[*] + 0 == 1 || $[*] > $[*]) ? ($[*] > $[*] || $[*] > $[*]) ? ($[*] > $[*])",
                        numbers,
                        () -> {
                            if (++asked[0] == 100) {
                                throw SqlFailure.of(FailureKind.CANCELLED, "canceling statement");
                            }
                        }))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.CANCELLED));
    }

    /** A value of a thousand levels and a path of many parts: no overflow of the stack. */
    @Test
    void deepValuesAreWalked() {
        String deep = "[".repeat(999) + "1" + "]".repeat(999);
        assertThat(found("$.**", deep, () -> {})).hasSize(1_000);
        assertThat(found("strict $.**", deep, () -> {})).hasSize(1_000);
        assertThat(found("$" + "[*]".repeat(500) + ".size()", deep, () -> {})).hasSize(1);
    }

    @Test
    void numbersOfObjectsAreTheirPlacesInTheServersBytes() {
        // what PostgreSQL 15 gave
        List<Object> all = found(
                "$.** ? (@.type() == \"object\").keyvalue().id",
                "{\"a\":{\"b\":1,\"c\":[2.5,{\"x\":\"yy\"}]},\"zz\":{\"q\":null}}",
                () -> {});
        assertThat(all.stream().map(Object::toString).collect(Collectors.joining(",")))
                .isEqualTo("0,0,24,24,80,80,96");
    }
}
