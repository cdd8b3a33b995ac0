package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Functions of bytea (section 9.5 of the manual), digests, encodings. */
final class BinaryFunctions {
    private BinaryFunctions() {}

    static void register(Registry r) {
        Type bytea = PgTypes.BYTEA;
        Type int4 = PgTypes.INT4;
        Type int8 = PgTypes.INT8;
        Type text = PgTypes.TEXT;
        number(r, "length", in -> in.getBytes(0).length, int4, bytea);
        number(r, "octet_length", in -> in.getBytes(0).length, int4, bytea);
        number(r, "bit_length", in -> 8L * in.getBytes(0).length, int4, bytea);
        number(r, "bit_count", in -> bits(in.getBytes(0)), int8, bytea);
        number(r, "position", in -> position(in.getBytes(0), in.getBytes(1)), int4, bytea, bytea);
        number(r, "get_byte", BinaryFunctions::getByte, int4, bytea, int4);
        number(r, "get_bit", BinaryFunctions::getBit, int4, bytea, int8);
        bytes(r, "set_byte", BinaryFunctions::setByte, bytea, int4, int4);
        bytes(r, "set_bit", BinaryFunctions::setBit, bytea, int8, int4);
        Bytes substring = in -> substring(in.getBytes(0), in.getLong(1), Long.MAX_VALUE);
        Bytes part = in -> {
            if (in.getLong(2) < 0) {
                throw NumericMath.failure("22011", "negative substring length not allowed");
            }
            return substring(in.getBytes(0), in.getLong(1), in.getLong(1) + in.getLong(2));
        };
        for (String name : new String[] {"substr", "substring"}) {
            bytes(r, name, substring, bytea, int4);
            bytes(r, name, part, bytea, int4, int4);
        }
        bytes(r, "overlay", BinaryFunctions::overlay, bytea, bytea, int4);
        bytes(r, "overlay", BinaryFunctions::overlay, bytea, bytea, int4, int4);
        bytes(r, "btrim", in -> trim(in, true, true), bytea, bytea);
        bytes(r, "ltrim", in -> trim(in, true, false), bytea, bytea);
        bytes(r, "rtrim", in -> trim(in, false, true), bytea, bytea);
        r.javaOperator(
                Functions.strict("byteacat", 2, (in, out) -> out.putBytes(joined(in.getBytes(0), in.getBytes(1)))),
                "||",
                bytea,
                bytea,
                bytea);
        digests(r, bytea, text);
        r.java(
                Functions.strict(
                        "encode", 2, (in, out) -> out.putText(Encodings.encode(in.getBytes(0), in.getText(1)))),
                "encode",
                text,
                bytea,
                text);
        bytes(r, "decode", in -> Encodings.decode(in.getText(0), in.getText(1)), text, text);
        r.java(
                Functions.strict(
                        "convert_from", 2, (in, out) -> out.putText(text(in.getBytes(0), in.getText(1), "source "))),
                "convert_from",
                text,
                bytea,
                PgTypes.NAME);
        bytes(r, "convert_to", in -> bytes(in.getText(0), in.getText(1)), text, PgTypes.NAME);
        number(
                r,
                "length",
                in -> {
                    String s = text(in.getBytes(0), in.getText(1), "");
                    return s.codePointCount(0, s.length());
                },
                int4,
                bytea,
                PgTypes.NAME);
    }

    private static void digests(Registry r, Type bytea, Type text) {
        r.java(
                Functions.strict(
                        "md5",
                        1,
                        (in, out) -> out.putText(HexFormat.of()
                                .formatHex(digest("MD5", in.getText(0).getBytes(StandardCharsets.UTF_8))))),
                "md5",
                text,
                text);
        r.java(
                Functions.strict(
                        "md5_bytea",
                        1,
                        (in, out) -> out.putText(HexFormat.of().formatHex(digest("MD5", in.getBytes(0))))),
                "md5",
                text,
                bytea);
        for (String size : new String[] {"224", "256", "384", "512"}) {
            bytes(r, "sha" + size, in -> digest("SHA-" + size, in.getBytes(0)), bytea);
        }
    }

    private interface Number {
        long of(FunctionArguments in);
    }

    private interface Bytes {
        byte[] of(FunctionArguments in);
    }

    private static void number(Registry r, String name, Number body, Type result, Type... takes) {
        ScalarFunction f =
                Functions.strict("bytea_" + name + takes.length, takes.length, (in, out) -> out.putLong(body.of(in)));
        r.java(f, name, result, takes);
    }

    private static void bytes(Registry r, String name, Bytes body, Type... takes) {
        ScalarFunction f =
                Functions.strict("bytea_" + name + takes.length, takes.length, (in, out) -> out.putBytes(body.of(in)));
        r.java(f, name, PgTypes.BYTEA, takes);
    }

    private static byte[] digest(String algorithm, byte[] of) {
        try {
            return MessageDigest.getInstance(algorithm).digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw SqlFailure.unsupported(algorithm + " on this Java");
        }
    }

    private static long bits(byte[] b) {
        long n = 0;
        for (byte x : b) {
            n += Integer.bitCount(x & 0xFF);
        }
        return n;
    }

    private static int position(byte[] in, byte[] of) {
        for (int i = 0; i + of.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + of.length, of, 0, of.length)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static int index(long i, long size) {
        if (i < 0 || i >= size) {
            throw NumericMath.failure("2202E", "index " + i + " out of valid range, 0.." + (size - 1));
        }
        return (int) i;
    }

    private static long getByte(FunctionArguments in) {
        byte[] b = in.getBytes(0);
        return b[index(in.getLong(1), b.length)] & 0xFF;
    }

    private static long getBit(FunctionArguments in) {
        byte[] b = in.getBytes(0);
        int i = index(in.getLong(1), 8L * b.length);
        return b[i / 8] >> i % 8 & 1;
    }

    private static byte[] setByte(FunctionArguments in) {
        byte[] b = in.getBytes(0).clone();
        b[index(in.getLong(1), b.length)] = (byte) in.getLong(2);
        return b;
    }

    private static byte[] setBit(FunctionArguments in) {
        byte[] b = in.getBytes(0).clone();
        int i = index(in.getLong(1), 8L * b.length);
        long bit = in.getLong(2);
        if (bit != 0 && bit != 1) {
            throw NumericMath.failure("22023", "new bit must be 0 or 1");
        }
        b[i / 8] = (byte) (bit == 1 ? b[i / 8] | 1 << i % 8 : b[i / 8] & ~(1 << i % 8));
        return b;
    }

    private static byte[] substring(byte[] b, long from, long end) {
        int a = (int) Math.max(1, Math.min(from, b.length + 1L));
        int z = (int) Math.max(a, Math.min(end, b.length + 1L));
        return Arrays.copyOfRange(b, a - 1, z - 1);
    }

    private static byte[] overlay(FunctionArguments in) {
        byte[] b = in.getBytes(0);
        byte[] with = in.getBytes(1);
        long from = in.getLong(2);
        long count = in.size() > 3 ? in.getLong(3) : with.length;
        if (from <= 0) {
            throw NumericMath.failure("22011", "negative substring length not allowed");
        }
        return joined(joined(substring(b, 1, from), with), substring(b, from + count, Long.MAX_VALUE));
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static byte[] trim(FunctionArguments in, boolean leading, boolean trailing) {
        byte[] b = in.getBytes(0);
        byte[] set = in.getBytes(1);
        int from = 0;
        int to = b.length;
        while (leading && from < to && has(set, b[from])) {
            from++;
        }
        while (trailing && to > from && has(set, b[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(b, from, to);
    }

    private static boolean has(byte[] set, byte x) {
        for (byte s : set) {
            if (s == x) {
                return true;
            }
        }
        return false;
    }

    private static Charset charset(String name, String what) {
        return switch (name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")) {
            case "utf8", "unicode" -> StandardCharsets.UTF_8;
            case "latin1", "iso88591" -> StandardCharsets.ISO_8859_1;
            case "sqlascii" -> StandardCharsets.UTF_8;
            case "latin2",
                    "latin3",
                    "latin4",
                    "latin5",
                    "latin9",
                    "win1250",
                    "win1251",
                    "win1252",
                    "euckr",
                    "eucjp",
                    "euccn",
                    "koi8r",
                    "sjis",
                    "big5",
                    "gbk",
                    "gb18030",
                    "win1253",
                    "win1254",
                    "win1257" -> throw SqlFailure.unsupported("encoding " + name);
            default -> throw NumericMath.failure("22023", "invalid " + what + "encoding name \"" + name + "\"");
        };
    }

    private static String text(byte[] b, String encoding, String what) {
        Charset c = charset(encoding, what);
        try {
            String s = c.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(b))
                    .toString();
            if (s.indexOf('\0') >= 0) {
                throw malformed(b);
            }
            return s;
        } catch (CharacterCodingException e) {
            throw malformed(b);
        }
    }

    private static SqlFailure malformed(byte[] b) {
        return NumericMath.failure("22021", "invalid byte sequence for encoding \"UTF8\": " + Encodings.malformed(b));
    }

    private static byte[] bytes(String s, String encoding) {
        Charset c = charset(encoding, "destination ");
        if (c == StandardCharsets.ISO_8859_1) {
            int[] points = s.codePoints().filter(p -> p > 0xFF).toArray();
            if (points.length > 0) {
                byte[] of = Character.toString(points[0]).getBytes(StandardCharsets.UTF_8);
                throw SqlFailure.build(
                                FailureKind.DATA,
                                "character with byte sequence " + Encodings.shown(of, 0, of.length)
                                        + " in encoding \"UTF8\" has no equivalent in encoding \"LATIN1\"")
                        .sqlState("22P05")
                        .build();
            }
        }
        return s.getBytes(c);
    }
}
