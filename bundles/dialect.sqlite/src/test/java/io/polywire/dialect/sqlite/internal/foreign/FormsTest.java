package io.polywire.dialect.sqlite.internal.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.session.Parameters;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
    private static final Type DATE = Type.of(TypeKind.DATE, "date");
    private static final Type TIMESTAMP = Type.of(TypeKind.TIMESTAMP, "timestamp");
    private static final Type TIMESTAMP_TZ = Type.of(TypeKind.TIMESTAMP_TZ, "timestamptz");
    private static final Type NUMERIC = Type.of(TypeKind.DECIMAL, "numeric");
    private static final Type PRICE = new Type(TypeKind.DECIMAL, "numeric", 0, 0, 10, 2, null);
    private static final Type UUID = Type.of(TypeKind.UUID, "uuid");

    /** A call with a value and a column's name. */
    private static Object call(ScalarFunction f, Object value) {
        Object[] result = {null};
        f.call(
                new FunctionArguments() {
                    @Override
                    public int size() {
                        return 2;
                    }

                    @Override
                    public Parameters.Kind kind(int i) {
                        Object v = i == 0 ? value : "t.c";
                        return v == null
                                ? Parameters.Kind.NULL
                                : v instanceof Long
                                        ? Parameters.Kind.LONG
                                        : v instanceof Double
                                                ? Parameters.Kind.DOUBLE
                                                : v instanceof String ? Parameters.Kind.UTF8 : Parameters.Kind.BYTES;
                    }

                    @Override
                    public long getLong(int i) {
                        return (Long) value;
                    }

                    @Override
                    public double getDouble(int i) {
                        return (Double) value;
                    }

                    @Override
                    public String getText(int i) {
                        return i == 0 ? (String) value : "t.c";
                    }

                    @Override
                    public byte[] getBytes(int i) {
                        return (byte[]) value;
                    }
                },
                new FunctionResult() {
                    @Override
                    public void putNull() {
                        result[0] = null;
                    }

                    @Override
                    public void putLong(long v) {
                        result[0] = v;
                    }

                    @Override
                    public void putDouble(double v) {
                        result[0] = v;
                    }

                    @Override
                    public void putText(String v) {
                        result[0] = v;
                    }

                    @Override
                    public void putBytes(byte[] v) {
                        result[0] = v;
                    }
                });
        return result[0];
    }

    private static Object read(Type t, Object stored) {
        return call(Forms.reading(t, IntegerTimes.TEXT), stored);
    }

    private static Object write(Type t, String declared, IntegerTimes times, Object value) {
        return call(Forms.writing(t, declared, times), value);
    }

    private static void misfit(Type t, Object stored) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> read(t, stored));
        assertThat(f).isNotNull();
        assertThat(f.sqlState()).isEqualTo("22P02");
        assertThat(f.getMessage()).contains("\"t.c\"");
    }

    @Test
    void nullIsNullOfEveryType() {
        assertThat(read(DATE, null)).isNull();
        assertThat(write(NUMERIC, "DECIMAL", IntegerTimes.TEXT, null)).isNull();
    }

    // --- times ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 0",
        "1970-01-01 00:00:01, 1000000",
        "1970-01-01T00:00:01Z, 1000000",
        "1970-01-01 01:00:01.5+01:00, 1500000",
        "1970-01-01 00:00:00.000001, 1",
        "' 1970-01-01 00:00 ', 0",
        "infinity, 9223372036854775807",
        "-infinity, -9223372036854775808"
    })
    void textIsReadAsAMoment(String text, long micros) {
        assertThat(read(TIMESTAMP, text)).isEqualTo(micros);
        assertThat(read(TIMESTAMP_TZ, text)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7/4/1996",
                "04.07.1996",
                "now",
                "2024-02-30",
                "2024-13-01",
                "10:00",
                "999999-01-01",
                "2024-01-01 25:00"
            })
    void otherTextIsNoTime(String text) {
        misfit(TIMESTAMP, text);
        misfit(DATE, text);
    }

    @Test
    void numbersAreJulianDaysOrCounts() {
        assertThat(read(TIMESTAMP, 2_440_587.5)).isEqualTo(0L);
        assertThat(read(TIMESTAMP, 2_440_588.0)).isEqualTo(43_200_000_000L);
        assertThat(read(TIMESTAMP, 1_700_000_000L)).isEqualTo(1_700_000_000_000_000L);
        assertThat(call(Forms.reading(TIMESTAMP, IntegerTimes.MILLISECONDS), 1_700_000_000_123L))
                .isEqualTo(1_700_000_000_123_000L);
        // the noon of a Julian day, which SQLite stores as an integer in such a column
        misfit(TIMESTAMP, 2_440_588L);
        // milliseconds where seconds are meant
        misfit(TIMESTAMP, 1_700_000_000_123L);
        misfit(TIMESTAMP, -1.0);
        misfit(TIMESTAMP, 5_373_484.5);
        misfit(TIMESTAMP, new byte[] {1});
    }

    @Test
    void aDateIsMidnight() {
        assertThat(read(DATE, "2024-01-01 00:00:00")).isEqualTo(19_723L);
        assertThat(read(DATE, 19_723L * 86_400)).isEqualTo(19_723L);
        assertThat(read(DATE, 2_460_310.5)).isEqualTo(19_723L);
        misfit(DATE, "2024-01-01 00:00:01");
        misfit(DATE, 19_723L * 86_400 + 1);
    }

    @Property(tries = 300)
    void aTimeComesBack(
            @ForAll @LongRange(min = -62_000_000_000_000_000L, max = 250_000_000_000_000_000L) long micros) {
        assertThat(read(TIMESTAMP, write(TIMESTAMP, "DATETIME", IntegerTimes.TEXT, micros)))
                .isEqualTo(micros);
        assertThat(read(TIMESTAMP_TZ, write(TIMESTAMP_TZ, "TIMESTAMPTZ", IntegerTimes.TEXT, micros)))
                .isEqualTo(micros);
    }

    @Property(tries = 300)
    void aDateComesBack(@ForAll @IntRange(min = -1_000_000, max = 2_000_000) int day) {
        assertThat(read(DATE, write(DATE, "DATE", IntegerTimes.TEXT, (long) day)))
                .isEqualTo((long) day);
    }

    @Test
    void countsAreWrittenExactlyOrNotAtAll() {
        assertThat(write(TIMESTAMP, "DATETIME", IntegerTimes.SECONDS, 1_700_000_000_000_000L))
                .isEqualTo(1_700_000_000L);
        assertThat(write(DATE, "DATE", IntegerTimes.MILLISECONDS, 19_723L)).isEqualTo(19_723L * 86_400_000);
        for (Object value : new Object[] {1_700_000_000_000_001L, Long.MAX_VALUE, 1_000_000L}) {
            assertThatThrownBy(() -> write(TIMESTAMP, "DATETIME", IntegerTimes.SECONDS, value))
                    .isInstanceOf(SqlFailure.class);
        }
    }

    // --- numbers --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"0.30000000000000004, 0.30", "19.99, 19.99", "5.0, 5.00", "-0.5, -0.50", "99999999.99, 99999999.99"})
    void realsAreDecimalsOfTheirScale(double stored, String value) {
        assertThat(read(PRICE, stored)).isEqualTo(value);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(read(PRICE, 5L)).isEqualTo("5.00");
        assertThat(read(PRICE, 0L)).isEqualTo("0.00");
        misfit(PRICE, 3.14159);
        misfit(PRICE, 123_456_789L);
        misfit(PRICE, "");
        misfit(PRICE, "1e3");
        misfit(PRICE, "1,5");
        misfit(NUMERIC, Double.POSITIVE_INFINITY);
    }

    @Property(tries = 500)
    void fifteenDigitsComeBack(
            @ForAll @BigRange(min = "-999999999999999", max = "999999999999999") BigInteger digits,
            @ForAll @IntRange(min = 0, max = 20) int scale) {
        BigDecimal value = new BigDecimal(digits, scale);
        Object stored = write(NUMERIC, "DECIMAL", IntegerTimes.TEXT, value.toPlainString());
        assertThat(new BigDecimal((String) read(NUMERIC, stored))).isEqualByComparingTo(value);
    }

    @Property(tries = 200)
    void integersOf64BitsComeBack(@ForAll long value) {
        Object stored = write(NUMERIC, "DECIMAL", IntegerTimes.TEXT, Long.toString(value));
        assertThat(stored).isEqualTo(value);
        assertThat(read(NUMERIC, stored)).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890.1234567", "12345678901234567890", "NaN", "Infinity"})
    void digitsThatWouldBeLostAreNotStored(String value) {
        SqlFailure f =
                catchThrowableOfType(SqlFailure.class, () -> write(NUMERIC, "DECIMAL", IntegerTimes.TEXT, value));
        assertThat(f.sqlState()).isEqualTo("22003");
    }

    // --- the rest -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"007", "1.0", "1e5", " 5", "99999999999999999999", "-0"})
    void textThatAColumnOfNumbersWouldChangeIsNotStored(String text) {
        assertThatThrownBy(() -> write(Type.of(TypeKind.TEXT, "text"), "STRING", IntegerTimes.TEXT, text))
                .isInstanceOf(SqlFailure.class);
        assertThat(Forms.writing(Type.of(TypeKind.TEXT, "text"), "", IntegerTimes.TEXT))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "-12", "abc", "", "0", "1-2"})
    void otherTextIs(String text) {
        assertThat(write(Type.of(TypeKind.TEXT, "text"), "STRING", IntegerTimes.TEXT, text))
                .isEqualTo(text);
    }

    @Test
    void booleansAndUuids() {
        Type bool = Type.of(TypeKind.BOOLEAN, "bool");
        assertThat(read(bool, "TRUE")).isEqualTo(1L);
        assertThat(read(bool, "n")).isEqualTo(0L);
        assertThat(read(bool, 1L)).isEqualTo(1L);
        misfit(bool, 2L);
        misfit(bool, 1.0);
        misfit(bool, "maybe");
        byte[] uuid = (byte[]) read(UUID, "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11");
        assertThat(read(UUID, uuid)).isEqualTo(uuid);
        assertThat(write(UUID, "UUID", IntegerTimes.TEXT, uuid)).isEqualTo("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        misfit(UUID, new byte[15]);
        misfit(UUID, "a0eebc99");
    }
}
