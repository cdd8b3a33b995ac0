package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** uuid: 16 bytes, which compare as the type does. */
final class Uuids {
    private static final int SIZE = 16;

    /** Another one at each call. */
    private record Generator() implements ScalarFunction {
        @Override
        public String name() {
            return "pw_pg_gen_random_uuid";
        }

        @Override
        public int arity() {
            return 0;
        }

        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            UUID u = UUID.randomUUID();
            out.putBytes(ByteBuffer.allocate(SIZE)
                    .putLong(u.getMostSignificantBits())
                    .putLong(u.getLeastSignificantBits())
                    .array());
        }
    }

    private Uuids() {}

    static void register(Registry r) {
        r.type(TypeSupport.of(
                PgTypes.UUID,
                Uuids::parse,
                TypeSupport.output(Functions.strict("out_uuid", 1, (in, out) -> out.putText(text(in.getBytes(0)))))));
        r.java(new Generator(), "gen_random_uuid", PgTypes.UUID);
    }

    private static String text(byte[] b) {
        String hex = HexFormat.of().formatHex(b);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
    }

    /** 32 digits, in braces or not, with hyphens after any group of four (string_to_uuid). */
    private static byte[] parse(String raw) {
        String s = raw.startsWith("{") && raw.endsWith("}") ? raw.substring(1, raw.length() - 1) : raw;
        byte[] v = new byte[SIZE];
        int p = 0;
        for (int k = 0; k < SIZE; k++) {
            if (s.length() - p < 2 || !HexFormat.isHexDigit(s.charAt(p)) || !HexFormat.isHexDigit(s.charAt(p + 1))) {
                throw bad(raw);
            }
            v[k] = (byte) (HexFormat.fromHexDigit(s.charAt(p)) << 4 | HexFormat.fromHexDigit(s.charAt(p + 1)));
            p += 2;
            if (p < s.length() && s.charAt(p) == '-' && k % 2 == 1 && k < SIZE - 1) {
                p++;
            }
        }
        if (p != s.length()) {
            throw bad(raw);
        }
        return v;
    }

    private static SqlFailure bad(String raw) {
        return SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type uuid: \"" + raw + "\"");
    }
}
