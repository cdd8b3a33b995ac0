package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.number.ShortestDecimal;
import io.polywire.api.session.Parameters.Kind;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.DateTimeText;
import io.polywire.api.value.TextBuilder;
import io.polywire.api.value.TextOut;
import io.polywire.api.value.TextStyle;
import io.polywire.api.value.UuidText;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Between the forms in which columns are stored and values as statements of SQLite have them: within such statements the
 * values of a type are in one form, by which SQLite compares and sorts them as the type does.
 */
final class Canonical {
    /** SQLite's own reals tell as many digits apart (datatype3.html). */
    private static final int DIGITS = 15;

    private static final long FIRST_DAY = -719_162; // 0001-01-01
    private static final long LAST_DAY = 2_932_896; // 9999-12-31
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private Canonical() {}

    private record Form(String name, BiConsumer<FunctionArguments, FunctionResult> body) implements ScalarFunction {
        @Override
        public int arity() {
            return 1;
        }

        @Override
        public boolean strict() {
            return true;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            if (in.isNull(0)) {
                out.putNull();
            } else {
                body.accept(in, out);
            }
        }
    }

    private static final ScalarFunction NUMBER = new Form("pw_lite_number", Canonical::number);
    private static final ScalarFunction UUID =
            new Form("pw_lite_uuid", (in, out) -> out.putText(UuidText.write(in.getBytes(0))));
    private static final ScalarFunction DATE = new Form("pw_lite_date", (in, out) -> {
        long days = in.getLong(0);
        text(days, days, out, to -> DateTimeText.date(days, TextStyle.DEFAULT, to));
    });
    private static final ScalarFunction TIME =
            new Form("pw_lite_time", (in, out) -> text(0, 0, out, to -> DateTimeText.time(in.getLong(0), to)));
    private static final ScalarFunction TIMESTAMP = new Form("pw_lite_timestamp", (in, out) -> {
        long micros = in.getLong(0);
        text(
                micros,
                Math.floorDiv(micros, MICROS_PER_DAY),
                out,
                to -> DateTimeText.timestamp(micros, TextStyle.DEFAULT, to));
    });
    /** With an offset as SQLite's own functions of dates read it. */
    private static final ScalarFunction TIMESTAMP_TZ = new Form("pw_lite_timestamptz", (in, out) -> {
        long micros = in.getLong(0);
        text(micros, Math.floorDiv(micros, MICROS_PER_DAY), out, to -> {
            DateTimeText.timestamp(micros, TextStyle.DEFAULT, to);
            to.text("+00:00");
        });
    });

    /** What makes of what is stored a value of SQLite; null if it is one as it stands. */
    static ScalarFunction reading(TypeKind kind) {
        return switch (kind) {
            case DECIMAL -> NUMBER;
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> TIMESTAMP;
            case TIMESTAMP_TZ -> TIMESTAMP_TZ;
            case UUID -> UUID;
            default -> null;
        };
    }

    /**
     * Texts of years of four digits sort as the values do, and so do the words for the infinities.
     *
     * @param days the day that the value lies on
     */
    private static void text(long value, long days, FunctionResult out, Consumer<TextOut> write) {
        if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
            out.putText(value > 0 ? "infinity" : "-infinity");
            return;
        }
        if (days < FIRST_DAY || days > LAST_DAY) {
            throw SqlFailure.build(
                            FailureKind.DATA,
                            "a date beyond the years 1 to 9999 within an expression of dialect sqlite")
                    .sqlState("22008")
                    .build();
        }
        TextBuilder text = new TextBuilder();
        write.accept(text);
        out.putText(text.toString());
    }

    private static void number(FunctionArguments in, FunctionResult out) {
        if (in.kind(0) == Kind.LONG) {
            out.putLong(in.getLong(0));
            return;
        }
        String text = in.getText(0);
        switch (text) {
            case "NaN" -> out.putText(text);
            case "Infinity" -> out.putDouble(Double.POSITIVE_INFINITY);
            case "-Infinity" -> out.putDouble(Double.NEGATIVE_INFINITY);
            default -> {
                BigDecimal d = new BigDecimal(text).stripTrailingZeros();
                if (d.scale() <= 0 && d.precision() - d.scale() <= 18) {
                    out.putLong(d.longValueExact());
                } else if (d.precision() <= DIGITS) {
                    out.putDouble(d.doubleValue());
                } else {
                    throw SqlFailure.build(
                                    FailureKind.DATA,
                                    "a numeric of more than " + DIGITS
                                            + " digits within an expression of dialect sqlite")
                            .sqlState("22003")
                            .build();
                }
            }
        }
    }

    // --- from values to the text that the other dialect's input takes -----------------------------------------------

    private static final ScalarFunction TEXT = new Form("pw_lite_text", (in, out) -> out.putText(text(in, false)));
    private static final ScalarFunction INTEGER =
            new Form("pw_lite_integer_text", (in, out) -> out.putText(text(in, true)));
    private static final ScalarFunction BYTES_TEXT = new Form(
            "pw_lite_bytes_text",
            (in, out) -> out.putText(
                    in.kind(0) == Kind.BYTES ? "\\x" + HexFormat.of().formatHex(in.getBytes(0)) : text(in, false)));
    private static final ScalarFunction UUID_TEXT = new Form(
            "pw_lite_uuid_text",
            (in, out) -> out.putText(
                    in.kind(0) == Kind.BYTES && in.getBytes(0).length == 16
                            ? UuidText.write(in.getBytes(0))
                            : text(in, false)));

    /** What makes text of any value of SQLite, for a column of a kind. */
    static ScalarFunction writing(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN, INT16, INT32, INT64, UINT64 -> INTEGER;
            case BYTES -> BYTES_TEXT;
            case UUID -> UUID_TEXT;
            default -> TEXT;
        };
    }

    private static String text(FunctionArguments in, boolean integral) {
        return switch (in.kind(0)) {
            case LONG -> Long.toString(in.getLong(0));
            case DOUBLE -> {
                double d = in.getDouble(0);
                yield integral && d == Math.rint(d) && Math.abs(d) < 1L << 53
                        ? Long.toString((long) d)
                        : ShortestDecimal.text(d);
            }
            case UTF8 -> in.getText(0);
            default ->
                throw SqlFailure.build(FailureKind.DATA, "a blob for a column of another type")
                        .sqlState("22P02")
                        .build();
        };
    }
}
