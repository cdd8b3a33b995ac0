package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Money;
import io.polywire.sql.bound.Aggregate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** money: cents as an integer, which compares as the type does (8.2; cash.c). Sums and products wrap as the server's do. */
final class MoneyTypes {
    private static final Type MONEY = PgTypes.MONEY;
    private static final String[] SMALL = {
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen"
    };
    private static final String[] TENS = {
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };
    private static final String[] THOUSANDS = {"", " thousand ", " million ", " billion ", " trillion ", " quadrillion "
    };

    private MoneyTypes() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(
                MONEY,
                Money::read,
                TypeSupport.output(
                        Functions.strict("out_money", 1, (in, out) -> out.putText(Money.text(in.getLong(0)))))));
        casts(r);
        operators(r);
        r.java(
                Functions.strict("cash_words", 1, (in, out) -> out.putText(words(in.getLong(0)))),
                "cash_words",
                PgTypes.TEXT,
                MONEY);
        r.java(
                Functions.strict("cashlarger", 2, (in, out) -> out.putLong(Math.max(in.getLong(0), in.getLong(1)))),
                "cashlarger",
                MONEY,
                MONEY,
                MONEY);
        r.java(
                Functions.strict("cashsmaller", 2, (in, out) -> out.putLong(Math.min(in.getLong(0), in.getLong(1)))),
                "cashsmaller",
                MONEY,
                MONEY,
                MONEY);
        r.java(
                Functions.strict("cash_cmp", 2, (in, out) -> out.putLong(Long.compare(in.getLong(0), in.getLong(1)))),
                "cash_cmp",
                PgTypes.INT4,
                MONEY,
                MONEY);
        r.aggregate("min", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MIN, a), MONEY, MONEY);
        r.aggregate("max", (a, x) -> new Registry.AggregateParts(Aggregate.Standard.MAX, a), MONEY, MONEY);
        r.aggregate(StandardAggregates.own("sum_money", 1, Sum::new), "sum", MONEY, MONEY);
    }

    // --- casts ------------------------------------------------------------------------------------------------------

    private static void casts(Registry r) {
        ScalarFunction ofInteger = Functions.strict("int_money", 1, (in, out) -> {
            try {
                out.putLong(Math.multiplyExact(in.getLong(0), 100L));
            } catch (ArithmeticException over) {
                throw IntegerFunctions.outOfRange(PgTypes.INT8);
            }
        });
        ScalarFunction ofNumeric = Functions.strict("numeric_money", 1, (in, out) -> {
            String text = in.getText(0);
            String cents = Numeric.isSpecial(text)
                    ? text
                    : Numeric.text(Numeric.of(text).movePointRight(2).setScale(0, RoundingMode.HALF_UP));
            out.putLong(Numeric.toInteger(cents, PgTypes.INT8));
        });
        ScalarFunction toNumeric = Functions.strict(
                "money_numeric",
                1,
                (in, out) -> out.putText(BigDecimal.valueOf(in.getLong(0), 2).toPlainString()));
        for (Type t : List.of(PgTypes.INT4, PgTypes.INT8)) {
            r.cast(t, MONEY, Casts.Context.ASSIGNMENT, ofInteger);
            r.java(ofInteger, "money", MONEY, t);
        }
        r.cast(PgTypes.NUMERIC, MONEY, Casts.Context.ASSIGNMENT, ofNumeric);
        r.java(ofNumeric, "money", MONEY, PgTypes.NUMERIC);
        r.cast(MONEY, PgTypes.NUMERIC, Casts.Context.ASSIGNMENT, toNumeric);
        r.java(toNumeric, "numeric", PgTypes.NUMERIC, MONEY);
    }

    // --- operators --------------------------------------------------------------------------------------------------

    private static void operators(Registry r) {
        both(
                r,
                Functions.strict("cash_pl", 2, (in, out) -> out.putLong(in.getLong(0) + in.getLong(1))),
                "+",
                "cash_pl");
        both(
                r,
                Functions.strict("cash_mi", 2, (in, out) -> out.putLong(in.getLong(0) - in.getLong(1))),
                "-",
                "cash_mi");
        ScalarFunction times =
                Functions.strict("cash_mul_int", 2, (in, out) -> out.putLong(in.getLong(0) * in.getLong(1)));
        ScalarFunction by = Functions.strict("cash_div_int", 2, (in, out) -> {
            notZero(in.getLong(1));
            out.putLong(in.getLong(0) / in.getLong(1));
        });
        for (Type t : List.of(PgTypes.INT2, PgTypes.INT4, PgTypes.INT8)) {
            r.javaOperator(times, "*", MONEY, MONEY, t);
            r.javaOperator(times, "*", MONEY, t, MONEY);
            r.javaOperator(by, "/", MONEY, MONEY, t);
        }
        ScalarFunction timesFloat = Functions.strict(
                "cash_mul_flt", 2, (in, out) -> out.putLong(cents((double) in.getLong(0) * in.getDouble(1))));
        ScalarFunction floatTimes = Functions.strict(
                "flt_mul_cash", 2, (in, out) -> out.putLong(cents(in.getDouble(0) * (double) in.getLong(1))));
        ScalarFunction byFloat = Functions.strict("cash_div_flt", 2, (in, out) -> {
            notZero(in.getDouble(1));
            out.putLong(cents((double) in.getLong(0) / in.getDouble(1)));
        });
        for (Type t : List.of(PgTypes.FLOAT4, PgTypes.FLOAT8)) {
            r.javaOperator(timesFloat, "*", MONEY, MONEY, t);
            r.javaOperator(floatTimes, "*", MONEY, t, MONEY);
            r.javaOperator(byFloat, "/", MONEY, MONEY, t);
        }
        ScalarFunction ratio = Functions.strict("cash_div_cash", 2, (in, out) -> {
            notZero(in.getLong(1));
            out.putDouble((double) in.getLong(0) / (double) in.getLong(1));
        });
        r.javaOperator(ratio, "/", PgTypes.FLOAT8, MONEY, MONEY);
        r.java(ratio, "cash_div_cash", PgTypes.FLOAT8, MONEY, MONEY);
    }

    private static void both(Registry r, ScalarFunction f, String operator, String name) {
        r.javaOperator(f, operator, MONEY, MONEY, MONEY);
        r.java(f, name, MONEY, MONEY, MONEY);
    }

    private static void notZero(double by) {
        if (by == 0) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
    }

    /** rint and the machine's conversion, which has one value for all that does not fit. */
    private static long cents(double amount) {
        double r = Math.rint(amount);
        return r >= -0x1p63 && r < 0x1p63 ? (long) r : Long.MIN_VALUE;
    }

    private static final class Sum implements AggregateFunction.Accumulator {
        private long sum;
        private boolean any;

        @Override
        public void add(FunctionArguments in) {
            if (!in.isNull(0)) {
                sum += in.getLong(0);
                any = true;
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (any) {
                out.putLong(sum);
            } else {
                out.putNull();
            }
        }
    }

    // --- words ------------------------------------------------------------------------------------------------------

    private static String words(long cents) {
        StringBuilder s = new StringBuilder(cents < 0 ? "minus " : "");
        long amount = Math.abs(cents);
        long dollars = Long.divideUnsigned(amount, 100);
        int rest = (int) Long.remainderUnsigned(amount, 100);
        int from = s.length();
        long unit = 1_000_000_000_000_000L;
        for (int k = THOUSANDS.length - 1; k >= 0; k--, unit /= 1000) {
            int group = (int) (dollars / unit % 1000);
            if (group > 0) {
                s.append(hundreds(group)).append(THOUSANDS[k]);
            }
        }
        if (s.length() == from) {
            s.append(SMALL[0]);
        }
        s.append(dollars == 1 ? " dollar and " : " dollars and ").append(hundreds(rest));
        s.append(rest == 1 ? " cent" : " cents");
        s.setCharAt(0, Character.toUpperCase(s.charAt(0)));
        return s.toString();
    }

    private static String hundreds(int n) {
        int small = n % 100;
        String behind = small < SMALL.length
                ? SMALL[small]
                : TENS[small / 10] + (small % 10 == 0 ? "" : " " + SMALL[small % 10]);
        if (n < 100) {
            return behind;
        }
        String hundred = SMALL[n / 100] + " hundred";
        if (small == 0) {
            return hundred;
        }
        return hundred + (small < SMALL.length ? " and " : " ") + behind;
    }
}
