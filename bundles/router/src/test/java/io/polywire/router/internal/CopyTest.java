package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Copy;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.RowSource;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** COPY as a session announces and runs it. */
class CopyTest {
    @TempDir
    Path home;

    private Harness harness;
    private Sql sql;

    @BeforeEach
    void open() {
        harness = new Harness(home, Map.of());
        harness.desk.addDialect(new PgOverSqlite());
        sql = harness.open();
        sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, \"Odd one\" TEXT)");
    }

    @AfterEach
    void close() {
        sql.session.close();
        harness.close();
    }

    private CompletableFuture<Long> load(Prepared p, Object[]... rows) {
        Iterator<Object[]> all = List.of(rows).iterator();
        CompletableFuture<Long> done = new CompletableFuture<>();
        sql.session.load(
                p,
                null,
                new RowSource() {
                    @Override
                    public Next next(Parameters into) {
                        if (!all.hasNext()) {
                            return Next.END;
                        }
                        Object[] row = all.next();
                        into.reset(row.length);
                        for (int i = 0; i < row.length; i++) {
                            if (row[i] instanceof Long n) {
                                into.setLong(i, n);
                            } else if (row[i] != null) {
                                into.setText(i, (String) row[i]);
                            }
                        }
                        return Next.ROW;
                    }

                    @Override
                    public void whenReady(Runnable ready) {
                        throw new AssertionError("nothing waits");
                    }

                    @Override
                    public void close() {
                        // nothing is held
                    }
                },
                new LoadReply() {
                    @Override
                    public void row(long affected) {
                        assertThat(affected).isOne();
                    }

                    @Override
                    public void completed(long affected, long lastInsertId) {
                        done.complete(affected);
                    }

                    @Override
                    public void failed(long index, SqlFailure failure) {
                        done.completeExceptionally(failure);
                    }
                });
        return done;
    }

    @Test
    void rowsComeInAndGoOut() {
        Prepared in = sql.prepare("COPY t (\"Odd one\", id) FROM STDIN WITH (FORMAT csv, HEADER, FORCE_NULL (id))");
        Copy copy = in.copy();
        assertThat(copy.in()).isTrue();
        assertThat(copy.table()).isEqualTo("t");
        assertThat(copy.columns()).extracting("name").containsExactly("Odd one", "id");
        assertThat(copy.options()).extracting("name").containsExactly("format", "header", "force_null");
        assertThat(in.returnsRows()).isFalse();
        assertThat(in.command()).isEqualTo("COPY");
        assertThat(Harness.await(load(in, new Object[] {"a", 1L}, new Object[] {null, 2L})))
                .isEqualTo(2);
        Sql.Outcome out = sql.run("COPY t TO STDOUT");
        assertThat(out.rows()).containsExactly(List.of(1L, "a"), java.util.Arrays.asList(2L, null));
        assertThat(out.count()).isEqualTo(2);
        assertThat(out.command()).isEqualTo("COPY");
        assertThat(sql.rows("COPY (SELECT id * 10 FROM t ORDER BY id DESC) TO STDOUT"))
                .containsExactly(List.of(20L), List.of(10L));
        assertThat(sql.prepare("COPY (SELECT id FROM t) TO STDOUT").copy().table())
                .isNull();
    }

    @Test
    void aRowThatFailsTakesAllAlong() {
        Prepared in = sql.prepare("COPY t (id) FROM STDIN");
        CompletableFuture<Long> loaded = load(in, new Object[] {7L}, new Object[] {7L});
        assertThatThrownBy(() -> Harness.await(loaded))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("23505"));
        assertThat(sql.one("SELECT count(*) FROM t")).isEqualTo(0L);
    }

    @Test
    void filesOfTheServerAreRefused() {
        for (String text :
                List.of("COPY t FROM '/tmp/x'", "COPY t TO PROGRAM 'cat'", "COPY t FROM STDIN WHERE id > 1")) {
            assertThatThrownBy(() -> sql.prepare(text))
                    .as(text)
                    .isInstanceOfSatisfying(
                            SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("0A000"));
        }
    }
}
