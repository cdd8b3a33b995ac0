package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.RowValue;
import io.polywire.api.value.TextStyle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How rows are read, written and compared, also after fields were dropped and added. */
class RowLayoutTest {
    private static final Type MOOD =
            new Type(TypeKind.ENUM, "mood", 20000, 0, 0, 0, null, List.of("sad", "o'k", "happy"));

    private static Type row(Type.Field... fields) {
        return Type.row("r", 20010, List.of(fields));
    }

    private static Type.Field field(String name, int number, Type type) {
        return new Type.Field(name, number, type, 0);
    }

    @Test
    void descriptions_are_read_as_they_were_written() {
        Type t = row(
                field("a;b:1", 1, PgTypes.numeric(6, 2)),
                field("", 4, PgTypes.arrayOf(MOOD)),
                field("in", 5, row(field("x", 2, PgTypes.varchar(3)))));
        Type back = RowDescription.read(RowDescription.of(t, true));
        assertThat(RowDescription.of(back, true)).isEqualTo(RowDescription.of(t, true));
        assertThat(back.fields().get(0).type().scale()).isEqualTo(2);
        assertThat(back.fields().get(1).type().element().labels()).isEqualTo(MOOD.labels());
        // what only shows in texts is left out of what indexes keep
        Type renamed = row(field("z", 1, PgTypes.numeric(8, 2)), field("y", 4, PgTypes.arrayOf(MOOD)));
        Type before = row(field("a", 1, PgTypes.numeric(6, 2)), field("b", 4, PgTypes.arrayOf(MOOD)));
        assertThat(RowDescription.of(renamed, false)).isEqualTo(RowDescription.of(before, false));
    }

    @Test
    void fields_keep_their_places() {
        RowLayout layout = RowLayout.of(row(field("b", 2, PgTypes.INT4), field("c", 3, PgTypes.TEXT)));
        assertThat(layout.input("( 7 , x )", TextStyle.DEFAULT, 0L)).isEqualTo("(,7,\" x \")");
        assertThat(layout.values("(gone,7)")).containsExactly("7", null);
        assertThat(RowLayout.of(row()).input("()", TextStyle.DEFAULT, 0L)).isEqualTo("()");
    }

    @Test
    void keys_compare_as_rows_do_with_nulls_behind() {
        RowLayout layout = RowLayout.of(row(field("a", 1, PgTypes.NUMERIC), field("b", 2, MOOD)));
        List<String> ordered =
                List.of("(-1.5,happy)", "(2,sad)", "(2.0,o'k)", "(10,sad)", "(10,)", "(,sad)", "(,happy)", "(,)");
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                int compared = Arrays.compareUnsigned(layout.key(ordered.get(i)), layout.key(ordered.get(j)));
                assertThat(Integer.signum(compared))
                        .as(ordered.get(i) + " with " + ordered.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
        assertThat(layout.key("(1.0,sad)")).isEqualTo(layout.key("(1.00,sad)"));
    }

    @Test
    void texts_that_are_no_rows_are_told_as_record_in_does() {
        for (String[] bad : new String[][] {
            {"1,2)", "Missing left parenthesis."},
            {"(1", "Unexpected end of input."},
            {"(1)", "Too few columns."},
            {"(1,2,3)", "Too many columns."},
            {"(1,2) x", "Junk after right parenthesis."},
            {"(1,\"2)", "Unexpected end of input."}
        }) {
            assertThatThrownBy(() -> RowValue.read(bad[0], 2, (i, s) -> s))
                    .isInstanceOfSatisfying(SqlFailure.class, f -> {
                        assertThat(f.sqlState()).isEqualTo("22P02");
                        assertThat(f.getMessage()).isEqualTo("malformed record literal: \"" + bad[0] + "\"");
                        assertThat(f.detail()).isEqualTo(bad[1]);
                    });
        }
        assertThat(RowValue.read("(a\\,b,\"c\"\"d\",\"\",)")).containsExactly("a,b", "c\"d", "", null);
    }
}
