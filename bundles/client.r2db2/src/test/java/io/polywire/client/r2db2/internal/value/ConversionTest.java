package io.polywire.client.r2db2.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.internal.wire.Codes;
import io.polywire.client.r2db2.internal.wire.Row;
import io.polywire.client.r2db2.internal.wire.RowMaker;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.SQLDataException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
    private final Objects objects = new Objects(new Temporals(false));
    private final Temporals temporals = objects.temporals();

    private Object object(Object cell, int type) throws Exception {
        return objects.toObject(RowMaker.binary(cell), 0, type);
    }

    private <T> T as(Object cell, Class<T> wanted) throws Exception {
        return objects.toObject(RowMaker.binary(cell), 0, Codes.UNKNOWN, wanted);
    }

    @Property
    void longsComeThroughInBothForms(@ForAll long value) throws Exception {
        assertThat(Numbers.toLong(RowMaker.binary(value), 0)).isEqualTo(value);
        assertThat(Numbers.toLong(RowMaker.text(Long.toString(value)), 0)).isEqualTo(value);
        assertThat(Objects.toText(RowMaker.binary(value), 0)).isEqualTo(Long.toString(value));
        assertThat(Numbers.toDecimal(RowMaker.binary(value), 0)).isEqualByComparingTo(BigDecimal.valueOf(value));
    }

    @Property
    void doublesComeThroughInBothForms(@ForAll double value) throws Exception {
        assertThat(Numbers.toDouble(RowMaker.binary(value), 0)).isEqualTo(value);
        assertThat(Numbers.toDouble(RowMaker.text(Double.toString(value)), 0)).isEqualTo(value);
    }

    @Property
    void intsAreCheckedAndNeverCut(@ForAll long value) throws Exception {
        Row row = RowMaker.binary(value);
        if (value == (int) value) {
            assertThat(as(value, Integer.class)).isEqualTo((int) value);
        } else {
            assertThatThrownBy(() -> objects.toObject(row, 0, 0, Integer.class))
                    .isInstanceOf(SQLDataException.class)
                    .hasMessageContaining("does not fit into an int")
                    .hasMessageNotContaining(Long.toString(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1e30", "-1e30", "1.5", "NaN", "abc", "", "1e-400000000"})
    void textsThatAreNoLongs(String text) {
        assertThatThrownBy(() -> Numbers.toLong(RowMaker.text(text), 0)).isInstanceOf(SQLDataException.class);
    }

    @Test
    void textsThatAreLongs() throws Exception {
        assertThat(Numbers.toLong(RowMaker.text(" 12 "), 0)).isEqualTo(12);
        assertThat(Numbers.toLong(RowMaker.text("12.00"), 0)).isEqualTo(12);
        assertThat(Numbers.toLong(RowMaker.text("-9223372036854775808"), 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(Numbers.toLong(RowMaker.binary(3.0), 0)).isEqualTo(3);
    }

    @Test
    void fractionsAndGiantsAreNoLongs() {
        assertThatThrownBy(() -> Numbers.toLong(RowMaker.binary(3.5), 0)).isInstanceOf(SQLDataException.class);
        assertThatThrownBy(() -> Numbers.toLong(RowMaker.binary(0x1p63), 0)).isInstanceOf(SQLDataException.class);
        assertThatThrownBy(() -> Numbers.toLong(RowMaker.binary(Double.NaN), 0)).isInstanceOf(SQLDataException.class);
        assertThatThrownBy(() -> Numbers.toFloat(RowMaker.binary(1e300), 0)).isInstanceOf(SQLDataException.class);
        assertThatThrownBy(() -> Numbers.toDouble(RowMaker.text("1e999"), 0)).isInstanceOf(SQLDataException.class);
        assertThatThrownBy(() -> Numbers.toLong(RowMaker.binary((Object) new byte[] {1}), 0))
                .isInstanceOf(SQLDataException.class);
    }

    @ParameterizedTest
    @CsvSource({"1,true", "0,false", "t,true", "FALSE,false", "yes,true", "off,false"})
    void booleans(String text, boolean expected) throws Exception {
        assertThat(Numbers.toBoolean(RowMaker.text(text), 0)).isEqualTo(expected);
    }

    @Test
    void objectsAreOfTheDeclaredTypeWhereTheValueIs() throws Exception {
        assertThat(object(1, Codes.BOOLEAN)).isEqualTo(true);
        assertThat(object(2, Codes.BOOLEAN)).isEqualTo(2L);
        assertThat(object(5, Codes.INT32)).isEqualTo(5);
        assertThat(object(5_000_000_000L, Codes.INT32)).isEqualTo(5_000_000_000L);
        assertThat(object(5, Codes.INT64)).isEqualTo(5L);
        assertThat(object(5, Codes.FLOAT64)).isEqualTo(5.0);
        assertThat(object(Long.MAX_VALUE - 1, Codes.FLOAT32)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(object(5, Codes.DECIMAL)).isEqualTo(BigDecimal.valueOf(5));
        assertThat(object(1.5, Codes.DECIMAL)).isEqualTo(new BigDecimal("1.5"));
        assertThat(object("1.50", Codes.DECIMAL)).isEqualTo(new BigDecimal("1.50"));
        assertThat(object("x", Codes.INT64)).isEqualTo("x");
        assertThat(object("7", Codes.INT64)).isEqualTo(7L);
        assertThat(object(7, Codes.UNKNOWN)).isEqualTo(7L);
        assertThat(object(new byte[] {1}, Codes.TEXT)).isEqualTo(new byte[] {1});
        assertThat(object("2026-01-31", Codes.DATE)).isEqualTo(Date.valueOf("2026-01-31"));
        assertThat(object("soon", Codes.DATE)).isEqualTo("soon");
        assertThat(object("12:00", Codes.DATE)).isEqualTo("12:00");
        assertThat(object(1_700_000_000_000L, Codes.TIMESTAMP)).isEqualTo(1_700_000_000_000L);
        assertThat(as(1, Object.class)).isEqualTo(1L);
        assertThat(object("2026-01-31T10:00:00Z", Codes.TIMESTAMP_TZ))
                .isEqualTo(OffsetDateTime.of(2026, 1, 31, 10, 0, 0, 0, ZoneOffset.UTC));
        UUID uuid = UUID.randomUUID();
        assertThat(object(uuid.toString(), Codes.UUID)).isEqualTo(uuid);
        assertThat(as(uuid.toString(), UUID.class)).isEqualTo(uuid);
    }

    @Test
    void objectsByClass() throws Exception {
        assertThat(as("12", Short.class)).isEqualTo((short) 12);
        assertThat(as("123456789012345678901234567890", BigInteger.class))
                .isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(as("2026-01-31", LocalDate.class)).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(as("2026-01-31 10:20", LocalDateTime.class)).isEqualTo(LocalDateTime.of(2026, 1, 31, 10, 20));
        assertThat(as("10:20:30.5", LocalTime.class)).isEqualTo(LocalTime.of(10, 20, 30, 500_000_000));
        assertThat(as("10:20+02:00", OffsetTime.class)).isEqualTo(OffsetTime.of(10, 20, 0, 0, ZoneOffset.ofHours(2)));
        assertThat(as("2026-01-31T10:20:00+02", Instant.class)).isEqualTo(Instant.parse("2026-01-31T08:20:00Z"));
        assertThat(as("abc", byte[].class)).isEqualTo("abc".getBytes());
        assertThat(as(new byte[] {1, (byte) 0xFF}, String.class)).isEqualTo("01ff");
        assertThatThrownBy(() -> as(1, Thread.class)).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> as(300, Byte.class)).isInstanceOf(SQLDataException.class);
    }

    @Test
    void numbersAreDatesOnlyWhereDeclaredSo() throws Exception {
        assertThat(temporals.toLocalDate(RowMaker.binary(86_400), 0, Codes.DATE))
                .isEqualTo(LocalDate.of(1970, 1, 2));
        assertThat(temporals.toInstant(RowMaker.binary(2440587.5), 0, Codes.TIMESTAMP, ZoneId.systemDefault()))
                .isEqualTo(Instant.EPOCH);
        assertThatThrownBy(() -> temporals.toLocalDate(RowMaker.binary(86_400), 0, Codes.INT64))
                .isInstanceOf(SQLDataException.class);
        assertThatThrownBy(() -> temporals.toLocalDate(RowMaker.binary(1_700_000_000_000L), 0, Codes.TIMESTAMP))
                .hasMessageContaining("dateIntegers=milliseconds");
        assertThat(new Temporals(true)
                        .toInstant(RowMaker.binary(1_700_000_000_000L), 0, Codes.TIMESTAMP, ZoneOffset.UTC))
                .isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
    }

    @Test
    void zones() throws Exception {
        Row local = RowMaker.text("2026-07-01 12:00:00");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(temporals.toTimestamp(local, 0, Codes.TIMESTAMP, null))
                .isEqualTo(Timestamp.valueOf("2026-07-01 12:00:00"));
        assertThat(temporals.toTimestamp(local, 0, Codes.TIMESTAMP, berlin).toInstant())
                .isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
        assertThat(temporals.toTimestamp(local, 0, Codes.TIMESTAMP_TZ, null).toInstant())
                .isEqualTo(Instant.parse("2026-07-01T12:00:00Z"));
        assertThat(temporals.toDate(local, 0, Codes.TIMESTAMP, null)).isEqualTo(Date.valueOf("2026-07-01"));
        assertThat(temporals.toTime(local, 0, Codes.TIMESTAMP, null)).isEqualTo(Time.valueOf("12:00:00"));
        assertThatThrownBy(() -> temporals.toOffsetDateTime(local, 0, Codes.TIMESTAMP))
                .hasMessageContaining("no offset");
        assertThatThrownBy(() -> temporals.toLocalDateTime(RowMaker.text("2026-07-01T12:00Z"), 0, Codes.TIMESTAMP))
                .hasMessageContaining("OffsetDateTime");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-1-1",
                "2026-02-30",
                "2026-01-01x",
                "2026-01-01 ",
                "25:00",
                "12:60",
                "12:00:00.",
                "12:00+25:00",
                "2026-01-01 10:00+",
                "now",
                "2026-01-01T"
            })
    void textsThatAreNoMoments(String text) {
        if (!text.endsWith(" ")) {
            assertThat(Moment.parse(text)).isNull();
        }
    }

    @Property
    void momentsAreReadAsTheyAreWritten(@ForAll LocalDateTime value) throws Exception {
        LocalDateTime moment = value.withYear(Math.floorMod(value.getYear(), 10_000));
        String text = Times.format(moment, ZoneOffset.UTC);
        assertThat(as(text, LocalDateTime.class)).isEqualTo(moment);
        assertThat(as(text, LocalDate.class)).isEqualTo(moment.toLocalDate());
        assertThat(as(text, LocalTime.class)).isEqualTo(moment.toLocalTime());
    }

    @Test
    void writesTheTypeThatIsAskedFor() {
        ZoneId zone = ZoneOffset.UTC;
        assertThat(Times.format("2026-01-31T10:20:30Z", java.sql.Types.TIMESTAMP, zone))
                .isEqualTo("2026-01-31 10:20:30+00:00");
        assertThat(Times.format(LocalDateTime.of(2026, 1, 31, 10, 20), java.sql.Types.DATE, zone))
                .isEqualTo("2026-01-31");
        assertThat(Times.format(LocalDate.of(2026, 1, 31), java.sql.Types.TIME, zone))
                .isNull();
        assertThat(Times.format(LocalDate.of(2026, 1, 31), java.sql.Types.TIMESTAMP_WITH_TIMEZONE, zone))
                .isNull();
        assertThat(Times.format(Thread.currentThread(), zone)).isNull();
    }

    @Test
    void blobsAndClobs() throws Exception {
        MemoryBlob blob = new MemoryBlob(new byte[] {1, 2, 3});
        assertThat(blob.getBytes(2, 5)).containsExactly(2, 3);
        assertThat(blob.position(new byte[] {3}, 1)).isEqualTo(3);
        blob.setBytes(4, new byte[] {4});
        assertThat(blob.length()).isEqualTo(4);
        try (var out = blob.setBinaryStream(2)) {
            out.write(9);
        }
        assertThat(blob.getBytes(1, 4)).containsExactly(1, 9, 3, 4);
        blob.truncate(1);
        assertThat(blob.getBinaryStream().readAllBytes()).containsExactly(1);
        assertThatThrownBy(() -> blob.getBytes(3, 1)).hasMessageContaining("outside");
        blob.free();
        assertThatThrownBy(blob::length).hasMessageContaining("freed");
        MemoryClob clob = new MemoryClob("hello");
        assertThat(clob.getSubString(2, 3)).isEqualTo("ell");
        clob.setString(5, "p!");
        assertThat(clob.getSubString(1, 10)).isEqualTo("hellp!");
        assertThat(clob.position("lp", 1)).isEqualTo(4);
    }
}
