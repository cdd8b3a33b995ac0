package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.NetworkAddress;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** inet and cidr: their texts; functions and operators of 9.12 (network.c). */
final class NetworkTypes {
    private interface Test {
        boolean of(NetworkAddress a, NetworkAddress b);
    }

    private static final Type INET = PgTypes.INET;
    private static final Type CIDR = PgTypes.CIDR;

    private static final ScalarFunction INET_KEY =
            Functions.strict("inet_key", 1, (in, out) -> out.putText(key(in.getText(0))));
    private static final ScalarFunction SHOWN = Functions.strict("network_show", 1, (in, out) -> {
        out.putText(read(in.getText(0)).text(true));
    });

    private static final ScalarFunction CIDR_INET = Functions.strict(
            "cidr_inet", 1, (in, out) -> out.putText(read(in.getText(0)).text(false)));

    private NetworkTypes() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(INET, s -> NetworkAddress.read(s, false).text(false), BaseTypes::same)
                .withKey(INET_KEY));
        r.type(TypeSupport.of(CIDR, s -> NetworkAddress.read(s, true).text(true), BaseTypes::same)
                .withKey(INET_KEY));
        casts(r);
        functions(r);
        tests(r);
        arithmetic(r);
        r.aggregate(
                StandardAggregates.own("min_inet", 1, () -> new StandardAggregates.Extreme(-1, NetworkTypes::key)),
                "min",
                INET,
                INET);
        r.aggregate(
                StandardAggregates.own("max_inet", 1, () -> new StandardAggregates.Extreme(1, NetworkTypes::key)),
                "max",
                INET,
                INET);
    }

    /** An address from either type's text inside. */
    private static NetworkAddress read(String text) {
        return NetworkAddress.read(text, false);
    }

    /**
     * Text that compares as network_cmp does: the family, the bits of the network, of two that begin alike the shorter
     * first, then the whole address.
     */
    static String key(String text) {
        NetworkAddress a = read(text);
        StringBuilder s = new StringBuilder(a.isShort() ? "4" : "6");
        for (int k = 0; k < a.bits(); k++) {
            s.append((char) ('0' + a.bit(k)));
        }
        return s.append(' ').append(HexFormat.of().formatHex(a.bytes())).toString();
    }

    /** A cidr behind its cast to inet, which has the same key; other expressions as they are. */
    static BoundExpression keyed(BoundExpression e) {
        return e instanceof FunctionValue f && f.function() == CIDR_INET
                ? f.arguments().get(0)
                : e;
    }

    private static void casts(Registry r) {
        ScalarFunction network = one("inet_cidr", a -> a.network(a.bits()).text(true));
        r.cast(CIDR, INET, Casts.Context.IMPLICIT, CIDR_INET);
        r.cast(INET, CIDR, Casts.Context.ASSIGNMENT, network);
        r.java(network, "cidr", CIDR, INET);
        for (Type t : List.of(PgTypes.TEXT, PgTypes.VARCHAR, PgTypes.BPCHAR)) {
            r.cast(INET, t, Casts.Context.ASSIGNMENT, SHOWN);
            r.cast(CIDR, t, Casts.Context.ASSIGNMENT, BaseTypes::same);
        }
    }

    // --- functions --------------------------------------------------------------------------------------------------

    private static void functions(Registry r) {
        r.java(SHOWN, "text", PgTypes.TEXT, INET);
        r.java(one("inet_abbrev", a -> a.text(false)), "abbrev", PgTypes.TEXT, INET);
        r.java(one("cidr_abbrev", NetworkTypes::abbreviated), "abbrev", PgTypes.TEXT, CIDR);
        r.java(one("inet_host", NetworkAddress::host), "host", PgTypes.TEXT, INET);
        r.java(inet("network_broadcast", a -> a.filled(a.bits(), true)), "broadcast", INET, INET);
        r.java(one("network_network", a -> a.network(a.bits()).text(true)), "network", CIDR, INET);
        r.java(inet("network_netmask", a -> mask(a, true)), "netmask", INET, INET);
        r.java(inet("network_hostmask", a -> mask(a, false)), "hostmask", INET, INET);
        number(r, "masklen", NetworkAddress::bits);
        number(r, "family", a -> a.isShort() ? 4 : 6);
        r.java(
                Functions.strict("inet_set_masklen", 2, (in, out) -> {
                    NetworkAddress a = read(in.getText(0));
                    out.putText(a.withBits(length(a, in.getLong(1))).text(false));
                }),
                "set_masklen",
                INET,
                INET,
                PgTypes.INT4);
        r.java(
                Functions.strict("cidr_set_masklen", 2, (in, out) -> {
                    NetworkAddress a = read(in.getText(0));
                    out.putText(a.network(length(a, in.getLong(1))).text(true));
                }),
                "set_masklen",
                CIDR,
                CIDR,
                PgTypes.INT4);
        r.java(
                Functions.strict("inet_merge", 2, (in, out) -> {
                    NetworkAddress a = read(in.getText(0));
                    NetworkAddress b = read(in.getText(1));
                    if (a.width() != b.width()) {
                        throw failure("cannot merge addresses from different families");
                    }
                    out.putText(
                            a.network(a.common(b, Math.min(a.bits(), b.bits()))).text(true));
                }),
                "inet_merge",
                CIDR,
                INET,
                INET);
        r.java(
                Functions.strict(
                        "network_cmp",
                        2,
                        (in, out) ->
                                out.putLong(Integer.signum(key(in.getText(0)).compareTo(key(in.getText(1)))))),
                "network_cmp",
                PgTypes.INT4,
                INET,
                INET);
        larger(r, "network_larger", 1);
        larger(r, "network_smaller", -1);
    }

    private static void larger(Registry r, String name, int sign) {
        r.java(
                Functions.strict(
                        name,
                        2,
                        (in, out) -> out.putText(
                                key(in.getText(0)).compareTo(key(in.getText(1))) * sign > 0
                                        ? in.getText(0)
                                        : in.getText(1))),
                name,
                INET,
                INET,
                INET);
    }

    private static ScalarFunction one(String name, Function<NetworkAddress, String> f) {
        return Functions.strict(name, 1, (in, out) -> out.putText(f.apply(read(in.getText(0)))));
    }

    private static ScalarFunction inet(String name, UnaryOperator<NetworkAddress> f) {
        return one(name, a -> f.apply(a).text(false));
    }

    private static void number(Registry r, String name, ToIntFunction<NetworkAddress> f) {
        r.java(
                Functions.strict("network_" + name, 1, (in, out) -> out.putLong(f.applyAsInt(read(in.getText(0))))),
                name,
                PgTypes.INT4,
                INET);
    }

    /** The bits of the network set, or the others. */
    private static NetworkAddress mask(NetworkAddress a, boolean network) {
        NetworkAddress all = a.withBits(a.width());
        return network
                ? all.filled(0, true).filled(a.bits(), false)
                : all.filled(0, false).filled(a.bits(), true);
    }

    private static int length(NetworkAddress a, long bits) {
        if (bits == -1) {
            return a.width();
        }
        if (bits < 0 || bits > a.width()) {
            throw failure("invalid mask length: " + bits);
        }
        return (int) bits;
    }

    private static SqlFailure failure(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    /** inet_cidr_ntop: as few bytes as the network's bits need. */
    private static String abbreviated(NetworkAddress a) {
        byte[] b = a.bytes();
        if (a.isShort()) {
            StringBuilder s = new StringBuilder();
            for (int k = 0; k < (a.bits() + 7) / 8; k++) {
                s.append(k == 0 ? "" : ".").append(b[k] & 0xFF);
            }
            return (s.isEmpty() ? "0" : s.toString()) + "/" + a.bits();
        }
        return (a.bits() == 0 ? "::" : words(b, a.bits())) + "/" + a.bits();
    }

    private static int word(byte[] b, int p) {
        return (b[2 * p] & 0xFF) << 8 | b[2 * p + 1] & 0xFF;
    }

    private static String words(byte[] b, int bits) {
        int words = Math.max((bits + 15) / 16, 2);
        int zeroFrom = 0;
        int zeros = 0;
        int from = 0;
        int run = 0;
        for (int p = 0; p <= words; p++) {
            if (p < words && word(b, p) == 0) {
                from = run == 0 ? p : from;
                run++;
            } else if (run > 0 && zeros < run) {
                // a shorter run goes on counting, as in inet_cidr_ntop_ipv6
                zeroFrom = from;
                zeros = run;
                run = 0;
            }
        }
        boolean dotted = zeros != words
                && zeroFrom == 0
                && (zeros == 6 || zeros == 5 && word(b, 5) == 0xFFFF || zeros == 7 && b[14] != 0 && b[15] != 1);
        StringBuilder s = new StringBuilder();
        for (int p = 0; p < words; p++) {
            if (zeros != 0 && p >= zeroFrom && p < zeroFrom + zeros) {
                s.append(p == zeroFrom ? ":" : "").append(p == words - 1 ? ":" : "");
            } else if (dotted && p > 5) {
                s.append(p == 6 ? ":" : ".").append(b[2 * p] & 0xFF);
                if (p != 7 || bits > 120) {
                    s.append('.').append(b[2 * p + 1] & 0xFF);
                }
            } else {
                s.append(s.isEmpty() ? "" : ":").append(Integer.toHexString(word(b, p)));
            }
        }
        return s.toString();
    }

    // --- operators --------------------------------------------------------------------------------------------------

    private static void tests(Registry r) {
        test(r, "<<", "network_sub", (a, b) -> a.bits() > b.bits() && a.common(b, b.bits()) == b.bits());
        test(r, "<<=", "network_subeq", (a, b) -> a.bits() >= b.bits() && a.common(b, b.bits()) == b.bits());
        test(r, ">>", "network_sup", (a, b) -> a.bits() < b.bits() && a.common(b, a.bits()) == a.bits());
        test(r, ">>=", "network_supeq", (a, b) -> a.bits() <= b.bits() && a.common(b, a.bits()) == a.bits());
        test(r, "&&", "network_overlap", (a, b) -> {
            int bits = Math.min(a.bits(), b.bits());
            return a.common(b, bits) == bits;
        });
        r.java(
                Functions.strict(
                        "inet_same_family",
                        2,
                        (in, out) -> out.putLong(
                                read(in.getText(0)).width()
                                                == read(in.getText(1)).width()
                                        ? 1
                                        : 0)),
                "inet_same_family",
                PgTypes.BOOL,
                INET,
                INET);
    }

    private static void test(Registry r, String operator, String name, Test test) {
        ScalarFunction f = Functions.strict(name, 2, (in, out) -> {
            NetworkAddress a = read(in.getText(0));
            NetworkAddress b = read(in.getText(1));
            out.putLong(a.width() == b.width() && test.of(a, b) ? 1 : 0);
        });
        r.javaOperator(f, operator, PgTypes.BOOL, INET, INET);
        r.java(f, name, PgTypes.BOOL, INET, INET);
    }

    private static void arithmetic(Registry r) {
        ScalarFunction not = inet("inetnot", a -> combined(a, a, (x, y) -> ~x));
        r.javaOperator(not, "~", INET, INET);
        r.java(not, "inetnot", INET, INET);
        bitwise(r, "&", "inetand", "AND", (x, y) -> x & y);
        bitwise(r, "|", "inetor", "OR", (x, y) -> x | y);
        ScalarFunction plus = Functions.strict(
                "inetpl", 2, (in, out) -> out.putText(moved(in.getText(0), BigInteger.valueOf(in.getLong(1)))));
        ScalarFunction plusInet = Functions.strict(
                "int8pl_inet", 2, (in, out) -> out.putText(moved(in.getText(1), BigInteger.valueOf(in.getLong(0)))));
        ScalarFunction minus = Functions.strict(
                "inetmi_int8",
                2,
                (in, out) -> out.putText(
                        moved(in.getText(0), BigInteger.valueOf(in.getLong(1)).negate())));
        ScalarFunction difference = Functions.strict("inetmi", 2, (in, out) -> {
            NetworkAddress a = read(in.getText(0));
            NetworkAddress b = read(in.getText(1));
            if (a.width() != b.width()) {
                throw failure("cannot subtract inet values of different sizes");
            }
            BigInteger d = new BigInteger(1, a.bytes()).subtract(new BigInteger(1, b.bytes()));
            if (d.bitLength() > 63) {
                throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "result is out of range");
            }
            out.putLong(d.longValue());
        });
        r.javaOperator(plus, "+", INET, INET, PgTypes.INT8);
        r.java(plus, "inetpl", INET, INET, PgTypes.INT8);
        r.javaOperator(plusInet, "+", INET, PgTypes.INT8, INET);
        r.java(plusInet, "int8pl_inet", INET, PgTypes.INT8, INET);
        r.javaOperator(minus, "-", INET, INET, PgTypes.INT8);
        r.java(minus, "inetmi_int8", INET, INET, PgTypes.INT8);
        r.javaOperator(difference, "-", PgTypes.INT8, INET, INET);
        r.java(difference, "inetmi", PgTypes.INT8, INET, INET);
    }

    private static void bitwise(Registry r, String operator, String name, String word, IntBinaryOperator o) {
        ScalarFunction f = Functions.strict(name, 2, (in, out) -> {
            NetworkAddress a = read(in.getText(0));
            NetworkAddress b = read(in.getText(1));
            if (a.width() != b.width()) {
                throw failure("cannot " + word + " inet values of different sizes");
            }
            out.putText(combined(a, b, o).text(false));
        });
        r.javaOperator(f, operator, INET, INET, INET);
        r.java(f, name, INET, INET, INET);
    }

    private static NetworkAddress combined(NetworkAddress a, NetworkAddress b, IntBinaryOperator o) {
        byte[] x = a.bytes();
        byte[] y = b.bytes();
        for (int k = 0; k < x.length; k++) {
            x[k] = (byte) o.applyAsInt(x[k], y[k]);
        }
        return new NetworkAddress(x, Math.max(a.bits(), b.bits()));
    }

    private static String moved(String text, BigInteger by) {
        NetworkAddress a = read(text);
        BigInteger v = new BigInteger(1, a.bytes()).add(by);
        if (v.signum() < 0 || v.bitLength() > a.width()) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "result is out of range");
        }
        byte[] moved = new byte[a.width() / 8];
        byte[] digits = v.toByteArray();
        int n = Math.min(digits.length, moved.length);
        System.arraycopy(digits, digits.length - n, moved, moved.length - n, n);
        return new NetworkAddress(moved, a.bits()).text(false);
    }
}
