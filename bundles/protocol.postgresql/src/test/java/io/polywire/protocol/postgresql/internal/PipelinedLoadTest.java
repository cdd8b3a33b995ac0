package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Transaction;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The same batches, answered alike, where the session takes executions of the same statement as one load. */
class PipelinedLoadTest extends PipelineTest {
    @Override
    boolean loads() {
        return true;
    }

    @Test
    void all_but_the_first_and_the_last_are_loaded() throws Exception {
        assertThat(ask(batch(2_000).sync())).isEqualTo(with(answers(2_000), "Z I"));
        assertThat(ran).hasSize(2_000).isSorted();
        // how many there are to a load is what had come by then, and its slice of time
        assertThat(session.rowsLoaded).isGreaterThan(1_000).isLessThan(1_999);
    }

    @Test
    void without_descriptions_too() throws Exception {
        Frames f = new Frames();
        for (int i = 1; i <= 40; i++) {
            f.bind("", "s", 0, Integer.toString(i)).execute("", 0);
        }
        List<String> r = ask(f.sync());
        assertThat(r).hasSize(81).endsWith("2", "C INSERT 0 1|", "Z I").doesNotContain("n");
        assertThat(session.rowsLoaded).isBetween(1, 38);
    }

    @Test
    void few_are_not_worth_it() throws Exception {
        assertThat(ask(batch(16).sync())).isEqualTo(with(answers(16), "Z I"));
        assertThat(session.rowsLoaded).isZero();
    }

    @Test
    void what_is_no_execution_on_the_unnamed_portal_ends_a_load() throws Exception {
        Frames f = batch(30).bind("p", "s", 0, "31").execute("p", 0);
        for (int i = 32; i <= 61; i++) {
            f.bind("", "s", 0, Integer.toString(i)).describe('P', "").execute("", 0);
        }
        f.bind("", "s", 0, "62").execute("", 0).describe('S', "s").execute("", 0);
        List<String> r = ask(f.sync());
        assertThat(r).startsWith(answers(30).toArray(String[]::new));
        assertThat(r.subList(90, 92)).containsExactly("2", "C INSERT 0 1|");
        assertThat(r.get(r.size() - 2)).contains("C55000|Mportal \"\" cannot be run");
        assertThat(ran).hasSize(62).isSorted().doesNotHaveDuplicates();
        assertThat(session.rowsLoaded).isBetween(1, 58);
    }

    @Test
    void a_row_that_fails_among_those_asked_for_ahead_is_the_last_that_is_answered() throws Exception {
        session.state = Transaction.State.ACTIVE;
        onRun = i -> {
            if (i == 40) {
                throw SqlFailure.of(FailureKind.UNIQUE, "duplicate");
            }
        };
        assertThat(ask(batch(100).sync()))
                .isEqualTo(with(answers(39), "2", "n", "E SERROR|VERROR|C23505|Mduplicate||", "Z E"));
        assertThat(ran).hasSize(40);
    }

    @Test
    void values_that_cannot_be_read_fail_behind_the_rows_before_them_and_are_not_bound() throws Exception {
        Frames f = batch(30).bind("", "s", 0, "x").describe('P', "").execute("", 0);
        for (int i = 32; i <= 70; i++) {
            f.bind("", "s", 0, Integer.toString(i)).describe('P', "").execute("", 0);
        }
        List<String> r = ask(f.sync());
        assertThat(r).startsWith(answers(30).toArray(String[]::new)).hasSize(92).endsWith("Z I");
        assertThat(r.get(90)).startsWith("E ").contains("C22P02").contains("unnamed portal parameter $1 = '...'");
        assertThat(ran).hasSize(30);
        // on a busy machine its slice of time ends within it
        assertThat(session.calls).contains("load").containsOnlyOnce("endUnit false");
    }

    @Test
    void a_wrong_number_of_values_is_refused_where_it_stands() throws Exception {
        Frames f = batch(30).bind("", "s", 0, "1", "2").describe('P', "").execute("", 0);
        for (int i = 32; i <= 70; i++) {
            f.bind("", "s", 0, Integer.toString(i)).describe('P', "").execute("", 0);
        }
        List<String> r = ask(f.sync());
        assertThat(r).startsWith(answers(30).toArray(String[]::new)).hasSize(92);
        assertThat(r.get(90)).contains("C08P01");
    }

    @Override
    @Test
    void a_notice_comes_before_the_tag_of_its_statement() throws Exception {
        onRun = i -> {
            if (i == 7) {
                session.client.notice(Notice.warning("seven"));
            }
        };
        // of a load it comes with the end of what was taken along
        assertThat(ask(batch(20).sync())).hasSize(20 * 3 + 2).anyMatch(line -> line.contains("seven"));
    }

    @Override
    @Test
    void a_cancel_in_the_middle_takes_the_rest_back_to_the_loop_and_meets_what_runs_there() throws Exception {
        AtomicInteger met = new AtomicInteger();
        onRun = i -> {
            if (i == 13) {
                met.incrementAndGet();
                session.cancelled = SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to user request");
            }
        };
        List<String> r = ask(batch(50).sync());
        assertThat(r)
                .isEqualTo(with(
                        answers(12),
                        "2",
                        "n",
                        "E SERROR|VERROR|C57014|Mcanceling statement due to user request||",
                        "Z I"));
        assertThat(ran).hasSize(13);
        assertThat(met).hasValue(1);
    }
}
