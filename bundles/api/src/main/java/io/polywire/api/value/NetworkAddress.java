package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Arrays;

/**
 * PostgreSQL's inet and cidr: an address of 4 or 16 bytes and the number of bits of its network (manual, 8.9; network.c,
 * inet_net_pton.c, inet_net_ntop.c). Immutable.
 */
public final class NetworkAddress {
    private final byte[] bytes;
    private final int bits;

    /**
     * An address.
     *
     * @param bytes 4 or 16; kept, not copied
     * @param bits from 0 to 32 or 128
     */
    public NetworkAddress(byte[] bytes, int bits) {
        if (bytes.length != 4 && bytes.length != 16 || bits < 0 || bits > 8 * bytes.length) {
            throw new IllegalArgumentException("no address of " + bytes.length + " bytes and " + bits + " bits");
        }
        this.bytes = bytes;
        this.bits = bits;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Bits of the network. */
    public int bits() {
        return bits;
    }

    /** Bits of the whole address: 32 or 128. */
    public int width() {
        return 8 * bytes.length;
    }

    /** Whether it is of IPv4. */
    public boolean isShort() {
        return bytes.length == 4;
    }

    /** A bit of the address, from the left. */
    public int bit(int k) {
        return bytes[k / 8] >> (7 - k % 8) & 1;
    }

    /** Whether all bits behind the network's are 0, as a cidr's are. */
    public boolean isNetwork() {
        for (int k = bits; k < width(); k++) {
            if (bit(k) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The network of so many bits: all others are 0. */
    public NetworkAddress network(int newBits) {
        return filled(newBits, false).withBits(newBits);
    }

    /** The same with all bits behind so many set, or cleared. */
    public NetworkAddress filled(int from, boolean set) {
        byte[] b = bytes.clone();
        for (int k = from; k < width(); k++) {
            int mask = 1 << (7 - k % 8);
            b[k / 8] = (byte) (set ? b[k / 8] | mask : b[k / 8] & ~mask);
        }
        return new NetworkAddress(b, bits);
    }

    /** The same address in a network of another size. */
    public NetworkAddress withBits(int other) {
        return new NetworkAddress(bytes, other);
    }

    /** How many leading bits two addresses of one width share, at most so many. */
    public int common(NetworkAddress other, int most) {
        int n = 0;
        while (n < most && bit(n) == other.bit(n)) {
            n++;
        }
        return n;
    }

    // --- in ---------------------------------------------------------------------------------------------------------

    /**
     * An address from text.
     *
     * @param cidr whether it has to be a network, whose mask may then be left out by its class
     * @throws SqlFailure 22P02
     */
    public static NetworkAddress read(String text, boolean cidr) {
        NetworkAddress a = text.indexOf(':') >= 0 ? ipv6(text) : cidr ? ipv4Network(text) : ipv4(text);
        if (a == null) {
            throw SqlFailure.of(
                    FailureKind.BAD_VALUE,
                    "invalid input syntax for type " + (cidr ? "cidr" : "inet") + ": \"" + text + '"');
        }
        if (cidr && !a.isNetwork()) {
            throw SqlFailure.build(FailureKind.BAD_VALUE, "invalid cidr value: \"" + text + '"')
                    .detail("Value has bits set to right of mask.")
                    .build();
        }
        return a;
    }

    private static boolean digit(String s, int p) {
        return p < s.length() && s.charAt(p) >= '0' && s.charAt(p) <= '9';
    }

    /** A number that fills the rest of the text; -1 if it is none or more than allowed. */
    private static int rest(String s, int from, int most) {
        return number(s, from, s.length(), most);
    }

    private static int endOfDigits(String s, int from) {
        int p = from;
        while (digit(s, p)) {
            p++;
        }
        return p;
    }

    /** The number that a part of the text is; -1 if it is none or more than allowed. */
    private static int number(String s, int from, int to, int most) {
        if (from >= to) {
            return -1;
        }
        int v = 0;
        for (int p = from; p < to; p++) {
            if (!digit(s, p)) {
                return -1;
            }
            v = 10 * v + s.charAt(p) - '0';
            if (v > most) {
                return -1;
            }
        }
        return v;
    }

    /** inet_net_pton_ipv4. */
    private static NetworkAddress ipv4(String s) {
        byte[] b = new byte[4];
        int n = 0;
        int p = 0;
        while (digit(s, p)) {
            int end = endOfDigits(s, p);
            int v = number(s, p, end, 255);
            if (v < 0 || n == 4) {
                return null;
            }
            b[n++] = (byte) v;
            p = end;
            if (p == s.length() || s.charAt(p) == '/') {
                break;
            }
            if (s.charAt(p++) != '.') {
                return null;
            }
        }
        if (n == 0 || p < s.length() && s.charAt(p) != '/') {
            return null;
        }
        int bits = p == s.length() ? n == 4 ? 32 : -1 : rest(s, p + 1, 32);
        return bits < 0 || bits / 8 > n ? null : new NetworkAddress(b, bits);
    }

    /** inet_cidr_pton_ipv4. */
    private static NetworkAddress ipv4Network(String s) {
        byte[] b = new byte[4];
        int n = 0;
        int p = 0;
        if (s.length() > 2 && s.charAt(0) == '0' && (s.charAt(1) | 0x20) == 'x' && hex(s.charAt(2)) >= 0) {
            for (p = 2; p < s.length() && hex(s.charAt(p)) >= 0; p += 2) {
                if (n == 4) {
                    return null;
                }
                int low = p + 1 < s.length() ? hex(s.charAt(p + 1)) : -1;
                b[n++] = (byte) (hex(s.charAt(p)) << 4 | Math.max(low, 0));
                if (low < 0) {
                    p++;
                    break;
                }
            }
        } else {
            while (true) {
                int end = endOfDigits(s, p);
                int v = number(s, p, end, 255);
                if (v < 0 || n == 4) {
                    return null;
                }
                b[n++] = (byte) v;
                p = end;
                if (p == s.length() || s.charAt(p) == '/') {
                    break;
                }
                if (s.charAt(p++) != '.') {
                    return null;
                }
            }
        }
        if (p < s.length()) {
            int bits = s.charAt(p) == '/' ? rest(s, p + 1, 32) : -1;
            return bits < 0 ? null : new NetworkAddress(b, bits);
        }
        int first = b[0] & 0xFF;
        int bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
        bits = Math.max(bits, 8 * n);
        return new NetworkAddress(b, bits == 8 && first == 224 ? 4 : bits);
    }

    private static int hex(char c) {
        return c > 127 ? -1 : Character.digit(c, 16);
    }

    /** inet_cidr_pton_ipv6. */
    private static NetworkAddress ipv6(String s) {
        byte[] b = new byte[16];
        int n = 0;
        int gap = -1;
        int p = 0;
        if (s.charAt(0) == ':') {
            p = 1;
            if (s.length() < 2 || s.charAt(1) != ':') {
                return null;
            }
        }
        int token = p;
        int digits = 0;
        int v = 0;
        int bits = 128;
        for (; p < s.length(); p++) {
            char c = s.charAt(p);
            if (hex(c) >= 0) {
                v = v << 4 | hex(c);
                if (++digits > 4) {
                    return null;
                }
            } else if (c == ':') {
                token = p + 1;
                if (digits == 0) {
                    if (gap >= 0) {
                        return null;
                    }
                    gap = n;
                    continue;
                }
                if (p + 1 == s.length() || n + 2 > 16) {
                    return null;
                }
                b[n++] = (byte) (v >> 8);
                b[n++] = (byte) v;
                digits = 0;
                v = 0;
            } else if (c == '.' && n + 4 <= 16) {
                int slash = s.indexOf('/', token);
                if (!dotted(slash < 0 ? s.substring(token) : s.substring(token, slash), b, n)) {
                    return null;
                }
                bits = slash < 0 ? 128 : mask(s.substring(slash + 1));
                n += 4;
                digits = 0;
                break;
            } else if (c == '/') {
                bits = mask(s.substring(p + 1));
                break;
            } else {
                return null;
            }
        }
        if (digits > 0) {
            if (n + 2 > 16) {
                return null;
            }
            b[n++] = (byte) (v >> 8);
            b[n++] = (byte) v;
        }
        if (gap >= 0) {
            if (n == 16) {
                return null;
            }
            int behind = n - gap;
            System.arraycopy(b, gap, b, 16 - behind, behind);
            Arrays.fill(b, gap, 16 - behind, (byte) 0);
            n = 16;
        }
        return n != 16 || bits < 0 ? null : new NetworkAddress(b, bits);
    }

    /** getbits: no zeros in front; -1 if it is none. */
    private static int mask(String s) {
        return s.length() > 1 && s.charAt(0) == '0' ? -1 : rest(s, 0, 128);
    }

    /** getv4: four numbers without zeros in front. */
    private static boolean dotted(String s, byte[] b, int at) {
        String[] parts = s.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (int k = 0; k < 4; k++) {
            int v = parts[k].length() > 1 && parts[k].charAt(0) == '0' ? -1 : rest(parts[k], 0, 255);
            if (v < 0) {
                return false;
            }
            b[at + k] = (byte) v;
        }
        return true;
    }

    // --- out --------------------------------------------------------------------------------------------------------

    /**
     * The text of the address with its network's bits.
     *
     * @param cidr whether these are written even where they are all
     */
    public String text(boolean cidr) {
        return cidr || bits < width() ? host() + "/" + bits : host();
    }

    /** The text of the address alone. */
    public String host() {
        StringBuilder s = new StringBuilder();
        if (isShort()) {
            dotted(s, 0);
        } else {
            colons(s);
        }
        return s.toString();
    }

    private void dotted(StringBuilder s, int at) {
        for (int k = 0; k < 4; k++) {
            s.append(k == 0 ? "" : ".").append(bytes[at + k] & 0xFF);
        }
    }

    private int word(int g) {
        return (bytes[2 * g] & 0xFF) << 8 | bytes[2 * g + 1] & 0xFF;
    }

    /** The longest run of two zero groups or more is left out, the first of equal ones; what is IPv4 in IPv6 has dots. */
    private void colons(StringBuilder s) {
        int best = -1;
        int bestLength = 1;
        for (int g = 0; g < 8; g++) {
            int n = 0;
            while (g + n < 8 && word(g + n) == 0) {
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
            if (g == 6 && best == 0 && (bestLength == 6 || bestLength == 5 && word(5) == 0xFFFF)) {
                dotted(s, 12);
                return;
            }
            s.append(Integer.toHexString(word(g))).append(g < 7 ? ":" : "");
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof NetworkAddress a && bits == a.bits && Arrays.equals(bytes, a.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + bits;
    }

    @Override
    public String toString() {
        return text(false);
    }
}
