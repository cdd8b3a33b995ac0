package io.polywire.protocol.postgresql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.TextStyle;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows with a place for each number inside, and without those of dropped fields outside. */
class RowCodecTest {
    private static final Type INNER = Type.row(
            "inner_t",
            20000,
            List.of(
                    new Type.Field("at", 1, WireTypes.declared(1184), 0),
                    new Type.Field("t", 3, WireTypes.declared(25), 0)));
    private static final Type OUTER = Type.row(
            "outer_t",
            20010,
            List.of(
                    new Type.Field("n", 2, WireTypes.declared(23), 0),
                    new Type.Field("i", 3, INNER, 0),
                    new Type.Field("all", 4, new Type(TypeKind.ARRAY, "_inner_t", 20001, 0, 0, 0, INNER), 0)));
    private static final String INSIDE =
            "(gone,7,\"(\"\"2020-01-01 00:00:00+00\"\",lost,\"\"a b\"\")\",\"{\"\"(,,x)\"\",NULL}\")";

    private static Parameters of(String text) {
        return new Parameters().reset(1).setText(0, text);
    }

    private static String text(Type t, String inside, TextStyle style) {
        byte[] b = VectorTest.written(WireTypes.of(t).codec(), of(inside), false, style);
        return new String(b, StandardCharsets.UTF_8);
    }

    @Test
    void dropped_fields_are_not_shown_and_those_behind_the_end_are_null() {
        assertThat(text(OUTER, INSIDE, TextStyle.DEFAULT))
                .isEqualTo("(7,\"(\"\"2020-01-01 00:00:00+00\"\",\"\"a b\"\")\",\"{\"\"(,x)\"\",NULL}\")");
        assertThat(text(OUTER, "(gone,7)", TextStyle.DEFAULT)).isEqualTo("(7,,)");
        assertThat(text(INNER, "(\"2020-01-01 00:00:00+00\")", TextStyle.DEFAULT.with("TimeZone", "America/New_York")))
                .isEqualTo("(\"2019-12-31 19:00:00-05\",)");
    }

    @Test
    void what_is_shown_is_read_back() {
        TypeCodec c = WireTypes.of(OUTER).codec();
        byte[] b = text(OUTER, INSIDE, TextStyle.DEFAULT).getBytes(StandardCharsets.UTF_8);
        Parameters p = new Parameters().reset(1);
        c.parse(b, 0, b.length, TextStyle.DEFAULT, p, 0);
        assertThat(p.getText(0)).isEqualTo(INSIDE.replace("gone", "").replace("lost", ""));
        byte[] binary = VectorTest.written(c, p, true, TextStyle.DEFAULT);
        Parameters again = new Parameters().reset(1);
        c.receive(binary, 0, binary.length, again, 0);
        assertThat(again.getText(0)).isEqualTo(p.getText(0));
    }

    @Test
    void the_binary_form_has_the_number_of_fields_and_the_types_of_each() {
        Type t = Type.row(
                "p",
                30000,
                List.of(
                        new Type.Field("x", 1, WireTypes.declared(23), 0),
                        new Type.Field("y", 2, WireTypes.declared(25), 0)));
        byte[] b = VectorTest.written(WireTypes.of(t).codec(), of("(258,)"), true, TextStyle.DEFAULT);
        assertThat(HexFormat.of().formatHex(b))
                .isEqualTo("00000002" + "00000017" + "00000004" + "00000102" + "00000019" + "ffffffff");
        byte[] other = HexFormat.of().parseHex("00000001" + "00000017" + "ffffffff");
        assertThatThrownBy(() -> WireTypes.of(t).codec().receive(other, 0, other.length, new Parameters().reset(1), 0))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("wrong number of columns: 1, expected 2");
        byte[] wrong = HexFormat.of().parseHex("00000002" + "00000019" + "ffffffff" + "00000019" + "ffffffff");
        assertThatThrownBy(() -> WireTypes.of(t).codec().receive(wrong, 0, wrong.length, new Parameters().reset(1), 0))
                .hasMessage("binary data has type 25 instead of expected 23 in record column 1");
    }
}
