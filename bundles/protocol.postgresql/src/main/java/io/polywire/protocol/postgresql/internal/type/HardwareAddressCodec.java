package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.HardwareAddress;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.Arrays;

/**
 * macaddr and macaddr8: 6 and 8 bytes; a macaddr8 may come as 6 (macaddr_recv and macaddr8_recv of PostgreSQL's mac.c and
 * mac8.c). Travels inside as its canonical text.
 */
final class HardwareAddressCodec extends TypeCodec {
    static final HardwareAddressCodec MACADDR = new HardwareAddressCodec("macaddr", HardwareAddress.SHORT);
    static final HardwareAddressCodec MACADDR8 = new HardwareAddressCodec("macaddr8", HardwareAddress.LONG);

    private final int size;

    private HardwareAddressCodec(String name, int size) {
        super(name);
        this.size = size;
    }

    @Override
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        out.bytes(from, offset, length);
    }

    @Override
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        out.bytes(read(from, offset, length));
    }

    @Override
    public void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i) {
        into.setText(i, HardwareAddress.text(read(b, offset, length)));
    }

    @Override
    public void receive(byte[] b, int offset, int length, Parameters into, int i) {
        if (size == HardwareAddress.LONG && length == HardwareAddress.SHORT) {
            byte[] six = Arrays.copyOfRange(b, offset, offset + length);
            into.setText(i, HardwareAddress.text(HardwareAddress.widened(six)));
            return;
        }
        exactly(length, size);
        into.setText(i, HardwareAddress.text(Arrays.copyOfRange(b, offset, offset + size)));
    }

    private byte[] read(byte[] b, int offset, int length) {
        String text = string(b, offset, length);
        return size == HardwareAddress.SHORT ? HardwareAddress.read(text) : HardwareAddress.readLong(text);
    }
}
