package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The functions of the extension uuid-ossp (RFC 4122). */
final class UuidExtension {
    private static final int SIZE = 16;

    /** From the Gregorian reform to 1970, in steps of 100 ns. */
    private static final long EPOCH = 0x01B2_1DD2_1381_4000L;

    private static final long TICKS_A_SECOND = 10_000_000;
    private static final int NANOS_A_TICK = 100;
    private static final int VERSION_SHIFT = 12;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicLong LAST = new AtomicLong();
    /** The clock's sequence and a node: a random one with the bit that no network card has, for no card's address is told. */
    private static final long SEQUENCE_AND_NODE = 0x8000_0100_0000_0000L | RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL;

    private UuidExtension() {}

    static void register(Registry r) {
        constant(r, "uuid_nil", new UUID(0, 0));
        constant(r, "uuid_ns_dns", UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        constant(r, "uuid_ns_url", UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8"));
        constant(r, "uuid_ns_oid", UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8"));
        constant(r, "uuid_ns_x500", UUID.fromString("6ba7b814-9dad-11d1-80b4-00c04fd430c8"));
        generated(r, "uuid_generate_v1", () -> ofTime(SEQUENCE_AND_NODE));
        // another node at each call
        generated(
                r,
                "uuid_generate_v1mc",
                () -> ofTime(SEQUENCE_AND_NODE & 0xFFFF_0000_0000_0000L
                        | 0x0100_0000_0000L
                        | RANDOM.nextLong() & 0xFFFF_FFFF_FFFFL));
        generated(r, "uuid_generate_v4", UUID::randomUUID);
        named(r, "uuid_generate_v3", "MD5", 3);
        named(r, "uuid_generate_v5", "SHA-1", 5);
    }

    private interface Maker {
        UUID make();
    }

    private static void constant(Registry r, String name, UUID value) {
        r.java(Functions.strict(name, 0, (in, out) -> out.putBytes(bytes(value))), name, PgTypes.UUID);
    }

    private static void generated(Registry r, String name, Maker maker) {
        r.java(Functions.changing(name, 0, (in, out) -> out.putBytes(bytes(maker.make()))), name, PgTypes.UUID);
    }

    private static void named(Registry r, String name, String algorithm, int version) {
        ScalarFunction f = Functions.strict(name, 2, (in, out) -> {
            try {
                MessageDigest digest = MessageDigest.getInstance(algorithm);
                digest.update(in.getBytes(0));
                ByteBuffer hash = ByteBuffer.wrap(digest.digest(in.getText(1).getBytes(StandardCharsets.UTF_8)));
                long high = hash.getLong() & ~0xF000L | (long) version << VERSION_SHIFT;
                long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
                out.putBytes(bytes(new UUID(high, low)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        });
        r.java(f, name, PgTypes.UUID, PgTypes.UUID, PgTypes.TEXT);
    }

    private static UUID ofTime(long sequenceAndNode) {
        Instant now = Instant.now();
        long ticks = now.getEpochSecond() * TICKS_A_SECOND + now.getNano() / NANOS_A_TICK + EPOCH;
        long time = LAST.updateAndGet(last -> Math.max(last + 1, ticks));
        long high = time << 32 | (time >>> 32 & 0xFFFF) << 16 | 1L << VERSION_SHIFT | time >>> 48 & 0xFFF;
        return new UUID(high, sequenceAndNode);
    }

    private static byte[] bytes(UUID u) {
        return ByteBuffer.allocate(SIZE)
                .putLong(u.getMostSignificantBits())
                .putLong(u.getLeastSignificantBits())
                .array();
    }
}
