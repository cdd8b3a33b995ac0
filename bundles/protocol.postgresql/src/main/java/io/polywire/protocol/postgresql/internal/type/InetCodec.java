package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.Blank;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.io.Output;

/**
 * inet and cidr: family (2 for IPv4, 3 for IPv6), bits of the mask, whether it is a cidr, length of the address, the
 * address (manual, 8.9). Travels inside as text.
 */
final class InetCodec extends TypeCodec {
    static final InetCodec INET = new InetCodec("inet", false);
    static final InetCodec CIDR = new InetCodec("cidr", true);

    private static final int IPV4 = 2;
    private static final int IPV6 = 3;

    private final boolean cidr;

    private InetCodec(String name, boolean cidr) {
        super(name);
        this.cidr = cidr;
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        Address a = read(from, offset, length);
        out.u8(a.bytes.length == 4 ? IPV4 : IPV6).u8(a.bits).u8(cidr ? 1 : 0).u8(a.bytes.length);
        out.bytes(a.bytes);
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setText(i, text(read(b, offset, length)));
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (length < 4) {
            throw tooShort();
        }
        int size = b[offset] == IPV4 ? 4 : b[offset] == IPV6 ? 16 : -1;
        if (size < 0) {
            throw badBinary("invalid address family in external \"" + typeName() + "\" value");
        }
        int bits = b[offset + 1] & 0xFF;
        if (bits > 8 * size) {
            throw badBinary("invalid bits in external \"" + typeName() + "\" value");
        }
        if (b[offset + 3] != size) {
            throw badBinary("invalid length in external \"" + typeName() + "\" value");
        }
        exactly(length - 4, size);
        byte[] address = new byte[size];
        System.arraycopy(b, offset + 4, address, 0, size);
        Address a = new Address(address, bits);
        if (cidr && !a.isNetwork()) {
            throw badBinary("invalid external \"cidr\" value");
        }
        into.setText(i, text(a));
    }

    private record Address(byte[] bytes, int bits) {
        /** Whether all bits behind the mask are 0. */
        boolean isNetwork() {
            for (int k = bits; k < 8 * bytes.length; k++) {
                if ((bytes[k / 8] >> (7 - k % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private Address read(byte[] b, int offset, int length) {
        String s = Blank.strip(b, offset, length);
        int slash = s.indexOf('/');
        String address = slash < 0 ? s : s.substring(0, slash);
        boolean v6 = address.indexOf(':') >= 0;
        int[] given = new int[1];
        byte[] a = v6 ? ipv6(address) : ipv4(address, given);
        if (a == null || !v6 && !cidr && given[0] < 4 && slash < 0) {
            throw badText(b, offset, length);
        }
        int bits;
        if (slash >= 0) {
            String digits = s.substring(slash + 1);
            bits = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
            if (bits < 0 || bits > 8 * a.length) {
                throw badText(b, offset, length);
            }
        } else {
            bits = v6 ? 128 : cidr ? classful(a, given[0]) : 32;
        }
        Address made = new Address(a, bits);
        if (cidr && !made.isNetwork()) {
            throw SqlFailure.build(FailureKind.BAD_VALUE, "invalid cidr value: \"" + s + '"')
                    .detail("Value has bits set to right of mask.")
                    .build();
        }
        return made;
    }

    /** The mask of a network written without one: by its class, or by the bytes given if they are more. */
    private static int classful(byte[] a, int given) {
        int first = a[0] & 0xFF;
        int bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
        return Math.max(bits, 8 * given);
    }

    private static byte[] ipv4(String s, int[] given) {
        String[] parts = s.split("\\.", -1);
        byte[] a = new byte[4];
        if (parts.length > 4) {
            return null;
        }
        for (int k = 0; k < parts.length; k++) {
            if (!parts[k].matches("\\d{1,3}") || Integer.parseInt(parts[k]) > 255) {
                return null;
            }
            a[k] = (byte) Integer.parseInt(parts[k]);
        }
        given[0] = parts.length;
        return a;
    }

    private static byte[] ipv6(String text) {
        String s = text;
        byte[] a = new byte[16];
        int tail = 16;
        int dot = s.indexOf('.');
        if (dot >= 0) {
            int colon = s.lastIndexOf(':');
            int[] given = new int[1];
            byte[] v4 = ipv4(s.substring(colon + 1), given);
            if (v4 == null || given[0] != 4) {
                return null;
            }
            System.arraycopy(v4, 0, a, 12, 4);
            tail = 12;
            s = s.substring(0, colon + (s.startsWith("::") && colon == 1 || s.charAt(colon - 1) == ':' ? 1 : 0));
        }
        int gap = s.indexOf("::");
        if (gap != s.lastIndexOf("::")) {
            return null;
        }
        int[] head = groups(gap < 0 ? s : s.substring(0, gap));
        int[] rest = groups(gap < 0 ? "" : s.substring(gap + 2));
        if (head == null || rest == null) {
            return null;
        }
        int groups = head.length + rest.length;
        if (gap < 0 ? groups != tail / 2 : groups >= tail / 2) {
            return null;
        }
        for (int k = 0; k < head.length; k++) {
            a[2 * k] = (byte) (head[k] >> 8);
            a[2 * k + 1] = (byte) head[k];
        }
        for (int k = 0; k < rest.length; k++) {
            int p = tail - 2 * (rest.length - k);
            a[p] = (byte) (rest[k] >> 8);
            a[p + 1] = (byte) rest[k];
        }
        return a;
    }

    private static int[] groups(String s) {
        if (s.isEmpty()) {
            return new int[0];
        }
        String[] parts = s.split(":", -1);
        int[] v = new int[parts.length];
        for (int k = 0; k < parts.length; k++) {
            if (!parts[k].matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            v[k] = Integer.parseInt(parts[k], 16);
        }
        return v;
    }

    private String text(Address a) {
        StringBuilder s = new StringBuilder();
        byte[] b = a.bytes;
        if (b.length == 4) {
            dotted(s, b, 0);
        } else {
            colons(s, b);
        }
        if (cidr || a.bits < 8 * b.length) {
            s.append('/').append(a.bits);
        }
        return s.toString();
    }

    private static void dotted(StringBuilder s, byte[] b, int at) {
        for (int k = 0; k < 4; k++) {
            s.append(k == 0 ? "" : ".").append(b[at + k] & 0xFF);
        }
    }

    /** The longest run of two zero groups or more is left out, the first of equal ones (RFC 5952, 4.2). */
    private static void colons(StringBuilder s, byte[] b) {
        int best = -1;
        int bestLength = 1;
        for (int g = 0; g < 8; g++) {
            int n = 0;
            while (g + n < 8 && b[2 * (g + n)] == 0 && b[2 * (g + n) + 1] == 0) {
                n++;
            }
            if (n > bestLength) {
                best = g;
                bestLength = n;
            }
            g += n;
        }
        for (int g = 0; g < 8; g++) {
            if (g == best) {
                s.append(g == 0 ? "::" : ":");
                g += bestLength - 1;
                continue;
            }
            // PostgreSQL writes IPv4-mapped and -compatible addresses with their dotted tail.
            if (g == 6 && best == 0 && (bestLength == 6 || bestLength == 5 && b[10] == -1 && b[11] == -1)) {
                dotted(s, b, 12);
                return;
            }
            int v = (b[2 * g] & 0xFF) << 8 | b[2 * g + 1] & 0xFF;
            hex(s, v);
            s.append(g < 7 ? ":" : "");
        }
    }

    private static void hex(StringBuilder s, int v) {
        boolean any = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            int n = v >> shift & 15;
            any |= n != 0 || shift == 0;
            if (any) {
                s.append((char) Digits.hex(n));
            }
        }
    }
}
