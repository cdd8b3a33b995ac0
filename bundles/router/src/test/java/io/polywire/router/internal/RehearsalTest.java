package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.dialect.sqlite.internal.SqliteDialect;
import io.polywire.sql.Dialect;
import io.polywire.sql.tree.ParsedStatement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first statements of clients find the classes and tables of their dialect there. */
class RehearsalTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Planner planner = new Planner(() -> 0);
    private final Rehearsal rehearsal = new Rehearsal(planner);

    /** The real dialect, whose calls are noted. */
    private Dialect noted(Dialect real, List<String> examples) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (p, m, a) -> {
                    if (m.getDeclaringClass() == Object.class) {
                        return m.getName().equals("equals") ? (Object) (p == a[0]) : m.invoke(real, a);
                    }
                    if (m.getName().equals("examples") && examples != null) {
                        return examples;
                    }
                    try {
                        Object result = m.invoke(real, a);
                        calls.add(m.getName());
                        return result;
                    } catch (InvocationTargetException e) {
                        calls.add(m.getName() + " failed");
                        throw e.getCause();
                    }
                });
    }

    private long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    @AfterEach
    void stop() {
        rehearsal.stop();
    }

    @Test
    void plansEachExampleOncePerStorage() throws InterruptedException {
        Dialect front = noted(new PgDialect(), null);
        planner.add(front);
        planner.add(noted(new SqliteDialect(), null));
        long planned = new PgDialect()
                .examples().stream()
                        .filter(e -> new PgDialect().parse(e) instanceof ParsedStatement)
                        .count();

        rehearsal.begin();
        rehearsal.begin();
        rehearsal.await();

        assertThat(planned).isGreaterThan(8);
        assertThat(calls).noneMatch(c -> c.equals("parse failed") || c.equals("analyse failed"));
        // the first is refused by PostgreSQL's dialect itself, which writes nothing for others
        assertThat(count("render")).isEqualTo(planned);
        assertThat(count("render failed")).isEqualTo(1);

        calls.clear();
        rehearsal.begin();
        rehearsal.await();
        assertThat(count("parse")).isZero();

        rehearsal.forget(front);
        rehearsal.begin();
        rehearsal.await();
        assertThat(count("render")).isEqualTo(planned);
    }

    @Test
    void oneThatFailsLeavesTheOthers() throws InterruptedException {
        planner.add(noted(new PgDialect(), List.of("SELECT nothing FROM t", "SELECT 1")));
        planner.add(noted(new SqliteDialect(), List.of("SELECT 2")));

        rehearsal.begin();
        rehearsal.await();

        assertThat(count("analyse failed")).isEqualTo(2);
        assertThat(count("render")).isZero();
        assertThat(count("parse")).isEqualTo(4);
    }

    @Test
    void doesNothingBehindItsEnd() throws InterruptedException {
        planner.add(noted(new PgDialect(), null));
        calls.clear();
        rehearsal.stop();
        rehearsal.begin();
        rehearsal.await();
        assertThat(calls).isEmpty();
    }
}
