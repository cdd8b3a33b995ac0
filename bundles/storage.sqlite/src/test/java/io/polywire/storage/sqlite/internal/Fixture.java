package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** What tests need to use a storage in few words. */
final class Fixture {
    /** A thread for each task: the pool that Java has for all may have one thread only, and that for another task. */
    static final Executor THREADS = task -> {
        Thread t = new Thread(task, "test");
        t.setDaemon(true);
        t.start();
    };

    static final long SECONDS_20 = TimeUnit.SECONDS.toNanos(20);

    private Fixture() {}

    /** Settings as shipped, for a directory. */
    static Settings settings(Path directory) {
        return new Settings(
                "main",
                directory,
                Map.of(),
                List.of(),
                List.of("main"),
                Set.of(),
                2,
                100,
                128,
                10_000,
                true,
                true,
                true,
                2048,
                256,
                128,
                500,
                50,
                1000,
                2,
                3000,
                null,
                Settings.Limits.DEFAULT,
                new Settings.ForeignFiles(true, Settings.ForeignFiles.Times.TEXT));
    }

    /** Settings with some changed; the key is a component of the record. */
    static Settings with(Settings s, Map<String, Object> changes) {
        try {
            var components = Settings.class.getRecordComponents();
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = changes.containsKey(components[i].getName())
                        ? changes.get(components[i].getName())
                        : components[i].getAccessor().invoke(s);
            }
            return Settings.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** An answer that a test waits for. */
    static final class Answer<T> extends CompletableFuture<T> implements Reply<T> {
        @Override
        public void done(T value) {
            if (!complete(value)) {
                throw new AssertionError("answered twice");
            }
        }

        @Override
        public void failed(SqlFailure failure) {
            if (!completeExceptionally(failure)) {
                throw new AssertionError("answered twice");
            }
        }

        T await() {
            try {
                return get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SqlFailure f) {
                    throw f;
                }
                throw new AssertionError(e.getCause());
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }
    }

    static <T> Answer<T> answer() {
        return new Answer<>();
    }

    static Lease acquire(Database d, LeaseKind kind) {
        return acquire(d, kind, SECONDS_20).await();
    }

    static Answer<Lease> acquire(Database d, LeaseKind kind, long nanos) {
        Answer<Lease> a = answer();
        d.acquire(kind, nanos, a);
        return a;
    }

    static void upgrade(Lease lease) {
        Answer<Void> a = answer();
        lease.upgrade(SECONDS_20, a);
        a.await();
    }

    static StorageStatement statement(String sql, int parameters) {
        String first = sql.strip().split("\\s", 2)[0].toUpperCase(java.util.Locale.ROOT);
        Access access = switch (first) {
            case "INSERT", "REPLACE", "UPDATE", "DELETE" -> Access.WRITE;
            case "CREATE", "DROP", "ALTER", "REINDEX", "ANALYZE" -> Access.SCHEMA;
            case "VACUUM" -> Access.MAINTENANCE;
            default -> Access.READ;
        };
        return new StorageStatement(sql, access, parameters);
    }

    /** What a statement came to. */
    record Outcome(List<List<Object>> rows, long changes, long lastInsertId) {
        Object only() {
            Rows r = new Rows();
            r.rows.addAll(rows);
            return r.only();
        }
    }

    static Outcome run(Lease lease, String sql, Object... parameters) {
        return run(lease, statement(sql, parameters.length), parameters);
    }

    static Outcome run(Lease lease, StorageStatement statement, Object... parameters) {
        Rows rows = new Rows();
        try (Cursor c = lease.open(statement, parameters(parameters))) {
            while (!c.fetch(0, rows)) {
                continue;
            }
            return new Outcome(rows.rows, c.changes(), c.lastInsertId());
        }
    }

    /** One statement with a lease of its own. */
    static Outcome run(Database d, String sql, Object... parameters) {
        StorageStatement s = statement(sql, parameters.length);
        try (Lease lease = acquire(d, s.access() == Access.READ ? LeaseKind.READ : LeaseKind.WRITE)) {
            return run(lease, s, parameters);
        }
    }

    static Parameters parameters(Object... values) {
        Parameters p = new Parameters().reset(values.length);
        for (int i = 0; i < values.length; i++) {
            Object v = values[i];
            if (v == null) {
                p.setNull(i);
            } else if (v instanceof Number n && !(v instanceof Double)) {
                p.setLong(i, n.longValue());
            } else if (v instanceof Double n) {
                p.setDouble(i, n);
            } else if (v instanceof byte[] b) {
                p.setBytes(i, b, 0, b.length);
            } else {
                p.setText(i, v.toString());
            }
        }
        return p;
    }

    static <T> T apply(T value, UnaryOperator<T> change) {
        return change.apply(value);
    }
}
