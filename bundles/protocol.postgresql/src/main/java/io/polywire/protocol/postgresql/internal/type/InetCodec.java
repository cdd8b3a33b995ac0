package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.NetworkAddress;
import io.polywire.api.value.TextStyle;
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
        NetworkAddress a = read(from, offset, length);
        out.u8(a.isShort() ? IPV4 : IPV6).u8(a.bits()).u8(cidr ? 1 : 0).u8(a.width() / 8);
        out.bytes(a.bytes());
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setText(i, read(b, offset, length).text(cidr));
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
        NetworkAddress a = new NetworkAddress(address, bits);
        if (cidr && !a.isNetwork()) {
            throw badBinary("invalid external \"cidr\" value");
        }
        into.setText(i, a.text(cidr));
    }

    private NetworkAddress read(byte[] b, int offset, int length) {
        return NetworkAddress.read(string(b, offset, length), cidr);
    }
}
