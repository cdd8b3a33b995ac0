package io.polywire.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowPlaceTest {
    @Property
    void what_is_written_is_read(@ForAll @LongRange(min = 0, max = 0xFFFF_FFFF_FFFFL) long place) {
        assertThat(RowPlace.read(RowPlace.text(place))).isEqualTo(place);
        assertThat(RowPlace.of(RowPlace.block(place), RowPlace.offset(place))).isEqualTo(place);
    }

    @Test
    void is_read_as_tidin_reads_it() {
        assertThat(RowPlace.read("(0,1)")).isEqualTo(1);
        assertThat(RowPlace.read("(1,0)")).isEqualTo(65_536);
        assertThat(RowPlace.read("( 4294967295, 65535)")).isEqualTo(0xFFFF_FFFF_FFFFL);
        assertThat(RowPlace.read("(-1,0)")).isEqualTo(RowPlace.read("(4294967295,0)"));
        assertThat(RowPlace.read("(0,7)x")).isEqualTo(7);
        assertThat(RowPlace.read("(,1)")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "()",
                "(0)",
                "(0 ,1)",
                "(-,1)",
                "(0,65536)",
                "(0,-1)",
                "(4294967296,1)",
                "(a,1)",
                "(0,1",
                "0,1"
            })
    void what_is_none_is_refused(String text) {
        assertThatThrownBy(() -> RowPlace.read(text))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("invalid input syntax for type tid: \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000_0000L, Long.MAX_VALUE})
    void a_number_of_more_bits_has_none(long number) {
        assertThatThrownBy(() -> RowPlace.text(number)).isInstanceOf(SqlFailure.class);
    }
}
