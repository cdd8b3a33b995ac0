package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.JsonReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Values of jsonb: their text, their order, and what is no JSON. */
class JsonbTest {
    @Provide
    Arbitrary<Object> values() {
        return values(3);
    }

    private static Arbitrary<Object> values(int levels) {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.of(Jsonb.NULL, true, false),
                Arbitraries.strings()
                        .ofMaxLength(4)
                        .filter(s -> s.indexOf(0) < 0 && s.chars().noneMatch(c -> Character.isSurrogate((char) c)))
                        .map(s -> s),
                Arbitraries.bigDecimals().ofScale(2).map(n -> n));
        return levels == 0
                ? scalars
                : Arbitraries.oneOf(
                        scalars,
                        values(levels - 1).list().ofMaxSize(3).map(ArrayList::new),
                        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(3), values(levels - 1))
                                .ofMaxSize(3)
                                .map(JsonbTest::object));
    }

    private static Object object(java.util.Map<String, Object> all) {
        TreeMap<String, Object> object = Jsonb.object();
        object.putAll(all);
        return object;
    }

    @Property(tries = 500)
    void textMeansTheValue(@ForAll("values") Object v) {
        String text = Jsonb.text(v);
        assertThat(Jsonb.equal(Jsonb.read(text), v)).isTrue();
        assertThat(Jsonb.text(Jsonb.read(text))).isEqualTo(text);
        assertThat(Jsonb.text(Jsonb.read(Jsonb.pretty(v)))).isEqualTo(text);
    }

    @Property(tries = 500)
    void keysAreEqualWhereValuesAre(@ForAll("values") Object a, @ForAll("values") Object b) {
        assertThat(Arrays.equals(Jsonb.key(a), Jsonb.key(b))).isEqualTo(Jsonb.equal(a, b));
        assertThat(Jsonb.contains(a, a)).isTrue();
    }

    /** The order of 8.14.4, and that an empty array comes before scalars where it stands alone. */
    @Test
    void ordersAsTheServer() {
        List<String> sorted = List.of(
                "[]",
                "null",
                "\"a\"",
                "\"b\"",
                "-1",
                "1",
                "1.5",
                "10",
                "false",
                "true",
                "[1]",
                "[[]]",
                "[1, 2]",
                "{}",
                "{\"b\": 1}",
                "{\"a\": 1, \"b\": 1}");
        List<String> mixed = new ArrayList<>(sorted);
        mixed.sort((x, y) -> x.hashCode() - y.hashCode());
        mixed.sort((x, y) -> Arrays.compareUnsigned(Jsonb.key(Jsonb.read(x)), Jsonb.key(Jsonb.read(y))));
        assertThat(mixed).isEqualTo(sorted);
    }

    @Test
    void keysAreSortedByLengthAndTheLastOfTwoStays() {
        assertThat(Jsonb.text(Jsonb.read("{\"bb\":1,\"a\":2,\"c\":3,\"a\":4.00}")))
                .isEqualTo("{\"a\": 4.00, \"c\": 3, \"bb\": 1}");
        assertThat(Jsonb.read("1e3")).isEqualTo(new BigDecimal("1000"));
    }

    @Test
    void errorsSayWhatAndWhere() {
        assertThatThrownBy(() -> JsonReader.check("{\"a\":1,\n \"b\" x}"))
                .isInstanceOfSatisfying(SqlFailure.class, f -> {
                    assertThat(f.sqlState()).isEqualTo("22P02");
                    assertThat(f.detail()).isEqualTo("Token \"x\" is invalid.");
                    assertThat(f.context()).isEqualTo("JSON data, line 2:  \"b\" x...");
                });
        assertThatThrownBy(() -> Jsonb.read("\"\\u0000\""))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("22P05"));
    }

    @Test
    void depthHasABound() {
        JsonReader.check("[".repeat(100_000) + "]".repeat(100_000));
        assertThatThrownBy(() -> Jsonb.read("[".repeat(2_000) + "]".repeat(2_000)))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("54001"));
    }
}
