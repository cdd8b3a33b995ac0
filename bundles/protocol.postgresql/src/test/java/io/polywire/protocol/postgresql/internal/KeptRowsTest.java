package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.polywire.api.session.KeptRows;
import io.polywire.api.session.RowSink;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.TextEncoding;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.type.WireType;
import io.polywire.protocol.postgresql.internal.type.WireTypes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows that are encoded once and sent again and again. */
class KeptRowsTest {
    private static final WireType[] COLUMNS = {
        WireTypes.of(Type.of(TypeKind.INT32, "int4")),
        WireTypes.of(Type.of(TypeKind.TEXT, "text")),
        WireTypes.of(Type.of(TypeKind.TIMESTAMP_TZ, "timestamptz"))
    };

    private EmbeddedChannel channel;
    private Link link;
    private RowEncoder encoder;

    /** Counts how often it is read. */
    private static final class Rows implements KeptRows {
        final int count;
        int reads;
        int offers;
        private Object form;

        Rows(int count) {
            this.count = count;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public void putInto(RowSink sink) {
            reads++;
            put(sink);
        }

        void put(RowSink sink) {
            for (int i = 0; i < count; i++) {
                sink.startRow();
                sink.putLong(i);
                if (i % 3 == 1) {
                    sink.putNull();
                } else {
                    byte[] b = ("\u00e4 " + i).getBytes(StandardCharsets.UTF_8);
                    sink.putUtf8(b, 0, b.length);
                }
                sink.putLong(1_000_000L * i);
                sink.endRow();
            }
        }

        @Override
        public Object form() {
            return form;
        }

        @Override
        public void offer(Object made, int bytes) {
            offers++;
            form = made;
        }
    }

    @BeforeEach
    void open() {
        channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        link = new Link(channel.pipeline().firstContext(), 1 << 20);
        encoder = new RowEncoder(link);
    }

    @AfterEach
    void close() {
        link.discard();
        channel.finishAndReleaseAll();
    }

    private byte[] taken(Rows rows, Formats formats, TextStyle style, Transcoder transcoder) {
        begin(formats, style, transcoder);
        assertThat(encoder.takeAll(rows)).isEqualTo(RowSink.Taken.ALL);
        assertThat(encoder.rows()).isEqualTo(rows.count);
        return written();
    }

    private byte[] put(Rows rows, Formats formats, TextStyle style, Transcoder transcoder) {
        begin(formats, style, transcoder);
        rows.put(encoder);
        return written();
    }

    private void begin(Formats formats, TextStyle style, Transcoder transcoder) {
        link.out().u8('-');
        encoder.begin(COLUMNS, formats, style, transcoder);
    }

    private byte[] written() {
        byte[] all = link.out().copy(0);
        link.out().discard();
        return all;
    }

    @Test
    @DisplayName("they are the messages that the same rows are one by one, and are made once")
    void areTheSame() {
        Rows rows = new Rows(10);
        byte[] expected = put(rows, Formats.ALL_TEXT, TextStyle.DEFAULT, null);
        for (int i = 0; i < 3; i++) {
            // sessions differ in what is now, which no value that is shown depends on
            long now = i;
            assertThat(taken(rows, new Formats(), TextStyle.DEFAULT.at(() -> now), null))
                    .isEqualTo(expected);
        }
        assertThat(rows.reads).isEqualTo(1);
    }

    @Test
    @DisplayName("other formats, styles, encodings and types have other messages")
    void dependOnTheClient() {
        Rows rows = new Rows(10);
        TextStyle german = TextStyle.DEFAULT.with("DateStyle", "German");
        Transcoder latin = Transcoder.of(TextEncoding.LATIN1);
        for (int i = 0; i < 2; i++) {
            for (Formats f : new Formats[] {Formats.ALL_TEXT, Formats.ALL_BINARY}) {
                for (TextStyle s : new TextStyle[] {TextStyle.DEFAULT, german}) {
                    for (Transcoder t : new Transcoder[] {null, latin}) {
                        assertThat(taken(rows, f, s, t)).isEqualTo(put(rows, f, s, t));
                    }
                }
            }
        }
        byte[] before = taken(rows, Formats.ALL_BINARY, TextStyle.DEFAULT, null);
        WireType wide = WireTypes.of(Type.of(TypeKind.INT64, "int8"));
        link.out().u8('-');
        encoder.begin(new WireType[] {wide, COLUMNS[1], COLUMNS[2]}, Formats.ALL_BINARY, TextStyle.DEFAULT, null);
        encoder.takeAll(rows);
        assertThat(written().length).isEqualTo(before.length + 4 * rows.count);
    }

    @Test
    @DisplayName("many go to the event loop piece by piece; a client that does not read has them pause")
    void pause() {
        Rows rows = new Rows(1000);
        begin(Formats.ALL_TEXT, TextStyle.DEFAULT, null);
        for (int i = 0; i < 3; i++) {
            assertThat(encoder.takeAll(rows)).isEqualTo(RowSink.Taken.ALL);
        }
        int all = 3000;
        assertThat(encoder.rows()).isEqualTo(all);
        assertThat(channel.outboundMessages()).isNotEmpty();
        assertThat(rows.reads).isEqualTo(1);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        assertThat(encoder.takeAll(rows)).isEqualTo(RowSink.Taken.PAUSE);
    }

    @Test
    @DisplayName("the result of a function call is no row")
    void areNoResultOfACall() {
        encoder.begin(COLUMNS, Formats.ALL_TEXT, TextStyle.DEFAULT, null);
        encoder.asCall();
        assertThat(encoder.takeAll(new Rows(1))).isEqualTo(RowSink.Taken.NONE);
    }
}
