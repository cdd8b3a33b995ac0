package io.polywire.protocol.postgresql.internal.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.number.ShortestDecimal;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.HardwareAddress;
import io.polywire.api.value.IntervalText;
import io.polywire.api.value.NetworkAddress;
import io.polywire.api.value.TextStyle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What goes out comes back, in both forms. */
class RoundTripTest {
    private static TypeCodec codec(int oid) {
        return WireTypes.of(WireTypes.declared(oid)).codec();
    }

    private static Parameters back(TypeCodec c, Parameters p, boolean binary, TextStyle style) {
        byte[] b = VectorTest.written(c, p, binary, style);
        Parameters r = new Parameters().reset(1);
        if (binary) {
            c.receive(b, 0, b.length, r, 0);
        } else {
            c.parse(b, 0, b.length, style, r, 0);
        }
        return r;
    }

    private static Parameters one() {
        return new Parameters().reset(1);
    }

    @Property(tries = 2000)
    void doubles(@ForAll double d) {
        Parameters p = one().setDouble(0, d);
        assertThat(back(codec(701), p, false, TextStyle.DEFAULT).getDouble(0)).isEqualTo(d);
        assertThat(back(codec(701), p, true, TextStyle.DEFAULT).getDouble(0)).isEqualTo(d);
    }

    @Property(tries = 5000)
    void doubles_of_any_bits(@ForAll long bits) {
        double d = Double.longBitsToDouble(bits);
        byte[] b = new byte[ShortestDecimal.LONGEST];
        int n = ShortestDecimal.write(d, b, 0);
        if (Double.isFinite(d)) {
            assertThat(Double.parseDouble(new String(b, 0, n, java.nio.charset.StandardCharsets.US_ASCII)))
                    .isEqualTo(d);
        }
    }

    @Property(tries = 5000)
    void floats_of_any_bits(@ForAll int bits) {
        float f = Float.intBitsToFloat(bits);
        byte[] b = new byte[ShortestDecimal.LONGEST];
        int n = ShortestDecimal.write(f, b, 0);
        if (Float.isFinite(f)) {
            assertThat(Float.parseFloat(new String(b, 0, n, java.nio.charset.StandardCharsets.US_ASCII)))
                    .isEqualTo(f);
        }
    }

    @Property
    void numerics(@ForAll BigInteger unscaled, @ForAll @IntRange(min = 0, max = 60) int scale) {
        String s = new BigDecimal(unscaled, scale).toPlainString();
        Parameters p = one().setText(0, s);
        assertThat(back(codec(1700), p, false, TextStyle.DEFAULT).getText(0)).isEqualTo(s);
        assertThat(back(codec(1700), p, true, TextStyle.DEFAULT).getText(0)).isEqualTo(s);
    }

    @Property
    void timestamps(@ForAll @LongRange(min = -210_866_803_200_000_000L, max = 9_000_000_000_000_000_000L) long micros) {
        for (String dates : List.of("ISO", "SQL", "Postgres", "German")) {
            for (String zone : List.of("UTC", "+05:30", "-11")) {
                TextStyle style = TextStyle.DEFAULT.with("DateStyle", dates).with("TimeZone", zone);
                Parameters p = one().setLong(0, micros);
                assertThat(back(codec(1114), p, false, style).getLong(0)).isEqualTo(micros);
                assertThat(back(codec(1184), p, false, style).getLong(0)).isEqualTo(micros);
                assertThat(back(codec(1184), p, true, style).getLong(0)).isEqualTo(micros);
            }
        }
    }

    @Property
    void intervals(@ForAll int months, @ForAll int days, @ForAll long micros) {
        String iso = IntervalText.iso(months, days, micros);
        for (String name : List.of("postgres", "postgres_verbose", "sql_standard", "iso_8601")) {
            TextStyle style = TextStyle.DEFAULT.with("IntervalStyle", name);
            Parameters p = one().setText(0, iso);
            assertThat(back(codec(1186), p, true, style).getText(0)).isEqualTo(iso);
            if (months != Integer.MIN_VALUE && days != Integer.MIN_VALUE && micros != Long.MIN_VALUE) {
                assertThat(back(codec(1186), p, false, style).getText(0)).isEqualTo(iso);
            }
        }
    }

    @Property
    void bytes(@ForAll byte[] v) {
        Parameters p = one().setBytes(0, v, 0, v.length);
        for (String form : List.of("hex", "escape")) {
            TextStyle style = TextStyle.DEFAULT.with("bytea_output", form);
            assertThat(back(codec(17), p, false, style).copyBytes(0)).isEqualTo(v);
        }
    }

    @Property
    void arrays_of_text(@ForAll @Size(max = 8) List<String> values) {
        List<String> elements = new java.util.ArrayList<>();
        for (String v : values) {
            String clean = v.replace("\0", "");
            // lone surrogates have no UTF-8
            elements.add(clean.chars().anyMatch(c -> Character.isSurrogate((char) c)) ? null : clean);
        }
        byte[] text = new ArrayValue(new int[] {values.size()}, new int[] {-3}, elements)
                .toString()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Parameters p = one().setUtf8(0, text, 0, text.length);
        assertThat(back(codec(1009), p, true, TextStyle.DEFAULT).copyBytes(0)).isEqualTo(text);
        assertThat(back(codec(1009), p, false, TextStyle.DEFAULT).copyBytes(0)).isEqualTo(text);
    }

    @Property
    void money_and_integers(@ForAll long v) {
        Parameters p = one().setLong(0, v);
        for (int oid : new int[] {20, 790}) {
            assertThat(back(codec(oid), p, false, TextStyle.DEFAULT).getLong(0)).isEqualTo(v);
            assertThat(back(codec(oid), p, true, TextStyle.DEFAULT).getLong(0)).isEqualTo(v);
        }
    }

    /** Binary values of any bytes are read or refused, by every codec. */
    @Property(tries = 3000)
    void garbage(@ForAll byte[] b, @ForAll @IntRange(min = 0, max = 40) int which) {
        int[] oids = {
            16, 17, 18, 19, 20, 21, 23, 25, 26, 114, 650, 700, 701, 790, 869, 1000, 1007, 1009, 1015, 1042, 1043, 1082,
            1083, 1114, 1115, 1184, 1186, 1187, 1231, 1266, 1560, 1562, 1700, 2205, 2950, 3802, 3807, 1041, 1001, 1021,
            1183
        };
        TypeCodec c = codec(oids[which]);
        for (boolean binary : new boolean[] {true, false}) {
            Parameters p = one();
            try {
                if (binary) {
                    c.receive(b, 0, b.length, p, 0);
                } else {
                    c.parse(b, 0, b.length, TextStyle.DEFAULT, p, 0);
                }
            } catch (io.polywire.api.error.SqlFailure refused) {
                assertThat(refused.sqlState()).hasSize(5);
                continue;
            }
            assertThat(Arrays.asList(p.kind(0))).isNotNull();
        }
    }

    @Property
    void network_addresses(
            @ForAll @Size(4) byte[] four, @ForAll @Size(16) byte[] sixteen, @ForAll @IntRange(max = 128) int bits) {
        for (byte[] b : List.of(four, sixteen)) {
            NetworkAddress a = new NetworkAddress(b, Math.min(bits, 8 * b.length));
            for (boolean cidr : new boolean[] {false, true}) {
                NetworkAddress given = cidr ? a.network(a.bits()) : a;
                String text = given.text(cidr);
                assertThat(NetworkAddress.read(text, cidr)).isEqualTo(given);
                Parameters p = one().setText(0, text);
                TypeCodec codec = codec(cidr ? 650 : 869);
                assertThat(back(codec, p, false, TextStyle.DEFAULT).getText(0)).isEqualTo(text);
                assertThat(back(codec, p, true, TextStyle.DEFAULT).getText(0)).isEqualTo(text);
            }
        }
    }

    @Property
    void hardware_addresses(@ForAll @Size(6) byte[] six, @ForAll @Size(8) byte[] eight) {
        for (byte[] b : List.of(six, eight)) {
            TypeCodec codec = codec(b.length == 6 ? 829 : 774);
            String text = HardwareAddress.text(b);
            Parameters p = one().setText(0, text);
            assertThat(back(codec, p, false, TextStyle.DEFAULT).getText(0)).isEqualTo(text);
            assertThat(back(codec, p, true, TextStyle.DEFAULT).getText(0)).isEqualTo(text);
        }
    }
}
