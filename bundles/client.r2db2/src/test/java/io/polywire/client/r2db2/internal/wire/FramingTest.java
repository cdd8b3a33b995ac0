package io.polywire.client.r2db2.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.peer.Msg;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final int MAX = 1 << 20;

    /** Gives the bytes in pieces that end at the given places. */
    private static InputStream pieces(byte[] bytes, int... cuts) {
        return new InputStream() {
            private int at;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (at == bytes.length) {
                    return -1;
                }
                int end = bytes.length;
                for (int cut : cuts) {
                    if (cut > at && cut < end) {
                        end = cut;
                    }
                }
                int count = Math.min(length, end - at);
                System.arraycopy(bytes, at, into, from, count);
                at += count;
                return count;
            }
        };
    }

    private static byte[] join(Msg... messages) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Msg message : messages) {
            all.write(message.bytes());
        }
        return all.toByteArray();
    }

    @Test
    void aMessageMayBeSplitAtAnyByte() throws IOException {
        byte[] bytes = join(
                Msg.ready('I'),
                Msg.row(1, "two", null, 3.5),
                Msg.of('C').str("SELECT 1"),
                Msg.of('E'),
                Msg.of('T').i32(0));
        for (int cut = 1; cut < bytes.length; cut++) {
            FrameReader reader = new FrameReader(pieces(bytes, cut), MAX);
            StringBuilder types = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                types.append((char) reader.next());
                if (reader.frame().type() == 'C') {
                    assertThat(reader.frame().readString()).isEqualTo("SELECT 1");
                    assertThat(reader.frame().remaining()).isZero();
                }
            }
            assertThat(types).hasToString("ZdCET");
            assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void theEndInsideAMessageIsTold() throws IOException {
        byte[] bytes = join(Msg.row(1, "two"));
        for (int length = 1; length < bytes.length; length++) {
            FrameReader reader = new FrameReader(new ByteArrayInputStream(Arrays.copyOf(bytes, length)), MAX);
            assertThatThrownBy(reader::next).isInstanceOf(EOFException.class).hasMessageContaining("in the middle");
        }
    }

    @Property(tries = 200)
    void anyMessagesComeThroughInAnyPieces(
            @ForAll @Size(max = 12) List<@IntRange(max = 100_000) Integer> sizes, @ForAll("cuts") int[] cuts)
            throws IOException {
        List<Msg> messages = new ArrayList<>();
        for (int size : sizes) {
            byte[] payload = new byte[size];
            Arrays.fill(payload, (byte) size);
            messages.add(Msg.of('D').raw(payload));
        }
        FrameReader reader = new FrameReader(pieces(join(messages.toArray(new Msg[0])), cuts), MAX);
        for (int size : sizes) {
            assertThat(reader.next()).isEqualTo((byte) 'D');
            assertThat(reader.frame().remaining()).isEqualTo(size);
            for (int i = 0; i < size; i += 997) {
                assertThat(reader.frame().data()[reader.frame().position() + i]).isEqualTo((byte) size);
            }
        }
    }

    @Provide
    Arbitrary<int[]> cuts() {
        return Arbitraries.integers().between(1, 300_000).array(int[].class).ofMaxSize(20);
    }

    @Property(tries = 2000)
    void rubbishNeverDoesMoreThanFail(@ForAll byte[] bytes) {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(bytes), MAX);
        reader.decompression(Compression.lz4(0));
        Row row = new Row();
        try {
            while (true) {
                reader.next();
                if (reader.frame().type() == 'E') {
                    ServerError.read(reader.frame());
                } else {
                    row.load(reader.frame());
                }
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOfAny(EOFException.class, ProtocolException.class);
        }
    }

    @Test
    void aLongMessageIsNotBelievedBeforeItCame() {
        byte[] bytes = {'D', 0x7F, 0, 0, 0, 1, 2, 3};
        FrameReader reader = new FrameReader(new ByteArrayInputStream(bytes), Integer.MAX_VALUE - 64);
        // would need 2 GiB if the length were believed
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }

    @Test
    void theWriterSendsWholeMessages() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(out);
        writer.begin(Codes.QUERY).putString("SELECT 1").end();
        writer.begin(Codes.FETCH).putInt(3).putLong(-2).putByte(7).end();
        assertThat(out.size()).isZero();
        writer.flush();
        assertThat(out.toByteArray())
                .isEqualTo(join(
                        Msg.of('Q').str("SELECT 1"), Msg.of('F').i32(3).i64(-2).i8(7)));
    }

    @Property(tries = 100)
    void whatIsCompressedIsReadBack(@ForAll @Size(min = 1, max = 30) List<@IntRange(max = 3000) Integer> sizes)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(out);
        writer.compression(Compression.lz4(0));
        for (int size : sizes) {
            writer.begin(Codes.QUERY);
            for (int i = 0; i < size; i++) {
                writer.putByte(i % 7);
            }
            writer.end();
        }
        writer.flush();
        FrameReader reader = new FrameReader(new ByteArrayInputStream(out.toByteArray()), MAX);
        reader.decompression(Compression.lz4(0));
        for (int size : sizes) {
            assertThat(reader.next()).isEqualTo(Codes.QUERY);
            assertThat(reader.frame().remaining()).isEqualTo(size);
        }
    }
}
