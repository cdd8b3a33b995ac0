package io.polywire.protocol.postgresql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every codec against what PostgreSQL 15 made of the same values ({@link VectorRecorder}). */
class VectorTest {
    /** Forms that PostgreSQL reads and the wire refuses by design: it must refuse them, not read them otherwise. */
    private static final Set<String> REFUSED = Set.of("float8||0x1p3", "none");

    private static List<String> lines() throws IOException {
        try (InputStream in = VectorTest.class.getResourceAsStream("/vectors/postgresql-15.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void as_postgresql_does() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> all = lines();
        assertThat(all).hasSizeGreaterThan(1000);
        for (String line : all) {
            try {
                check(line, wrong);
            } catch (RuntimeException e) {
                wrong.add(line + "  --> " + e);
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private static void check(String line, List<String> wrong) {
        String[] p = line.split("\\|", -1);
        TextStyle style = TextStyle.DEFAULT;
        for (String setting : p[1].split(";")) {
            if (!setting.isBlank()) {
                String[] nv = setting.split("=", 2);
                style = style.with(nv[0].strip(), nv[1].strip().replace("'", ""));
            }
        }
        byte[] value = VectorRecorder.unescape(p[2]).getBytes(StandardCharsets.UTF_8);
        if (p[3].equals("!")) {
            String expected = VectorRecorder.unescape(p[4]);
            String got = refusal(codec(p[0], 0), value, style);
            if (!expected.equals(got)) {
                wrong.add(line + "  --> " + got);
            }
            return;
        }
        TypeCodec codec = codec(p[0], Integer.parseInt(p[3]));
        String text = VectorRecorder.unescape(p[4]);
        if (REFUSED.contains(p[0] + "|" + p[1] + "|" + p[2])) {
            String got = refusal(codec, value, style);
            if (got == null) {
                wrong.add(line + "  --> was read");
            }
        } else {
            same(line, "parse", text, p[5], parsed(codec, value, style), codec, style, wrong);
        }
        byte[] binary = HexFormat.of().parseHex(p[5]);
        Parameters received = new Parameters().reset(1);
        codec.receive(binary, 0, binary.length, received, 0);
        same(line, "receive", text, p[5], received, codec, style, wrong);
    }

    private static Parameters parsed(TypeCodec codec, byte[] value, TextStyle style) {
        Parameters p = new Parameters().reset(1);
        codec.parse(value, 0, value.length, style, p, 0);
        return p;
    }

    private static String refusal(TypeCodec codec, byte[] value, TextStyle style) {
        try {
            parsed(codec, value, style);
            return null;
        } catch (SqlFailure f) {
            return f.sqlState() + " " + f.getMessage();
        }
    }

    private static void same(
            String line,
            String how,
            String text,
            String binary,
            Parameters p,
            TypeCodec codec,
            TextStyle style,
            List<String> wrong) {
        String gotText = new String(written(codec, p, false, style), StandardCharsets.UTF_8);
        String gotBinary = HexFormat.of().formatHex(written(codec, p, true, style));
        if (!text.equals(gotText)) {
            wrong.add(line + "  --> " + how + " text " + gotText);
        }
        if (!binary.equals(gotBinary)) {
            wrong.add(line + "  --> " + how + " binary " + gotBinary);
        }
    }

    static byte[] written(TypeCodec codec, Parameters p, boolean binary, TextStyle style) {
        Output out = new Output(ByteBufAllocator.DEFAULT);
        try {
            codec.write(p, 0, binary, style, out);
            return out.size() == 0 ? new byte[0] : Arrays.copyOfRange(out.array(), out.index(0), out.index(out.size()));
        } finally {
            out.discard();
        }
    }

    /** By oid where the value was taken, else by name. */
    private static TypeCodec codec(String type, int oid) {
        if (type.equals("char(5)")) {
            return new BpcharCodec(5);
        }
        int known = oid != 0
                ? oid
                : switch (type) {
                    case "bit varying" -> 1562;
                    case "int2" -> 21;
                    case "int4" -> 23;
                    case "int8" -> 20;
                    case "float4" -> 700;
                    case "float8" -> 701;
                    case "bool" -> 16;
                    case "numeric" -> 1700;
                    case "bytea" -> 17;
                    case "date" -> 1082;
                    case "time" -> 1083;
                    case "timetz" -> 1266;
                    case "timestamp" -> 1114;
                    case "timestamptz" -> 1184;
                    case "interval" -> 1186;
                    case "uuid" -> 2950;
                    case "oid" -> 26;
                    case "inet" -> 869;
                    case "cidr" -> 650;
                    case "macaddr" -> 829;
                    case "macaddr8" -> 774;
                    case "money" -> 790;
                    case "int4range" -> 3904;
                    case "numrange" -> 3906;
                    case "tsrange" -> 3908;
                    case "daterange" -> 3912;
                    case "int8range" -> 3926;
                    case "int4multirange" -> 4451;
                    case "int4[]" -> 1007;
                    case "text[]" -> 1009;
                    default -> throw new IllegalArgumentException(type);
                };
        return WireTypes.of(WireTypes.declared(known)).codec();
    }
}
