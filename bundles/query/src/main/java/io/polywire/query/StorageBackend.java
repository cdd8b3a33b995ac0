package io.polywire.query;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Runs queries on a database of a storage, in the dialect of that storage. */
public final class StorageBackend implements QueryBackend {
    private static final long WAIT = TimeUnit.SECONDS.toNanos(10);

    private final Database database;
    private final Dialect dialect;
    private final Set<Capability> capabilities;
    private final Executor executor;
    private final int maxRows;

    /**
     * A backend.
     *
     * @param dialect that of the storage
     * @param capabilities those of the storage
     * @param executor where statements run
     * @param maxRows rows that one statement may give; more are an error (54000), never left out
     */
    public StorageBackend(
            Database database, Dialect dialect, Set<Capability> capabilities, Executor executor, int maxRows) {
        this.database = database;
        this.dialect = dialect;
        this.capabilities = Set.copyOf(capabilities);
        this.executor = executor;
        this.maxRows = maxRows;
    }

    @Override
    public CompletionStage<List<Map<String, Object>>> run(Query query) {
        StorageStatement statement = query.statement(dialect, capabilities);
        CompletableFuture<List<Map<String, Object>>> answer = new CompletableFuture<>();
        database.acquire(LeaseKind.READ, WAIT, new Reply<>() {
            @Override
            public void done(Lease given) {
                try {
                    executor.execute(() -> {
                        try {
                            answer.complete(read(given, statement, query.parameters()));
                        } catch (RuntimeException | Error e) {
                            answer.completeExceptionally(e);
                        }
                    });
                } catch (RejectedExecutionException e) {
                    // nobody reads on it, so that nobody else would give it back
                    given.close();
                    answer.completeExceptionally(e);
                }
            }

            @Override
            public void failed(SqlFailure failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private List<Map<String, Object>> read(Lease given, StorageStatement statement, List<Object> values) {
        try (Lease lease = given) {
            List<String> names = lease.describe(statement).columns().stream()
                    .map(Column::name)
                    .toList();
            Rows rows = new Rows(names);
            try (Cursor cursor = lease.open(statement, parameters(values))) {
                if (!cursor.fetch(maxRows + 1L, rows) || rows.all.size() > maxRows) {
                    throw SqlFailure.of(FailureKind.LIMIT, "the query gives more than " + maxRows + " rows");
                }
            }
            return rows.all;
        }
    }

    private static Parameters parameters(List<Object> values) {
        Parameters parameters = new Parameters().reset(values.size());
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Long number) {
                parameters.setLong(i, number);
            } else {
                parameters.setText(i, (String) values.get(i));
            }
        }
        return parameters;
    }

    /** Collects rows; a column that is NULL is left out. */
    private static final class Rows implements RowSink {
        private final List<Map<String, Object>> all = new ArrayList<>();
        private final List<String> names;
        private Map<String, Object> row;
        private int column;

        Rows(List<String> names) {
            this.names = names;
        }

        @Override
        public void startRow() {
            row = new LinkedHashMap<>();
            column = 0;
        }

        private void put(Object value) {
            row.put(names.get(column++), value);
        }

        @Override
        public void putNull() {
            column++;
        }

        @Override
        public void putLong(long value) {
            put(value);
        }

        @Override
        public void putDouble(double value) {
            put(value);
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            put(new String(from, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            byte[] bytes = new byte[length];
            System.arraycopy(from, offset, bytes, 0, length);
            put(bytes);
        }

        @Override
        public boolean endRow() {
            all.add(row);
            return true;
        }
    }
}
