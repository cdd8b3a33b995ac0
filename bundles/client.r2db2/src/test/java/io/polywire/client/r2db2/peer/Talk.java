package io.polywire.client.r2db2.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The peer's side of one connection: reads and writes real bytes. */
public final class Talk {
    private final Socket socket;
    private final DataInputStream in;

    Talk(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A message that came. */
    public record Got(char type, ByteBuffer payload) {
        public int i32() {
            return payload.getInt();
        }

        public int i8() {
            return payload.get();
        }

        public long i64() {
            return payload.getLong();
        }

        public String str() {
            int from = payload.position();
            while (payload.get() != 0) {
                // up to the NUL
            }
            return new String(payload.array(), from, payload.position() - 1 - from, StandardCharsets.UTF_8);
        }

        public byte[] raw(int length) {
            byte[] bytes = new byte[length];
            payload.get(bytes);
            return bytes;
        }
    }

    /** The next message; null if the client closed. */
    public Got read() throws IOException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        byte[] payload = new byte[in.readInt() - 5];
        in.readFully(payload);
        return new Got((char) type, ByteBuffer.wrap(payload));
    }

    public Got expect(char type) throws IOException {
        Got got = read();
        assertThat(got).as("a message of type " + type).isNotNull();
        assertThat(got.type()).isEqualTo(type);
        return got;
    }

    public Talk send(Msg... messages) throws IOException {
        for (Msg message : messages) {
            socket.getOutputStream().write(message.bytes());
        }
        socket.getOutputStream().flush();
        return this;
    }

    public Talk sendRaw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads the start-up message; user and password are under the keys USER and PASSWORD. */
    public Map<String, String> readStartup() throws IOException {
        Got got = expect('S');
        Map<String, String> options = new LinkedHashMap<>();
        options.put("USER", got.str());
        options.put("PASSWORD", got.str());
        while (got.payload().hasRemaining()) {
            options.put(got.str(), got.str());
        }
        return options;
    }

    /** Takes any start-up and accepts all of its options. */
    public Map<String, String> welcome() throws IOException {
        Map<String, String> options = readStartup();
        accept(options);
        return options;
    }

    public Talk accept(Map<String, String> options) throws IOException {
        Msg ready = Msg.of('Z').i8(1);
        options.forEach((key, value) -> {
            if (!key.equals("USER") && !key.equals("PASSWORD")) {
                ready.str(key).str(value);
            }
        });
        return send(Msg.of('K').i32(42).i64(4711), ready);
    }

    /** Takes a statement that is prepared and run in one go; its text. */
    public String readRun() throws IOException {
        return readRun(new int[3]);
    }

    /** As above; tells the numbers of statement and portal and the most rows. */
    public String readRun(int[] numbers) throws IOException {
        Got prepare = expect('P');
        numbers[0] = prepare.i32();
        String sql = prepare.str();
        Got execute = expect('B');
        assertThat(execute.i32()).isEqualTo(numbers[0]);
        numbers[1] = execute.i32();
        assertThat(execute.i8()).as("binary rows").isEqualTo(1);
        numbers[2] = execute.i32();
        assertThat(execute.i32()).as("parameters").isZero();
        return sql;
    }

    /** Reads what a client sends to say goodbye, or finds it gone. */
    public void expectEnd() throws IOException {
        Got got = read();
        while (got != null && got.type() == 'U') {
            got = read();
        }
        assertThat(got == null || got.type() == 'X').as("goodbye").isTrue();
    }

    public void close() throws IOException {
        socket.close();
    }
}
