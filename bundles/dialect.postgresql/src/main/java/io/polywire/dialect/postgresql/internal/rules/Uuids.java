package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.value.UuidText;
import java.nio.ByteBuffer;
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
                TypeSupport.output(
                        Functions.brief("out_uuid", 1, (in, out) -> out.putText(UuidText.write(in.getBytes(0)))))));
        r.java(new Generator(), "gen_random_uuid", PgTypes.UUID);
    }

    private static byte[] parse(String raw) {
        byte[] uuid = UuidText.read(raw);
        if (uuid == null) {
            throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type uuid: \"" + raw + "\"");
        }
        return uuid;
    }
}
