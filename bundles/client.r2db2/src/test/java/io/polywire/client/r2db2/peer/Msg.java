package io.polywire.client.r2db2.peer;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of a message, independently of the driver's own writer. */
public final class Msg {
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(payload);
    private final int type;

    private Msg(int type) {
        this.type = type;
    }

    public static Msg of(char type) {
        return new Msg(type);
    }

    public Msg i8(int value) {
        return put(() -> out.writeByte(value));
    }

    public Msg i32(int value) {
        return put(() -> out.writeInt(value));
    }

    public Msg i64(long value) {
        return put(() -> out.writeLong(value));
    }

    public Msg str(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8)).i8(0);
    }

    public Msg raw(byte... bytes) {
        return put(() -> out.write(bytes));
    }

    private interface Write {
        void run() throws IOException;
    }

    private Msg put(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] payload() {
        return payload.toByteArray();
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(5 + payload.size())
                .put((byte) type)
                .putInt(5 + payload.size())
                .put(payload.toByteArray())
                .array();
    }

    /** READY of a reply. */
    public static Msg ready(char transaction) {
        return of('Z').i8(1).str("transaction").str(String.valueOf(transaction));
    }

    public static Msg complete(String tag, long affected, long rowId) {
        return of('C').str(tag).i64(affected).i64(rowId);
    }

    public static Msg error(String state, String message) {
        return of('E').str(message).i8('S').str("ERROR").i8('C').str(state).i8(0);
    }

    public static Msg fatal(String state, String message) {
        return of('E').str(message).i8('S').str("FATAL").i8('C').str(state).i8(0);
    }

    /** Columns as pairs of name and type code. */
    public static Msg prepared(int id, int parameters, Object... columns) {
        Msg msg = of('t').i32(id).i32(parameters);
        for (int i = 0; i < parameters; i++) {
            msg.i32(0);
        }
        return columns(msg, columns);
    }

    public static Msg description(Object... columns) {
        return columns(of('T'), columns);
    }

    private static Msg columns(Msg msg, Object... columns) {
        msg.i32(columns.length / 2);
        for (int i = 0; i < columns.length; i += 2) {
            msg.str((String) columns[i]).i32((Integer) columns[i + 1]);
        }
        return msg;
    }

    /** A binary row: null, Integer or Long, Double, String or byte[]. */
    public static Msg row(Object... cells) {
        Msg msg = of('d').i32(cells.length);
        for (Object cell : cells) {
            if (cell == null) {
                msg.i32(-1);
            } else if (cell instanceof Double number) {
                msg.i32(9).i8(2).i64(Double.doubleToLongBits(number));
            } else if (cell instanceof Number number) {
                msg.i32(9).i8(1).i64(number.longValue());
            } else {
                boolean text = cell instanceof String;
                byte[] bytes = text ? ((String) cell).getBytes(StandardCharsets.UTF_8) : (byte[]) cell;
                msg.i32(1 + bytes.length).i8(text ? 0 : 3).raw(bytes);
            }
        }
        return msg;
    }

    /** A text row. */
    public static Msg textRow(String... cells) {
        Msg msg = of('D').i32(cells.length);
        for (String cell : cells) {
            if (cell == null) {
                msg.i32(-1);
            } else {
                byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
                msg.i32(bytes.length).raw(bytes);
            }
        }
        return msg;
    }
}
