package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import java.math.BigDecimal;
import java.util.List;

/** Variances, deviations, correlation and regression (numeric.c and float.c of PostgreSQL 15). */
final class StatisticAggregates {
    private StatisticAggregates() {}

    static void register(Registry r) {
        for (String suffix : new String[] {"samp", "pop"}) {
            boolean sample = suffix.equals("samp");
            deviation(r, false, sample, sample ? List.of("variance", "var_samp") : List.of("var_pop"));
            deviation(r, true, sample, sample ? List.of("stddev", "stddev_samp") : List.of("stddev_pop"));
        }
        regression(r, "regr_sxx", s -> s.n < 1 ? null : s.sxx);
        regression(r, "regr_syy", s -> s.n < 1 ? null : s.syy);
        regression(r, "regr_sxy", s -> s.n < 1 ? null : s.sxy);
        regression(r, "regr_avgx", s -> s.n < 1 ? null : s.sx / s.n);
        regression(r, "regr_avgy", s -> s.n < 1 ? null : s.sy / s.n);
        regression(r, "covar_pop", s -> s.n < 1 ? null : s.sxy / s.n);
        regression(r, "covar_samp", s -> s.n < 2 ? null : s.sxy / (s.n - 1));
        regression(r, "corr", s -> s.n < 1 || s.sxx == 0 || s.syy == 0 ? null : s.sxy / Math.sqrt(s.sxx * s.syy));
        regression(
                r,
                "regr_r2",
                s -> s.n < 1 || s.sxx == 0
                        ? null
                        : s.syy == 0 ? (Double) 1.0 : (Double) (s.sxy * s.sxy / (s.sxx * s.syy)));
        regression(r, "regr_slope", s -> s.n < 1 || s.sxx == 0 ? null : s.sxy / s.sxx);
        regression(r, "regr_intercept", s -> s.n < 1 || s.sxx == 0 ? null : (s.sy - s.sx * s.sxy / s.sxx) / s.n);
        r.aggregate(
                StandardAggregates.own("regr_count", 2, Pairs::new),
                "regr_count",
                PgTypes.INT8,
                PgTypes.FLOAT8,
                PgTypes.FLOAT8);
    }

    /** One variance or deviation, under all of its names. */
    private static void deviation(Registry r, boolean root, boolean sample, List<String> names) {
        String own = (root ? "stddev" : "var") + (sample ? "_samp" : "_pop");
        AggregateFunction exact = StandardAggregates.own(own + "_numeric", 1, () -> new Exact(sample, root));
        AggregateFunction floating = StandardAggregates.own(own + "_float8", 1, () -> new Floating(sample, root));
        for (String name : names) {
            for (Type t : new Type[] {PgTypes.INT2, PgTypes.INT4, PgTypes.INT8, PgTypes.NUMERIC}) {
                r.aggregate(exact, name, PgTypes.NUMERIC, t);
            }
            r.aggregate(floating, name, PgTypes.FLOAT8, PgTypes.FLOAT4);
            r.aggregate(floating, name, PgTypes.FLOAT8, PgTypes.FLOAT8);
        }
    }

    private interface End {
        Double of(Sums s);
    }

    private static void regression(Registry r, String name, End end) {
        r.aggregate(
                StandardAggregates.own(name, 2, () -> new Regression(end)),
                name,
                PgTypes.FLOAT8,
                PgTypes.FLOAT8,
                PgTypes.FLOAT8);
    }

    /** Of numeric and integers: exact sums, divided at the end. */
    private static final class Exact implements AggregateFunction.Accumulator {
        private final boolean sample;
        private final boolean root;
        private BigDecimal sum = BigDecimal.ZERO;
        private BigDecimal squares = BigDecimal.ZERO;
        private long n;
        private boolean special;

        Exact(boolean sample, boolean root) {
            this.sample = sample;
            this.root = root;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            n++;
            String text = in.getText(0);
            if (Numeric.isSpecial(text)) {
                special = true;
            } else {
                BigDecimal v = Numeric.of(text);
                sum = sum.add(v);
                squares = squares.add(v.multiply(v));
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (n == 0 || sample && n == 1) {
                out.putNull();
                return;
            }
            if (special) {
                out.putText(Numeric.NAN);
                return;
            }
            BigDecimal count = BigDecimal.valueOf(n);
            BigDecimal top = squares.multiply(count).subtract(sum.multiply(sum));
            if (top.signum() <= 0) {
                out.putText("0");
                return;
            }
            BigDecimal v = Numeric.divide(top, count.multiply(sample ? count.subtract(BigDecimal.ONE) : count));
            out.putText(Numeric.text(root ? NumericMath.sqrt(v, v.scale()) : v));
        }
    }

    /** Of floats: Youngs and Cramer, in the order of the rows. */
    private static final class Floating implements AggregateFunction.Accumulator {
        private final boolean sample;
        private final boolean root;
        private double n;
        private double sx;
        private double sxx;

        Floating(boolean sample, boolean root) {
            this.sample = sample;
            this.root = root;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            double d = in.getDouble(0);
            double before = n;
            double sum = sx;
            n++;
            sx += d;
            if (before == 0) {
                sxx = Double.isFinite(d) ? 0 : Double.NaN;
                return;
            }
            double t = d * n - sx;
            sxx += t * t / (n * before);
            if (Double.isInfinite(sx) || Double.isInfinite(sxx)) {
                overflow(sum, d);
                sxx = Double.NaN;
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (n == 0 || sample && n == 1) {
                out.putNull();
                return;
            }
            double v = sxx / (sample ? n - 1 : n);
            out.putDouble(root ? Math.sqrt(v) : v);
        }
    }

    private static void overflow(double sum, double value) {
        if (!Double.isInfinite(sum) && !Double.isInfinite(value)) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "value out of range: overflow");
        }
    }

    /** Sums over pairs. */
    private static class Sums {
        double n;
        double sx;
        double sxx;
        double sy;
        double syy;
        double sxy;
    }

    /** corr, covar and regr: of pairs without a NULL, first Y, then X. */
    private static final class Regression extends Sums implements AggregateFunction.Accumulator {
        private final End end;

        Regression(End end) {
            this.end = end;
        }

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0) || in.isNull(1)) {
                return;
            }
            double y = in.getDouble(0);
            double x = in.getDouble(1);
            double before = n;
            double beforeX = sx;
            double beforeY = sy;
            n++;
            sx += x;
            sy += y;
            if (before == 0) {
                if (!Double.isFinite(x)) {
                    sxx = Double.NaN;
                    sxy = Double.NaN;
                }
                if (!Double.isFinite(y)) {
                    syy = Double.NaN;
                    sxy = Double.NaN;
                }
                return;
            }
            double tx = x * n - sx;
            double ty = y * n - sy;
            double scale = 1.0 / (n * before);
            sxx += tx * tx * scale;
            syy += ty * ty * scale;
            sxy += tx * ty * scale;
            if (Double.isInfinite(sx) || Double.isInfinite(sxx)) {
                overflow(beforeX, x);
            }
            if (Double.isInfinite(sy) || Double.isInfinite(syy)) {
                overflow(beforeY, y);
            }
            sxx = Double.isInfinite(sxx) ? Double.NaN : sxx;
            syy = Double.isInfinite(syy) ? Double.NaN : syy;
            sxy = Double.isInfinite(sxy) ? Double.NaN : sxy;
        }

        @Override
        public void result(FunctionResult out) {
            Double d = end.of(this);
            if (d == null) {
                out.putNull();
            } else {
                out.putDouble(d);
            }
        }
    }

    private static final class Pairs implements AggregateFunction.Accumulator {
        private long n;

        @Override
        public void add(FunctionArguments in) {
            n += in.isNull(0) || in.isNull(1) ? 0 : 1;
        }

        @Override
        public void result(FunctionResult out) {
            out.putLong(n);
        }
    }
}
