package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.wire.Limits;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void answersRowsAndTag() {
        try (Harness h = Harness.started()) {
            List<ServerMessage> replies = h.send(query("select 3"));
            assertThat(types(replies)).isEqualTo("DDDC");
            assertThat(replies.get(0).row()).containsExactly("0", "row 0", "0.0", "");
            assertThat(replies.get(1).row()).containsExactly("1", "row 1", "0.5", "r");
            assertThat(replies.get(2).row()).containsExactly("2", null, "1.0", "ro");
            assertThat(replies.get(3).payload()).isEqualTo(Frames.utf8("SELECT 3\0"));
            assertThat(h.session().openPortals).hasValue(0);
        }
    }

    @Test
    void tagsHaveCountsForFourVerbsOnly() {
        try (Harness h = Harness.started()) {
            assertThat(h.send(query("insert")).get(0).text()).isEqualTo("INSERT 1");
            assertThat(h.send(query("create")).get(0).text()).isEqualTo("CREATE TABLE");
        }
    }

    @Test
    void emptyTextHasAnEmptyTag() {
        try (Harness h = Harness.started()) {
            assertThat(h.send(query("")).get(0).payload()).containsExactly(0);
            assertThat(h.send(Frames.frame('Q', new byte[0])).get(0).payload()).containsExactly(0);
            assertThat(h.send(query(" ; ")).get(0).payload()).containsExactly(0);
        }
    }

    @Test
    void severalStatementsStopAtTheFirstError() {
        try (Harness h = Harness.started("errors", "fields")) {
            List<ServerMessage> replies = h.send(query("select 1; insert; fail; insert"));
            assertThat(types(replies)).isEqualTo("DCCE");
            ServerMessage error = replies.get(3);
            assertThat(error.field('C')).isEqualTo("42601");
            assertThat(error.field('S')).isEqualTo("ERROR");
            assertThat(error.field('M')).isEqualTo("near \"fail\"");
            assertThat(error.field('D')).isEqualTo("a detail");
            assertThat(error.field('H')).isEqualTo("a hint");
            // third character of the statement that begins at the 19th of the text
            assertThat(error.field('P')).isEqualTo(Integer.toString("select 1; insert; ".length() + 3));
            assertThat(h.session().inserts).isEqualTo(1);
            assertThat(types(h.send(query("select 1")))).isEqualTo("DC");
        }
    }

    @Test
    void errorsWithoutFieldsAreOneText() {
        try (Harness h = Harness.started()) {
            assertThat(h.send(query("fail")).get(0).text()).isEqualTo("near \"fail\"\nDetail: a detail\nHint: a hint");
            assertThat(h.send(query("failrun")).get(0).text()).isEqualTo("division by zero");
            assertThat(h.send(query("unsplittable")).get(0).text()).isEqualTo("unterminated string");
        }
    }

    @Test
    void aRowThatWasBegunIsDroppedWithItsFailure() {
        try (Harness h = Harness.started()) {
            assertThat(types(h.send(query("select 1; failrow")))).isEqualTo("DCE");
            assertThat(h.session().openPortals).hasValue(0);
        }
    }

    @Test
    void textOfAForeignFileThatIsNotUtf8FailsAndNamesTheColumn() {
        try (Harness h = Harness.started("errors", "fields")) {
            ServerMessage error = h.send(query("badtext")).get(0);
            assertThat(error.field('C')).isEqualTo("22021");
            assertThat(error.field('M')).contains("column \"t\"");
            assertThat(types(h.send(query("select 1")))).isEqualTo("DC");
        }
    }

    @Test
    void statementThatIsNotUtf8IsRefusedAndTheConnectionLives() {
        try (Harness h = Harness.started("errors", "fields")) {
            ServerMessage error = h.send(Frames.frame('Q', new byte[] {'a', (byte) 0xC0, (byte) 0x80, 0}))
                    .get(0);
            assertThat(error.field('C')).isEqualTo("22021");
            error = h.send(Frames.frame('Q', new byte[] {'a', 0, 'b', 0})).get(0);
            assertThat(error.field('C')).isEqualTo("22021");
            assertThat(types(h.send(query("select 1")))).isEqualTo("DC");
            assertThat(h.connection.violations).isEmpty();
        }
    }

    @Test
    void describesRowsIfAsked() {
        try (Harness h = Harness.started("describe", "1")) {
            List<ServerMessage> replies = h.send(query("select 1;insert"));
            assertThat(types(replies)).isEqualTo("TDCC");
            ByteBuffer in = replies.get(0).reader();
            assertThat(in.getInt()).isEqualTo(4);
            assertThat(ServerMessage.string(in)).isEqualTo("id");
            assertThat(in.getInt()).isEqualTo(4);
            assertThat(ServerMessage.string(in)).isEqualTo("name");
            assertThat(in.getInt()).isEqualTo(8);
            assertThat(ServerMessage.string(in)).isEqualTo("ratio");
            assertThat(in.getInt()).isEqualTo(6);
            assertThat(ServerMessage.string(in)).isEqualTo("data");
            assertThat(in.getInt()).isEqualTo(11);
            assertThat(in.hasRemaining()).isFalse();
        }
    }

    @Test
    void readyFollowsEachReplyIfAsked() {
        try (Harness h = Harness.started("ready", "every")) {
            assertThat(h.send(query("select 1")).get(2).strings(1)).containsExactly("transaction", "I");
            assertThat(h.send(query("begin")).get(1).strings(1)).containsExactly("transaction", "T");
            assertThat(types(h.send(query("fail")))).isEqualTo("EZ");
            assertThat(types(h.send(Frames.frame('Q', new byte[] {(byte) 0xFF}))))
                    .isEqualTo("EZ");
            h.session().state = io.polywire.api.session.Transaction.State.FAILED;
            assertThat(h.send(query("fail")).get(1).strings(1)).containsExactly("transaction", "E");
        }
    }

    @Test
    void severalResultsOfOneStatement() {
        try (Harness h = Harness.started()) {
            List<ServerMessage> replies = h.send(query("several"));
            assertThat(types(replies)).isEqualTo("DCDCDC");
            assertThat(replies.get(4).row()).containsExactly("2");
            assertThat(h.session().openPortals).hasValue(0);
        }
    }

    @Test
    void typedValuesHaveTheirTextForm() {
        try (Harness h = Harness.started()) {
            assertThat(h.send(query("typed")).get(0).row())
                    .containsExactly(
                            "2024-10-04",
                            "1970-01-01 00:00:01.5",
                            "-123.45",
                            "18446744073709551615",
                            "00010203-0405-0607-0809-0a0b0c0d0e0f",
                            "0.1",
                            "1",
                            "infinity",
                            "01:01:01");
        }
    }

    @Test
    void largeValuesAndManyRowsComeWhole() {
        try (Harness h = Harness.started()) {
            assertThat(h.send(query("text 1000000")).get(0).row().get(0)).hasSize(1_000_000);
            List<ServerMessage> replies = h.send(query("select 100000"));
            assertThat(replies).hasSize(100_001);
            assertThat(replies.get(99_999).row().get(0)).isEqualTo("99999");
        }
    }

    @Test
    void aRowOverTheLimitFails() {
        try (Harness h = Harness.started(FakeListener.PLAIN.withOption("row_bytes", "1024"), "errors", "fields")) {
            List<ServerMessage> replies = h.send(query("text 900; text 2000"));
            assertThat(types(replies)).isEqualTo("DCE");
            assertThat(replies.get(2).field('C')).isEqualTo("54000");
        }
    }

    @Test
    void pipelinedRepliesComeInOrderAndInOneFlush() {
        try (Harness h = Harness.started()) {
            byte[] raw = h.sendRaw(concat(query("select 1"), query("fail"), query("insert"), query("select 2")));
            assertThat(types(ServerMessage.parse(raw))).isEqualTo("DCECDDC");
        }
    }

    @Test
    void storageThatIsGoneKeepsTheConnection() {
        try (Harness h = Harness.started("errors", "fields")) {
            assertThat(h.send(query("gone")).get(0).field('C')).isEqualTo("57P03");
            assertThat(types(h.send(query("select 1")))).isEqualTo("DC");
        }
    }

    @Test
    void fatalFailureEndsTheConnection() {
        try (Harness h = Harness.started("errors", "fields")) {
            List<ServerMessage> replies = h.send(concat(query("die"), query("select 1")));
            assertThat(types(replies)).isEqualTo("E");
            assertThat(replies.get(0).field('S')).isEqualTo("FATAL");
            assertThat(h.channel.isOpen()).isFalse();
            assertThat(h.session().closed).isTrue();
        }
    }

    @Test
    void aBugEndsTheConnectionWithoutTellingMore() {
        try (Harness h = Harness.started("errors", "fields")) {
            ServerMessage error = h.send(query("bug")).get(0);
            assertThat(error.field('C')).isEqualTo("XX000");
            assertThat(error.field('M')).isEqualTo("internal error");
            assertThat(h.log.causes).hasSize(1);
            assertThat(h.channel.isOpen()).isFalse();
        }
    }

    @Test
    void aStatementOfSixteenMebibytesWorksWithinTheLimit() {
        Limits limits = Limits.DEFAULT;
        try (Harness h = Harness.started()) {
            String text = "select 1" + " ".repeat(limits.message() - 5 - 9);
            byte[] frame = query(text);
            assertThat(frame).hasSize(limits.message());
            assertThat(types(h.send(frame))).isEqualTo("DC");
            byte[][] parts = new byte[frame.length / 65536][];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = java.util.Arrays.copyOfRange(frame, i * 65536, (i + 1) * 65536);
            }
            assertThat(types(h.send(parts))).isEqualTo("DC");
        }
    }
}
