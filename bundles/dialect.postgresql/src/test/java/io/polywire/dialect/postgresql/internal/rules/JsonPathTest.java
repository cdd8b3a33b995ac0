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
import net.jqwik.api.Combinators;
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

    @Provide
    Arbitrary<String> paths() {
        return values(4);
    }

    private static Arbitrary<String> values(int levels) {
        Arbitrary<String> heads = Arbitraries.of("$", "$.a", "1", "-2.50", "\"x\"", "$v", "null", "true");
        if (levels == 0) {
            return heads;
        }
        Arbitrary<String> inner = values(levels - 1);
        Arbitrary<String> accessors = Arbitraries.oneOf(
                Arbitraries.of(
                        ".a", ".*", ".**{1 to last}", "[*]", "[0]", ".type()", ".floor()", ".datetime(\"yyyy\")"),
                inner.map(v -> "[" + v + "]"),
                predicates(levels - 1).map(p -> " ? (" + p + ")"));
        return Arbitraries.oneOf(
                heads,
                Combinators.combine(inner, accessors).as((v, a) -> "(" + v + ")" + a),
                Combinators.combine(predicates(levels - 1), accessors).as((p, a) -> "(" + p + ")" + a),
                Combinators.combine(inner, Arbitraries.of("+", "-", "*", "/", "%"), inner)
                        .as((a, o, b) -> "(" + a + ") " + o + " (" + b + ")"),
                inner.map(v -> "-(" + v + ")"),
                inner.map(v -> "+(" + v + ")"));
    }

    private static Arbitrary<String> predicates(int levels) {
        Arbitrary<String> value = values(Math.max(levels - 1, 0));
        Arbitrary<String> compared = Combinators.combine(value, Arbitraries.of("==", "<>", "<"), value)
                .as((a, o, b) -> "(" + a + ") " + o + " (" + b + ")");
        if (levels <= 0) {
            return compared;
        }
        Arbitrary<String> inner = predicates(levels - 1);
        return Arbitraries.oneOf(
                compared,
                value.map(v -> "exists(" + v + ")"),
                inner.map(p -> "!(" + p + ")"),
                inner.map(p -> "(" + p + ") is unknown"),
                value.map(v -> "(" + v + ") like_regex \"a\" flag \"i\""),
                value.map(v -> "(" + v + ") starts with $v"),
                Combinators.combine(inner, Arbitraries.of("&&", "||"), inner)
                        .as((a, o, b) -> "(" + a + ") " + o + " (" + b + ")"));
    }

    /** Whatever is a path has a normal form that is read as the same path. */
    @Property(tries = 5_000)
    void normalFormMeansTheSame(@ForAll("paths") String text) {
        JsonPath path = JsonPathParser.parse(text);
        assertThat(tree(JsonPathParser.parse(path.text()).first())).isEqualTo(tree(path.first()));
    }

    private static String tree(JsonPathItem first) {
        StringBuilder s = new StringBuilder();
        for (JsonPathItem i = first; i != null; i = i.next) {
            s.append('(')
                    .append(i.kind)
                    .append(' ')
                    .append(i.value)
                    .append(i.first)
                    .append(i.last);
            s.append(i.flags == null ? "" : i.flags.shown());
            s.append(i.left == null ? "" : tree(i.left)).append(i.right == null ? "" : tree(i.right));
            i.subscripts.forEach(x -> s.append(tree(x.from())).append(x.to() == null ? "" : tree(x.to())));
            s.append(')');
        }
        return s.toString();
    }

    /** What is put together of pieces of paths is one or fails as PostgreSQL does. */
    @Property(tries = 20_000)
    void whatIsNoPathIsRefused(@ForAll("texts") String text) {
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
