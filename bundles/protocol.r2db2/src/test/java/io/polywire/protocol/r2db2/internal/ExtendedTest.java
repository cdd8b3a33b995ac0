package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.batch;
import static io.polywire.protocol.r2db2.internal.Frames.close;
import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.execute;
import static io.polywire.protocol.r2db2.internal.Frames.fetch;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.int32;
import static io.polywire.protocol.r2db2.internal.Frames.parameters;
import static io.polywire.protocol.r2db2.internal.Frames.prepare;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExtendedTest {
    private static final byte[] NONE = parameters();
    private Harness h;

    @BeforeEach
    void start() {
        h = Harness.started("extended", "1", "errors", "fields");
    }

    @AfterEach
    void end() {
        assertThat(h.connection.violations).isEmpty();
        h.close();
    }

    private String failure(List<ServerMessage> replies) {
        assertThat(types(replies)).isEqualTo("E");
        return replies.get(0).field('C');
    }

    @Test
    void prepareDescribesParametersAndColumns() {
        ServerMessage reply = h.send(prepare(5, "select 1", 4, 0, 19)).get(0);
        assertThat(reply.type()).isEqualTo('t');
        ByteBuffer in = reply.reader();
        assertThat(in.getInt()).isEqualTo(5);
        assertThat(in.getInt()).isEqualTo(3);
        assertThat(in.getInt()).isEqualTo(4);
        assertThat(in.getInt()).isZero();
        assertThat(in.getInt()).isEqualTo(19);
        assertThat(in.getInt()).isEqualTo(4);
        assertThat(ServerMessage.string(in)).isEqualTo("id");
        assertThat(in.getInt()).isEqualTo(4);
    }

    @Test
    void theSessionIsToldOfStatements() {
        h.session().mostHeld = 250;
        assertThat(types(h.send(prepare(1, "select 1"), prepare(2, "select 1"), prepare(3, "select 1"))))
                .isEqualTo("ttE");
        assertThat(h.session().held).isEqualTo(200);
        assertThat(types(h.send(execute(2, 0, 0, 0, NONE)))).isEqualTo("DC");
        // a number that is used again, one that is closed, one that is not there
        assertThat(types(h.send(prepare(2, "select 1"), close('S', 1), close('S', 77), prepare(3, "select 1"))))
                .isEqualTo("tt");
        assertThat(h.session().held).isEqualTo(200);
        h.send(close('S', 2), close('S', 3));
        assertThat(h.session().held).isZero();
    }

    @Test
    void parametersOfEveryKindComeBackInBothRows() {
        byte[] values = parameters(1L, -2.5, "tschüß", new byte[] {0, 1}, null, Long.MIN_VALUE, "", new byte[0]);
        h.send(prepare(0, "echo"));
        List<ServerMessage> text = h.send(execute(0, 0, 0, 0, values));
        assertThat(types(text)).isEqualTo("DDDDDDDDC");
        assertThat(text.stream().limit(8).map(m -> m.row().get(0)).toList())
                .containsExactly("1", "-2.5", "tschüß", "\0\1", null, "-9223372036854775808", "", "");
        List<ServerMessage> binary = h.send(execute(0, 0, 1, 0, values));
        assertThat(types(binary)).isEqualTo("ddddddddC");
        assertThat(binary.get(0).binaryRow()).containsExactly(1L);
        assertThat(binary.get(1).binaryRow()).containsExactly(-2.5);
        assertThat(binary.get(2).binaryRow()).containsExactly("tschüß");
        assertThat((byte[]) binary.get(3).binaryRow().get(0)).containsExactly(0, 1);
        assertThat(binary.get(4).binaryRow()).containsExactly((Object) null);
        assertThat(binary.get(5).binaryRow()).containsExactly(Long.MIN_VALUE);
        assertThat(binary.get(6).binaryRow()).containsExactly("");
        assertThat((byte[]) binary.get(7).binaryRow().get(0)).isEmpty();
    }

    @Test
    void completionCarriesCounts() {
        h.send(prepare(1, "insert"));
        ByteBuffer in = h.send(execute(1, 0, 0, 0, NONE)).get(0).reader();
        assertThat(ServerMessage.string(in)).isEqualTo("INSERT 1");
        assertThat(in.getLong()).isEqualTo(1);
        assertThat(in.getLong()).isEqualTo(1);
        assertThat(in.hasRemaining()).isFalse();
        in = h.send(query("select 2")).get(2).reader();
        assertThat(ServerMessage.string(in)).isEqualTo("SELECT 2");
        assertThat(in.getLong()).isZero();
        assertThat(in.getLong()).isZero();
    }

    @Test
    void aPortalIsFetchedInPages() {
        h.send(prepare(1, "select 5"));
        List<ServerMessage> replies = h.send(execute(1, 9, 0, 2, NONE));
        assertThat(types(replies)).isEqualTo("DDs");
        assertThat(replies.get(2).payload()).isEqualTo(int32(9));
        assertThat(types(h.send(fetch(9, 2)))).isEqualTo("DDs");
        replies = h.send(fetch(9, 2));
        assertThat(types(replies)).isEqualTo("DC");
        assertThat(ServerMessage.string(replies.get(1).reader())).isEqualTo("SELECT 5");
        assertThat(failure(h.send(fetch(9, 2)))).isEqualTo("34000");
        assertThat(h.session().openPortals).hasValue(0);
    }

    @Test
    void aPageMayEndExactlyAtTheEnd() {
        h.send(prepare(1, "select 4"));
        assertThat(types(h.send(execute(1, 9, 1, 4, NONE)))).isEqualTo("dddds");
        assertThat(types(h.send(fetch(9, 0)))).isEqualTo("C");
    }

    @Test
    void withoutAPortalTheLimitCutsTheResult() {
        h.send(prepare(1, "select 5"));
        List<ServerMessage> replies = h.send(execute(1, 0, 0, 2, NONE));
        assertThat(types(replies)).isEqualTo("DDC");
        assertThat(ServerMessage.string(replies.get(2).reader())).isEqualTo("SELECT 2");
        assertThat(h.session().openPortals).hasValue(0);
    }

    @Test
    void numbersInUseAreReplaced() {
        h.send(prepare(1, "select 5"), execute(1, 9, 0, 2, NONE));
        assertThat(h.session().openPortals).hasValue(1);
        assertThat(types(h.send(prepare(1, "select 1"), execute(1, 9, 0, 0, NONE))))
                .isEqualTo("tDC");
        assertThat(h.session().openPortals).hasValue(0);
        // a failed one leaves none behind
        assertThat(types(h.send(prepare(1, "fail"), execute(1, 0, 0, 0, NONE)))).isEqualTo("EE");
    }

    @Test
    void closingIsNotAnswered() {
        h.send(prepare(1, "select 5"), execute(1, 9, 0, 2, NONE));
        assertThat(h.send(close('P', 9), close('P', 77), close('S', 1), close('S', 77)))
                .isEmpty();
        assertThat(h.session().openPortals).hasValue(0);
        assertThat(failure(h.send(execute(1, 0, 0, 0, NONE)))).isEqualTo("26000");
        assertThat(failure(h.send(fetch(9, 0)))).isEqualTo("34000");
    }

    @Test
    void errorsOfExecutionLeaveTheConnection() {
        h.send(prepare(1, "two values"));
        assertThat(failure(h.send(execute(1, 0, 0, 0, parameters(1L))))).isEqualTo("08P01");
        h.send(prepare(2, "failrow"));
        assertThat(failure(h.send(execute(2, 3, 0, 0, NONE)))).isEqualTo("22012");
        assertThat(failure(h.send(prepare(3, "fail")))).isEqualTo("42601");
        assertThat(failure(h.send(prepare(3, "select 1", 99)))).isEqualTo("42704");
        assertThat(h.session().openPortals).hasValue(0);
        h.connection.violations.clear();
    }

    @Test
    void textParametersMustBeUtf8() {
        h.send(prepare(1, "echo"));
        byte[] bad = concat(int32(1), new byte[] {0}, int32(2), new byte[] {(byte) 0xED, (byte) 0xA0});
        List<ServerMessage> replies = h.send(execute(1, 0, 0, 0, bad));
        assertThat(failure(replies)).isEqualTo("22021");
        assertThat(replies.get(0).field('M')).isEqualTo("parameter 1 is not valid UTF-8");
    }

    @Test
    void severalResultsAreRefusedOverExecute() {
        h.send(prepare(1, "several"));
        assertThat(types(h.send(execute(1, 0, 0, 0, NONE)))).isEqualTo("DE");
    }

    @Test
    void emptyStatement() {
        assertThat(types(h.send(prepare(1, ""), execute(1, 0, 0, 0, NONE)))).isEqualTo("tC");
    }

    @Test
    void aBatchCountsItsSets() {
        h.send(prepare(1, "insert"));
        ServerMessage reply =
                h.send(batch(1, parameters(1L), parameters(2L), parameters(3L))).get(0);
        assertThat(reply.type()).isEqualTo('w');
        ByteBuffer in = reply.reader();
        assertThat(in.getInt()).isEqualTo(3);
        assertThat(in.getLong()).isEqualTo(1);
        assertThat(in.getLong()).isEqualTo(1);
        assertThat(in.getLong()).isEqualTo(1);
        assertThat(in.getLong()).isEqualTo(3);
        assertThat(in.hasRemaining()).isFalse();
        assertThat(h.session().loaded).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anEmptyBatch() {
        h.send(prepare(1, "insert"));
        assertThat(h.send(batch(1)).get(0).payload()).isEqualTo(concat(int32(0), Frames.int64(0)));
    }

    @Test
    void aFailedBatchNamesTheSet() {
        h.send(prepare(1, "insert"));
        List<ServerMessage> replies = h.send(concat(
                query("insert"), batch(1, parameters("good"), parameters("bad"), parameters("good")), query("insert")));
        assertThat(types(replies)).isEqualTo("CEC");
        assertThat(replies.get(1).field('C')).isEqualTo("23505");
        assertThat(replies.get(1).field('i')).isEqualTo("1");
        assertThat(failure(h.send(batch(8)))).isEqualTo("26000");
    }

    @Test
    void textInABatchMustBeUtf8() {
        h.send(prepare(1, "insert"));
        byte[] bad = concat(int32(1), new byte[] {0}, int32(1), new byte[] {(byte) 0xFF});
        List<ServerMessage> replies = h.send(batch(1, parameters("good"), bad));
        assertThat(failure(replies)).isEqualTo("22021");
        assertThat(replies.get(0).field('i')).isEqualTo("1");
    }

    @Test
    void statementsAndPortalsAreBounded() {
        try (Harness few = Harness.started(
                FakeListener.PLAIN.withOption("statements", "2"), "extended", "1", "errors", "fields")) {
            assertThat(types(few.send(prepare(1, "a"), prepare(2, "b")))).isEqualTo("tt");
            assertThat(failure(few.send(prepare(3, "c")))).isEqualTo("54000");
            assertThat(types(few.send(prepare(2, "c")))).isEqualTo("t");
        }
        try (Harness few =
                Harness.started(FakeListener.PLAIN.withOption("portals", "1"), "extended", "1", "errors", "fields")) {
            assertThat(types(few.send(prepare(1, "select 9"), execute(1, 1, 0, 1, NONE))))
                    .isEqualTo("tDs");
            assertThat(failure(few.send(execute(1, 2, 0, 1, NONE)))).isEqualTo("54000");
            assertThat(few.session().openPortals).hasValue(1);
        }
    }

    @Test
    void readyFollowsEachButClose() {
        try (Harness every = Harness.started("extended", "1", "ready", "every")) {
            assertThat(types(every.send(
                            prepare(1, "select 3"),
                            execute(1, 1, 0, 1, NONE),
                            fetch(1, 1),
                            batch(1, NONE),
                            close('S', 1),
                            execute(1, 0, 0, 0, NONE))))
                    .isEqualTo("tZDsZDsZwZEZ");
        }
    }

    @Test
    void extendedMessagesNeedTheirOption() {
        for (byte[] message :
                List.of(execute(1, 0, 0, 0, NONE), fetch(1, 0), batch(1), close('S', 1), frame('z', new byte[9]))) {
            try (Harness plain = Harness.started()) {
                assertThat(types(plain.send(message))).isEqualTo("E");
                assertThat(plain.channel.isOpen()).isFalse();
                assertThat(plain.connection.violations).hasSize(1);
            }
        }
    }
}
