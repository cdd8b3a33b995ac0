package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.HardwareAddress;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;

/** macaddr and macaddr8: their canonical text, which compares as the types do (8.9, 9.12; mac.c, mac8.c). */
final class HardwareTypes {
    private static final int MAKER = 3;

    private HardwareTypes() {}

    static void register(Registry r) {
        Type six = PgTypes.MACADDR;
        Type eight = PgTypes.MACADDR8;
        r.type(TypeSupport.of(six, s -> HardwareAddress.text(HardwareAddress.read(s)), BaseTypes::same));
        r.type(TypeSupport.of(eight, s -> HardwareAddress.text(HardwareAddress.readLong(s)), BaseTypes::same));
        for (Type t : new Type[] {six, eight}) {
            ScalarFunction not = one(t, "not", b -> each(b, b, (x, y) -> ~x));
            r.javaOperator(not, "~", t, t);
            r.java(not, t.name() + "_not", t, t);
            combined(r, t, "&", "and", (x, y) -> x & y);
            combined(r, t, "|", "or", (x, y) -> x | y);
            r.java(one(t, "trunc", b -> Arrays.copyOf(Arrays.copyOf(b, MAKER), b.length)), "trunc", t, t);
            r.java(
                    Functions.strict(
                            t.name() + "_cmp",
                            2,
                            (in, out) ->
                                    out.putLong(Integer.signum(in.getText(0).compareTo(in.getText(1))))),
                    t.name() + "_cmp",
                    PgTypes.INT4,
                    t,
                    t);
        }
        r.java(
                one(eight, "set7bit", b -> {
                    b[0] |= 2;
                    return b;
                }),
                "macaddr8_set7bit",
                eight,
                eight);
        ScalarFunction widened = one(six, "widened", HardwareAddress::widened);
        r.cast(six, eight, Casts.Context.IMPLICIT, widened);
        r.java(widened, "macaddr8", eight, six);
        ScalarFunction narrowed = one(eight, "narrowed", HardwareTypes::narrowed);
        r.cast(eight, six, Casts.Context.IMPLICIT, narrowed);
        r.java(narrowed, "macaddr", six, eight);
    }

    private static byte[] bytes(String text) {
        return text.length() == 3 * HardwareAddress.SHORT - 1
                ? HardwareAddress.read(text)
                : HardwareAddress.readLong(text);
    }

    private static ScalarFunction one(Type t, String name, UnaryOperator<byte[]> f) {
        return Functions.strict(
                t.name() + "_" + name,
                1,
                (in, out) -> out.putText(HardwareAddress.text(f.apply(bytes(in.getText(0))))));
    }

    private static void combined(Registry r, Type t, String operator, String word, IntBinaryOperator o) {
        ScalarFunction f = Functions.strict(
                t.name() + "_" + word,
                2,
                (in, out) -> out.putText(HardwareAddress.text(each(bytes(in.getText(0)), bytes(in.getText(1)), o))));
        r.javaOperator(f, operator, t, t, t);
        r.java(f, t.name() + "_" + word, t, t, t);
    }

    private static byte[] each(byte[] a, byte[] b, IntBinaryOperator o) {
        byte[] all = new byte[a.length];
        for (int k = 0; k < a.length; k++) {
            all[k] = (byte) o.applyAsInt(a[k], b[k]);
        }
        return all;
    }

    private static byte[] narrowed(byte[] b) {
        if (b[3] != (byte) 0xFF || b[4] != (byte) 0xFE) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "macaddr8 data out of range to convert to macaddr")
                    .hint(
                            "Only addresses that have FF and FE as values in the 4th and 5th bytes from the left, for"
                                    + " example xx:xx:xx:ff:fe:xx:xx:xx, are eligible to be converted from macaddr8 to macaddr.")
                    .build();
        }
        return new byte[] {b[0], b[1], b[2], b[5], b[6], b[7]};
    }
}
