package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import java.util.HashMap;
import java.util.Map;

/** Arithmetic of smallint, integer and bigint: 22003 where the result does not fit its type, 22012 for a zero divisor. */
final class IntegerFunctions {
    private interface Two {
        long of(long a, long b);
    }

    private interface One {
        long of(long a);
    }

    private static final Map<String, ScalarFunction> BY_NAME = new HashMap<>();

    static {
        for (Type t : new Type[] {PgTypes.INT2, PgTypes.INT4, PgTypes.INT8}) {
            two("+", t, Math::addExact);
            two("-", t, Math::subtractExact);
            two("*", t, Math::multiplyExact);
            two("/", t, (a, b) -> {
                notZero(b);
                // the one quotient that does not fit
                return b == -1 ? Math.negateExact(a) : a / b;
            });
            two(
                    "%",
                    t, (a, b) -> {
                        notZero(b);
                        return b == -1 ? 0 : a % b;
                    });
            two("&", t, (a, b) -> a & b);
            two("|", t, (a, b) -> a | b);
            two("#", t, (a, b) -> a ^ b);
            int bits = t == PgTypes.INT8 ? 63 : 31;
            // the machine's shift takes the count modulo the width; int2 is shifted as an int and cut
            two("<<", t, (a, b) -> cut(a << (b & bits), t));
            two(">>", t, (a, b) -> a >> (b & bits));
            two("gcd", t, IntegerFunctions::gcd);
            two("lcm", t, (a, b) -> a == 0 || b == 0 ? 0 : absExact(Math.multiplyExact(a / gcd(a, b), b)));
            one("~", t, a -> ~a);
            one("-", t, Math::negateExact);
            one("abs", t, a -> a < 0 ? Math.negateExact(a) : a);
            one("cast", t, a -> a);
        }
    }

    private IntegerFunctions() {}

    static void register(Registry r) {
        for (Type t : new Type[] {PgTypes.INT2, PgTypes.INT4, PgTypes.INT8}) {
            r.java(ofOne("abs", t), "abs", t, t);
            r.java(of("%", t), "mod", t, t, t);
            r.javaOperator(ofOne("-", t), "-", t, t);
            r.javaOperator(ofOne("abs", t), "@", t, t);
            r.javaOperator(ofOne("~", t), "~", t, t);
            for (String operator : new String[] {"&", "|", "#"}) {
                r.javaOperator(of(operator, t), operator, t, t, t);
            }
            r.javaOperator(of("<<", t), "<<", t, t, PgTypes.INT4);
            r.javaOperator(of(">>", t), ">>", t, t, PgTypes.INT4);
            if (t != PgTypes.INT2) {
                r.java(of("gcd", t), "gcd", t, t, t);
                r.java(of("lcm", t), "lcm", t, t, t);
            }
            for (String operator : new String[] {"+", "-", "*", "/", "%"}) {
                r.javaOperator(of(operator, t), operator, t, t, t);
            }
            for (Type other : new Type[] {PgTypes.INT2, PgTypes.INT4, PgTypes.INT8}) {
                Type wider = t == PgTypes.INT8 || other == PgTypes.INT8 ? PgTypes.INT8 : PgTypes.INT4;
                for (String operator : new String[] {"+", "-", "*", "/"}) {
                    if (other != t) {
                        r.javaOperator(of(operator, wider), operator, wider, t, other);
                    }
                }
            }
        }
    }

    private static long cut(long value, Type t) {
        return t == PgTypes.INT2 ? (short) value : t == PgTypes.INT4 ? (int) value : value;
    }

    private static long absExact(long a) {
        return a < 0 ? Math.negateExact(a) : a;
    }

    private static long gcd(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long r = y == -1 ? 0 : x % y;
            x = y;
            y = r;
        }
        return absExact(x);
    }

    private static String words(String operator) {
        return switch (operator) {
            case "+" -> "pl";
            case "-" -> "mi";
            case "*" -> "mul";
            case "/" -> "div";
            case "%" -> "mod";
            case "&" -> "and";
            case "|" -> "or";
            case "#" -> "xor";
            case "~" -> "not";
            case "<<" -> "shl";
            case ">>" -> "shr";
            default -> operator;
        };
    }

    private static void two(String operator, Type t, Two body) {
        BY_NAME.put(operator + 2 + t.name(), Functions.brief(t.name() + words(operator), 2, (in, out) -> {
            try {
                out.putLong(checked(body.of(in.getLong(0), in.getLong(1)), t));
            } catch (ArithmeticException e) {
                throw outOfRange(t);
            }
        }));
    }

    private static void one(String operator, Type t, One body) {
        BY_NAME.put(operator + 1 + t.name(), Functions.brief(t.name() + "_" + words(operator) + "1", 1, (in, out) -> {
            try {
                out.putLong(checked(body.of(in.getLong(0)), t));
            } catch (ArithmeticException e) {
                throw outOfRange(t);
            }
        }));
    }

    /** An operator of two values of a type, which is also the result's. */
    static ScalarFunction of(String operator, Type t) {
        return BY_NAME.get(operator + 2 + t.name());
    }

    /** "-", "abs", or "cast" (from a wider integer). */
    static ScalarFunction ofOne(String operator, Type t) {
        return BY_NAME.get(operator + 1 + t.name());
    }

    static long checked(long value, Type t) {
        if (!PgTypes.fits(value, t)) {
            throw outOfRange(t);
        }
        return value;
    }

    static SqlFailure outOfRange(Type t) {
        return SqlFailure.of(FailureKind.OUT_OF_RANGE, PgTypes.display(t) + " out of range");
    }

    static void notZero(long divisor) {
        if (divisor == 0) {
            throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
        }
    }
}
