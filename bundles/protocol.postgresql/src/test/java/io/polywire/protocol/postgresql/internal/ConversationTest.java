package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Transaction;
import io.polywire.api.wire.Drain;
import io.polywire.api.wire.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final String T = "T |\\x02id||||||||||\\x17|\\x04\\xff\\xff\\xff\\xff||name||||||||||\\x19\\xff\\xff"
            + "\\xff\\xff\\xff\\xff||";
    private static final String ROW0 = "D |\\x02|||\\x010|||\\x05row 0";
    private static final String ROW1 = "D |\\x02|||\\x011\\xff\\xff\\xff\\xff";
    private static final String ROW2 = "D |\\x02|||\\x012|||\\x05row 2";

    private final FakeDoor door = Samples.door(Runnable::run);
    private final FakeSession session = door.session;

    private List<String> ask(Frames f) {
        try (Wire w = Wire.in(door)) {
            return w.send(f).replies();
        }
    }

    // ---- simple query ----

    @Test
    void simple_query() {
        assertThat(ask(new Frames().query("three"))).containsExactly(T, ROW0, ROW1, ROW2, "C SELECT 3|", "Z I");
    }

    @Test
    void tags_and_empty_queries() {
        assertThat(ask(new Frames().query("insert"))).containsExactly("C INSERT 0 2|", "Z I");
        assertThat(ask(new Frames().query("create"))).containsExactly("C CREATE TABLE|", "Z I");
        assertThat(ask(new Frames().query(" ; "))).containsExactly("I", "Z I");
    }

    @Test
    void several_statements_are_one_unit_and_its_end_comes_before_the_last_tag() {
        session.endFailure = SqlFailure.of(FailureKind.FOREIGN_KEY, "deferred");
        assertThat(ask(new Frames().query("insert; create")))
                .containsExactly("C INSERT 0 2|", "E SERROR|VERROR|C23503|Mdeferred||", "Z I");
        assertThat(session.calls)
                .containsExactly(
                        "beginUnit",
                        "prepare insert",
                        "run INSERT",
                        "prepare create",
                        "run CREATE TABLE",
                        "endUnit true");
    }

    @Test
    void an_error_in_the_middle_ends_the_script_and_undoes_the_unit() {
        assertThat(ask(new Frames().query("insert; fail; create")))
                .containsExactly("C INSERT 0 2|", "E SERROR|VERROR|C22012|Mdivision by zero|P16||", "Z I");
        assertThat(session.calls).endsWith("run SELECT", "endUnit false").doesNotContain("prepare create");
        assertThat(ask(new Frames().query("lexerror"))).hasSize(2).last().isEqualTo("Z I");
        assertThat(ask(new Frames().query("lookup"))).first().asString().contains("C42P02|Mthere is no parameter $1");
    }

    @Test
    void what_runs_in_no_transaction_is_none_of_several_statements() {
        FakeSession.Stub vacuum = session.add("vacuum", new FakeSession.Stub("VACUUM"));
        assertThat(ask(new Frames().query("insert; vacuum")))
                .containsExactly(
                        "C INSERT 0 2|",
                        "E SERROR|VERROR|C25001|MVACUUM cannot run inside a transaction block||",
                        "Z I");
        assertThat(session.calls).endsWith("prepare vacuum", "endUnit false").doesNotContain("run VACUUM");
        assertThat(ask(new Frames().query("vacuum; insert"))).first().asString().contains("C25001");
        assertThat(ask(new Frames().query("vacuum"))).containsExactly("C VACUUM|", "Z I");
        assertThat(vacuum).isNotNull();
    }

    @Test
    void the_state_of_the_transaction_is_exact() {
        try (Wire w = Wire.in(door)) {
            assertThat(w.send(new Frames().query("begin")).replies()).containsExactly("C BEGIN|", "Z T");
            assertThat(w.send(new Frames().query("fail")).replies()).last().isEqualTo("Z E");
            assertThat(w.send(new Frames().query("select 1")).replies())
                    .first()
                    .asString()
                    .contains("C25P02|");
            assertThat(w.send(new Frames().query("rollback")).replies()).containsExactly("C ROLLBACK|", "Z I");
        }
    }

    // ---- extended query ----

    @Test
    void extended_query_with_one_write() {
        try (Wire w = Wire.in(door)) {
            w.send(new Frames()
                    .parse("", "three")
                    .bind("", "", 0)
                    .describe('P', "")
                    .execute("", 0)
                    .sync());
            assertThat(w.writes()).isEqualTo(1);
            assertThat(w.replies()).containsExactly("1", "2", T, ROW0, ROW1, ROW2, "C SELECT 3|", "Z I");
        }
    }

    @Test
    void a_long_pipeline_is_answered_by_one_flush() {
        Frames f = new Frames().parse("s", "lookup");
        for (int i = 0; i < 20_000; i++) {
            f.bind("", "s", 0, "7", "x").execute("", 0);
        }
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(f.sync()).replies();
            assertThat(r).hasSize(2 + 3 * 20_000).last().isEqualTo("Z I");
        }
    }

    @Test
    void row_limit_suspends_and_counts_each_execute_by_itself() {
        assertThat(ask(new Frames()
                        .parse("", "three")
                        .bind("p", "", 0)
                        .execute("p", 2)
                        .execute("p", 1)
                        .execute("p", 1)
                        .execute("p", 1)
                        .close('P', "p")
                        .execute("p", 1)
                        .sync()))
                .containsExactly(
                        "1",
                        "2",
                        ROW0,
                        ROW1,
                        "s",
                        ROW2,
                        "s",
                        "C SELECT 0|",
                        "C SELECT 0|",
                        "3",
                        "E SERROR|VERROR|C34000|Mportal \"p\" does not exist||",
                        "Z I");
    }

    @Test
    void binary_both_ways_per_parameter_and_column() {
        Frames f = new Frames().parse("", "lookup", 23, 0).describe('S', "");
        f.message(
                'B',
                "",
                "",
                (short) 2,
                (short) 1,
                (short) 0,
                (short) 2,
                4,
                258,
                1,
                new byte[] {'y'},
                (short) 2,
                (short) 1,
                (short) 0);
        assertThat(ask(f.describe('P', "").execute("", 0).sync()))
                .containsExactly(
                        "1",
                        "t |\\x02|||\\x17|||\\x19",
                        "T |\\x02a||||||||||\\x17|\\x04\\xff\\xff\\xff\\xff||b||||||||||\\x19\\xff\\xff\\xff\\xff\\xff\\xff||",
                        "2",
                        "T |\\x02a||||||||||\\x17|\\x04\\xff\\xff\\xff\\xff|\\x01b||||||||||\\x19\\xff\\xff\\xff\\xff\\xff\\xff||",
                        "D |\\x02|||\\x04||\\x01\\x02|||\\x01y",
                        "C SELECT 1|",
                        "Z I");
    }

    @Test
    void after_an_error_everything_up_to_sync_is_skipped() {
        assertThat(ask(new Frames()
                        .parse("", "fail")
                        .bind("", "", 0)
                        .execute("", 0)
                        .execute("", 0)
                        .query("three")
                        .flush()
                        .sync()
                        .parse("", "insert")
                        .bind("", "", 0)
                        .execute("", 0)
                        .sync()))
                .containsExactly(
                        "1",
                        "2",
                        "E SERROR|VERROR|C22012|Mdivision by zero|P8||",
                        "Z I",
                        "1",
                        "2",
                        "C INSERT 0 2|",
                        "Z I");
        assertThat(session.calls).contains("endUnit false");
    }

    @Test
    void errors_in_postgresql_s_words() {
        record Case(Frames sent, String answer) {}
        List<Case> cases = List.of(
                new Case(new Frames().bind("", "", 0), "C26000|Munnamed prepared statement does not exist"),
                new Case(new Frames().bind("", "x", 0), "C26000|Mprepared statement \"x\" does not exist"),
                new Case(new Frames().describe('P', "x"), "C34000|Mportal \"x\" does not exist"),
                new Case(new Frames().describe('x', ""), "C08P01|Minvalid DESCRIBE message subtype 120"),
                new Case(new Frames().close('x', ""), "C08P01|Minvalid CLOSE message subtype 120"),
                new Case(
                        new Frames().parse("a", "three").parse("a", "three"),
                        "C42P05|Mprepared statement \"a\" already exists"),
                new Case(
                        new Frames().parse("", "three").bind("a", "", 0).bind("a", "", 0),
                        "C42P03|Mcursor \"a\" already exists"),
                new Case(
                        new Frames().parse("s", "lookup").bind("", "s", 0, "1"),
                        "C08P01|Mbind message supplies 1 parameters, but prepared statement \"s\" requires 2"),
                new Case(
                        new Frames()
                                .parse("", "lookup")
                                .bind("", "", 7, "1", "a")
                                .execute("", 0),
                        "C22023|Munsupported format code: 7"),
                new Case(
                        new Frames().parse("", "lookup").bind("", "", 0, "abc", "a"),
                        "C22P02|Minvalid input syntax for type integer: \"abc\"|Wunnamed portal parameter $1 = '...'"),
                new Case(
                        new Frames()
                                .parse("", "lookup")
                                .message('B', "", "", (short) 1, (short) 1, (short) 2, 5, new byte[5], -1, (short) 0),
                        "C22P03|Mincorrect binary data format in bind parameter 1"),
                new Case(
                        new Frames()
                                .parse("", "lookup")
                                .message('B', "", "", (short) 1, (short) 1, (short) 2, 4, new byte[4], 9, (short) 0),
                        "C08P01|Minsufficient data left in message"),
                new Case(
                        new Frames().parse("", "three").message('B', "", "", (short) 0, (short) 0, (short) 3, 0, (short)
                                0),
                        "C08P01|Mbind message has 3 result formats but query has 2 columns"),
                new Case(new Frames().message('P', "", new byte[] {'x'}), "C08P01|Minvalid string in message"),
                new Case(new Frames().message('E', "", 0, 0), "C08P01|Minvalid message format"),
                new Case(
                        new Frames()
                                .parse("", "insert")
                                .bind("", "", 0)
                                .execute("", 0)
                                .execute("", 0),
                        "C55000|Mportal \"\" cannot be run"),
                new Case(
                        new Frames().message('P', "", new byte[] {(byte) 0xC3, 0}, (short) 0),
                        "C22021|Minvalid byte sequence for encoding \"UTF8\": 0xc3"));
        for (Case c : cases) {
            List<String> r = ask(c.sent.sync());
            assertThat(r).last().isEqualTo("Z I");
            assertThat(r.get(r.size() - 2)).startsWith("E SERROR|VERROR|").contains(c.answer);
        }
    }

    @Test
    void portals_end_with_their_transaction() {
        try (Wire w = Wire.in(door)) {
            w.send(new Frames()
                    .parse("s", "three")
                    .bind("p", "s", 0)
                    .sync()
                    .execute("p", 0)
                    .sync());
            assertThat(w.replies()).contains("E SERROR|VERROR|C34000|Mportal \"p\" does not exist||");
            w.send(new Frames()
                    .query("begin")
                    .bind("p", "s", 0)
                    .sync()
                    .execute("p", 2)
                    .sync()
                    .execute("p", 0)
                    .sync());
            assertThat(w.replies())
                    .containsExactly("C BEGIN|", "Z T", "2", "Z T", ROW0, ROW1, "s", "Z T", ROW2, "C SELECT 1|", "Z T");
        }
    }

    @Test
    void an_error_of_the_wire_fails_the_block_too() {
        try (Wire w = Wire.in(door)) {
            w.send(new Frames().query("begin").bind("", "nope", 0).sync());
            assertThat(w.replies()).last().isEqualTo("Z E");
            assertThat(w.send(new Frames().query("three")).replies())
                    .containsExactly(
                            "E SERROR|VERROR|C25P02|Mcurrent transaction is aborted, commands ignored until end of"
                                    + " transaction block||",
                            "Z E");
            assertThat(w.send(new Frames().query("rollback")).replies()).containsExactly("C ROLLBACK|", "Z I");
        }
    }

    @Test
    void flush_sends_what_there_is() {
        try (Wire w = Wire.in(door)) {
            assertThat(w.send(new Frames().parse("", "three")).replies()).isEmpty();
            assertThat(w.send(new Frames().flush()).replies()).containsExactly("1");
        }
    }

    // ---- other messages ----

    @Test
    void a_function_call_is_a_query_of_one_value() {
        assertThat(ask(new Frames().message('F', 7, (short) 0, (short) 1, 2, "42".getBytes(), (short) 0)))
                .hasSize(2)
                .last()
                .isEqualTo("Z I");
        assertThat(session.calls).contains("prepare function 7");
        assertThat(ask(new Frames().message('F', 7, (short) 0, (short) 0, (short) 0)))
                .containsExactly(
                        "E SERROR|VERROR|C08P01|Mfunction call message contains 0 arguments but function requires 1||",
                        "Z I");
        assertThat(ask(new Frames().message('F', 8, (short) 0, (short) 0, (short) 0)))
                .containsExactly("E SERROR|VERROR|C42601|Msyntax error|P1||", "Z I");
    }

    @Test
    void a_bind_looks_again_at_what_has_changed() {
        FakeSession.Stub three = session.statements.get("three");
        try (Wire w = Wire.in(door)) {
            assertThat(w.send(new Frames().parse("n", "three").sync()).replies())
                    .containsExactly("1", "Z I");
            three.current = false;
            assertThat(w.send(new Frames().bind("", "n", 0).sync()).replies()).containsExactly("2", "Z I");
            assertThat(session.calls).contains("renew");
            assertThat(three.current).isTrue();
            three.current = false;
            three.renewFailure = SqlFailure.of(FailureKind.UNDEFINED_TABLE, "gone");
            assertThat(w.send(new Frames().bind("", "n", 0).sync()).replies())
                    .containsExactly("E SERROR|VERROR|C42P01|Mgone||", "Z I");
        }
    }

    @Test
    void copy_data_without_a_copy_is_read_over() {
        assertThat(ask(new Frames()
                        .message('d', "x")
                        .message('c')
                        .message('f', "no")
                        .query("insert")))
                .containsExactly("C INSERT 0 2|", "Z I");
    }

    @Test
    void bad_frames_end_the_connection() {
        try (Wire w = Wire.in(door)) {
            assertThat(w.send(new Frames().message('y')).replies())
                    .containsExactly("E SFATAL|VFATAL|C08P01|Minvalid frontend message type 121||");
            assertThat(w.isOpen()).isFalse();
            assertThat(session.closed).isTrue();
            assertThat(door.violations).containsExactly("invalid frontend message type 121");
        }
        for (byte[] bad : List.of(
                new byte[] {'Q', 0, 0, 0, 3}, new byte[] {'S', 0, 0, 0x7F, 0}, new byte[] {'Q', 0x7F, -1, -1, -1})) {
            try (Wire w = Wire.in(Samples.door(Runnable::run))) {
                assertThat(w.send(bad).replies()).isEmpty();
                assertThat(w.isOpen()).isFalse();
            }
        }
    }

    @Test
    void an_oversized_message_is_dropped_as_it_comes_and_refused() {
        door.limits = new Limits(64 * 1024, 1000, 10_000, 0, 60_000, 256 * 1024);
        try (Wire w = Wire.in(door)) {
            w.send(new Frames().query("x".repeat(5000)).query("insert"));
            assertThat(w.replies())
                    .containsExactly(
                            "E SERROR|VERROR|C54000|Ma message of 5005 bytes is longer than the 1000 that are"
                                    + " allowed||",
                            "Z I",
                            "C INSERT 0 2|",
                            "Z I");
            w.send(new Frames().parse("", "x".repeat(5000)).query("insert").sync());
            assertThat(w.replies()).hasSize(2).last().isEqualTo("Z I");
            assertThat(door.violations).hasSize(2).allMatch(v -> v.contains("is longer than the 1000"));
        }
    }

    @Test
    void terminate_closes() {
        try (Wire w = Wire.in(door)) {
            assertThat(w.send(new Frames().message('X')).replies()).isEmpty();
            assertThat(w.isOpen()).isFalse();
            assertThat(session.closed).isTrue();
        }
    }

    // ---- pushes ----

    @Test
    void pushes_reach_an_idle_client_at_once() {
        try (Wire w = Wire.in(door)) {
            session.client.notification(7, "ch", "hello");
            session.client.settingChanged("application_name", "x");
            session.client.settingChanged("search_path", "not reported");
            session.client.notice(Notice.warning("careful"));
            w.settle();
            assertThat(w.replies())
                    .containsExactly(
                            "N SWARNING|VWARNING|C01000|Mcareful||", "S application_name|x|", "A |||\\x07ch|hello|");
        }
    }

    @Test
    void in_a_block_notifications_wait_and_settings_take_effect_at_once() {
        session.add(
                "dates",
                new FakeSession.Stub("SELECT")
                        .rows(
                                List.of(io.polywire.api.session.Column.of(
                                        "d", io.polywire.api.type.Type.of(io.polywire.api.type.TypeKind.DATE, "date"))),
                                (i, in, sink) -> {
                                    if (i == 0) {
                                        sink.startRow();
                                        sink.putLong(0);
                                    }
                                    return i == 0;
                                }));
        FakeSession.Stub set = session.add("set", new FakeSession.Stub("SET"));
        set.onRun = () -> {
            session.client.settingChanged("DateStyle", "German, DMY");
            session.client.notification(7, "ch", "");
            session.client.notice(Notice.notice("ok"));
        };
        try (Wire w = Wire.in(door)) {
            w.send(new Frames().query("begin; set; dates"));
            assertThat(w.replies())
                    .containsExactly(
                            "C BEGIN|",
                            "N SNOTICE|VNOTICE|C00000|Mok||",
                            "C SET|",
                            "T |\\x01d|||||||||\\x04:|\\x04\\xff\\xff\\xff\\xff||",
                            "D |\\x01|||\\x0a01.01.1970",
                            "C SELECT 1|",
                            "S DateStyle|German, DMY|",
                            "Z T");
            assertThat(w.send(new Frames().query("commit")).replies())
                    .containsExactly("C COMMIT|", "A |||\\x07ch||", "Z I");
        }
    }

    @Test
    void shutdown_and_drain_say_why() {
        SqlFailure reason = SqlFailure.build(
                        FailureKind.SHUTDOWN, "terminating connection due to administrator command")
                .fatal()
                .build();
        String line = "E SFATAL|VFATAL|C57P01|Mterminating connection due to administrator command||";
        try (Wire w = Wire.in(door)) {
            session.client.shutdown(reason);
            w.settle();
            assertThat(w.replies()).containsExactly(line);
            assertThat(w.isOpen()).isFalse();
        }
        try (Wire w = Wire.in(Samples.door(Runnable::run))) {
            w.send(new Frames().query("begin"));
            w.replies();
            w.channel.pipeline().fireUserEventTriggered(new Drain(reason, System.nanoTime() + 60_000_000_000L));
            assertThat(w.isOpen()).isTrue();
            assertThat(w.send(new Frames().query("commit")).replies()).containsExactly("C COMMIT|", "Z I", line);
            assertThat(w.isOpen()).isFalse();
        }
        try (Wire w = Wire.in(Samples.door(Runnable::run))) {
            w.channel.pipeline().fireUserEventTriggered(new Drain(reason, System.nanoTime()));
            w.settle();
            assertThat(w.replies()).containsExactly(line);
        }
    }

    @Test
    void a_row_that_cannot_be_encoded_is_dropped_whole() {
        session.add("bad", new FakeSession.Stub("SELECT").rows(Samples.rows(1).columns, (i, in, sink) -> {
                    sink.startRow();
                    sink.putLong(i == 0 ? 1 : Long.MAX_VALUE);
                    sink.putNull();
                    return true;
                }));
        assertThat(ask(new Frames().query("bad")))
                .containsExactly(
                        T,
                        "D |\\x02|||\\x011\\xff\\xff\\xff\\xff",
                        "E SERROR|VERROR|C22003|Mvalue \"9223372036854775807\" is out of range for type integer||",
                        "Z I");
    }

    @Test
    void a_cancelled_statement_says_so() {
        session.cancelled = SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to user request");
        assertThat(ask(new Frames().query("three")))
                .containsExactly(T, "E SERROR|VERROR|C57014|Mcanceling statement due to user request||", "Z I");
        assertThat(session.state).isEqualTo(Transaction.State.IDLE);
    }
}
