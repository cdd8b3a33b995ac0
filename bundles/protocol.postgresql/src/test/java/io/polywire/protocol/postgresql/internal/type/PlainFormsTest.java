package io.polywire.protocol.postgresql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainFormsTest {
    private static byte[] bytes(String text) {
        return ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
    }

    private static long timestamp(String text) {
        return PlainForms.timestamp(bytes(text), 1, text.length());
    }

    private static long date(String text) {
        return PlainForms.date(bytes(text), 1, text.length());
    }

    @Property
    void readsEveryTimestamp(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999_999) int micros,
            @ForAll @IntRange(max = 6) int digits) {
        LocalDateTime t = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        String fraction = String.format("%06d", micros).substring(0, digits);
        String text = t.toLocalDate()
                + String.format(" %02d:%02d:%02d", t.getHour(), t.getMinute(), t.getSecond())
                + (digits == 0 ? "" : "." + fraction);
        long expected = second * 1_000_000 + Long.parseLong((fraction + "000000").substring(0, 6));
        assertThat(timestamp(text)).isEqualTo(expected);
        assertThat(date(t.toLocalDate().toString())).isEqualTo(t.toLocalDate().toEpochDay());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29",
                "2024-02-30",
                "2024-13-01",
                "2024-00-01",
                "2024-01-00",
                "0000-01-01",
                "2024/01/01",
                "24-01-2024",
                "+024-01-01",
                "2024-1-001",
                "infinity",
                ""
            })
    void leavesOtherDatesAlone(String text) {
        assertThat(date(text)).isEqualTo(PlainForms.NONE);
        assertThat(timestamp(text + " 00:00:00")).isEqualTo(PlainForms.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-01 24:00:00",
                "2024-01-01 23:60:00",
                "2024-01-01 23:59:60",
                "2024-01-01T00:00:00",
                "2024-01-01 00:00:00.",
                "2024-01-01 00:00:00.1234567",
                "2024-01-01 00:00:00,5",
                "2024-01-01 00:00:00+02",
                "2024-01-01 00:00:0x",
                "2024-01-01 00:00",
                "2024-01-01"
            })
    void leavesOtherTimestampsAlone(String text) {
        assertThat(timestamp(text)).isEqualTo(PlainForms.NONE);
    }

    /** To the last bit what Java's own reader makes of it, or nothing. */
    @Property(tries = 20_000)
    void readsDecimals(@ForAll @Chars({'0', '1', '2', '5', '7', '9', '.', '-'}) @StringLength(max = 18) String text) {
        double v = PlainForms.decimal(bytes(text), 1, text.length());
        if (!Double.isNaN(v)) {
            assertThat(Double.doubleToRawLongBits(v)).isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
            assertThat(FloatCodec.isDecimal(text)).isTrue();
        }
    }

    @Property
    void readsWhatPostgresqlWrites(@ForAll @LongRange(min = -99_999_999, max = 99_999_999) long whole) {
        String text = whole / 1000.0 + "";
        if (text.indexOf('E') < 0) {
            assertThat(PlainForms.decimal(bytes(text), 1, text.length())).isEqualTo(Double.parseDouble(text));
        }
    }

    /** With what is read otherwise the two ways agree. */
    @Property
    void agreesWithTheReader(@ForAll @IntRange(min = -700_000, max = 2_900_000) int day) {
        String text = LocalDate.ofEpochDay(day).toString();
        if (text.length() == 10) {
            Parameters into = new Parameters().reset(1);
            byte[] spaced = (" " + text).getBytes(StandardCharsets.UTF_8);
            DateCodec.DATE.parse(spaced, 0, spaced.length, TextStyle.DEFAULT, into, 0);
            assertThat(into.getLong(0)).isEqualTo(date(text));
            assertThat(ChronoUnit.DAYS.between(LocalDate.EPOCH, LocalDate.parse(text)))
                    .isEqualTo(date(text));
        }
    }
}
