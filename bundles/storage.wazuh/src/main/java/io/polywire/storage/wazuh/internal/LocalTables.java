package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.storage.Storage;
import io.polywire.api.storage.StorageStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Statements that the manager cannot run whole: their functions are ours, or they read system relations. They run on a
 * storage of this server, over copies of the tables that they name. Thread-safe.
 */
final class LocalTables {
    private static final String MAIN = "main";

    private final Storage local;
    private final String database;
    private final long timeoutMillis;

    LocalTables(Storage local, String database, long timeoutMillis) {
        this.local = local;
        this.database = database;
        this.timeoutMillis = timeoutMillis;
    }

    /** A lease to run them on. */
    Lease lease() {
        Database found = local.database(database);
        if (found == null) {
            throw SqlFailure.of(
                    FailureKind.UNAVAILABLE,
                    "database \"" + database + "\" of storage " + local.name()
                            + ", where functions are worked out, is not there");
        }
        Lease now = found.tryAcquire(LeaseKind.READ);
        if (now != null) {
            return now;
        }
        CompletableFuture<Lease> later = new CompletableFuture<>();
        found.acquire(LeaseKind.READ, TimeUnit.MILLISECONDS.toNanos(timeoutMillis), new Reply<>() {
            @Override
            public void done(Lease lease) {
                if (!later.complete(lease)) {
                    lease.close();
                }
            }

            @Override
            public void failed(SqlFailure failure) {
                later.completeExceptionally(failure);
            }
        });
        try {
            return later.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SqlFailure.of(FailureKind.CANCELLED, "the wait was interrupted");
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof SqlFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            if (later.cancel(false)) {
                throw SqlFailure.of(
                        FailureKind.TOO_MANY_CONNECTIONS, "no connection of storage " + local.name() + " came free");
            }
            return later.join();
        }
    }

    /** The same statement over copies of its tables, which are made when they are first read. */
    StorageStatement over(StorageStatement statement, RemoteDatabase remote, BooleanSupplier stopped) {
        Map<String, MemoryRelation> copies = new LinkedHashMap<>();
        String sql = statement.text();
        SqlScan scan = new SqlScan(sql);
        StringBuilder out = new StringBuilder(sql.length());
        for (int at = 0; at < sql.length(); ) {
            int end = scan.end(at);
            String token = sql.substring(at, end);
            if (token.equals(MAIN) && sql.startsWith(".\"", end)) {
                int close = scan.end(end + 1);
                String table = sql.substring(end + 2, close - 1).replace("\"\"", "\"");
                out.append("_pw_r")
                        .append(copies.computeIfAbsent(table, name -> copy(name, remote, stopped))
                                .number())
                        .append(".rows");
                end = close;
            } else {
                out.append(token);
            }
            at = end;
        }
        List<MemoryRelation> relations = new ArrayList<>(statement.relations());
        relations.addAll(copies.values());
        return new StorageStatement(
                out.toString(), statement.access(), statement.parameterCount(), statement.functions(), relations);
    }

    private static MemoryRelation copy(String table, RemoteDatabase database, BooleanSupplier stopped) {
        Remote remote = database.storage().remote();
        String quoted = Literals.text(table);
        List<String> columns = new ArrayList<>();
        Pages names = new Pages(
                remote,
                database.actor(),
                "SELECT name FROM pragma_table_xinfo(" + quoted + ") WHERE hidden <> 1 ORDER BY cid",
                1,
                stopped);
        while (names.hasNext()) {
            columns.add((String) names.next()[0]);
        }
        if (columns.isEmpty()) {
            throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + table + "\" does not exist");
        }
        return new MemoryRelation(table, columns, List.of(), () -> rows(table, columns, database, stopped));
    }

    private static List<Object[]> rows(
            String table, List<String> columns, RemoteDatabase database, BooleanSupplier stopped) {
        int most = database.storage().settings().localRows();
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append(name(columns.get(i)));
        }
        // one more than are allowed, to know that there are more
        sql.append(" FROM main.").append(name(table)).append(" LIMIT ").append(most + 1L);
        Pages pages = new Pages(database.storage().remote(), database.actor(), sql.toString(), columns.size(), stopped);
        List<Object[]> rows = new ArrayList<>();
        while (pages.hasNext()) {
            if (rows.size() == most) {
                throw SqlFailure.build(
                                FailureKind.LIMIT,
                                "table \"" + table + "\" of the remote Wazuh-db has more than " + most
                                        + " rows, and the statement has to be worked out here")
                        .hint(
                                "Without functions that only this dialect has, the manager runs it itself; local.rows raises"
                                        + " the limit.")
                        .build();
            }
            rows.add(pages.next());
        }
        return rows;
    }

    private static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
