package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The use of the manager by one session. It holds no connection: each request takes one from those that all share. A
 * transaction reads what is committed at each statement and cannot write, for nothing could undo it.
 */
final class RemoteLease implements Lease {
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES");
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE");

    /** A check that a value which is there passes. */
    private static final Pattern NOT_NULL =
            Pattern.compile("pw_not_null\\(((?:'(?:[^']|'')*'|\\(?-?[0-9.eE]+\\)?))\\)");

    private final RemoteDatabase database;
    private final LeaseKind kind;
    private FunctionContext session;
    private volatile Lease local;
    private boolean inTransaction;
    private volatile boolean interrupted;

    RemoteLease(RemoteDatabase database, LeaseKind kind) {
        this.database = database;
        this.kind = kind;
    }

    @Override
    public LeaseKind kind() {
        return kind;
    }

    @Override
    public Description describe(StorageStatement statement) {
        checkAccess(statement);
        if (statement.access() == Access.READ && !new SqlScan(statement.text()).isRendered()) {
            throw SqlFailure.unsupported("a statement in the storage's own dialect on a remote Wazuh-db");
        }
        return new Description(List.of(), false, false, database.schemaVersion());
    }

    private void checkAccess(StorageStatement statement) {
        switch (statement.access()) {
            case READ -> {
                String command = new SqlScan(statement.text()).command();
                if (!QUERIES.contains(command)) {
                    throw SqlFailure.unsupported(command + " on a remote Wazuh-db");
                }
            }
            case WRITE -> {
                String command = new SqlScan(statement.text()).command();
                if (!CHANGES.contains(command)) {
                    throw SqlFailure.unsupported(
                            command.equals("SELECT")
                                    ? "a lock of rows on a remote Wazuh-db"
                                    : command + " on a remote Wazuh-db");
                }
            }
            case SCHEMA -> throw SqlFailure.unsupported("a change of the schema of a remote Wazuh-db");
            case MAINTENANCE -> throw SqlFailure.unsupported("maintenance of a remote Wazuh-db");
        }
    }

    @Override
    public Cursor open(StorageStatement statement, Parameters parameters) {
        interrupted = false;
        checkAccess(statement);
        database.requireNoMetadata();
        if (statement.access() == Access.WRITE) {
            return change(statement, parameters);
        }
        if (!statement.functions().isEmpty() || !statement.relations().isEmpty() || !statement.permanent()) {
            return locally(statement, parameters);
        }
        String sql = Literals.fill(statement.text(), parameters);
        int columns = new SqlScan(sql).columns();
        if (columns < 1) {
            throw SqlFailure.unsupported("a query of this form on a remote Wazuh-db");
        }
        Pages pages = new Pages(database.storage().remote(), database.actor(), sql, columns, () -> interrupted);
        return new PagesCursor(pages, 0);
    }

    private Cursor locally(StorageStatement statement, Parameters parameters) {
        if (local == null) {
            local = database.storage().local().lease();
            if (session != null) {
                local.serve(session);
            }
        }
        return local.open(database.storage().local().over(statement, database, () -> interrupted), parameters);
    }

    /** Runs a change at once; its rows are counted by what it returns. */
    private Cursor change(StorageStatement statement, Parameters parameters) {
        if (inTransaction) {
            throw SqlFailure.unsupported(
                    "a change inside of a transaction, or one that returns rows, on a remote Wazuh-db");
        }
        database.requireWritable();
        String sql =
                NOT_NULL.matcher(Literals.fill(statement.text(), parameters)).replaceAll("$1");
        if (new SqlScan(sql).has("RETURNING")) {
            throw SqlFailure.unsupported("RETURNING on a remote Wazuh-db");
        }
        String ours = statement.functions().stream()
                .map(f -> f.name())
                .filter(name -> new SqlScan(sql).has(name))
                .collect(Collectors.joining(", "));
        if (!ours.isEmpty() || !statement.relations().isEmpty()) {
            throw SqlFailure.unsupported("a change that has to be worked out here (" + ours + ") on a remote Wazuh-db");
        }
        try {
            int changes = database.storage()
                    .remote()
                    .change(database.actor(), sql + " RETURNING 1 AS n")
                    .size();
            return new PagesCursor(null, changes);
        } catch (Remote.TooLarge e) {
            throw SqlFailure.of(
                    FailureKind.LIMIT, "the change was made, of more rows than an answer of Wazuh-db can count");
        }
    }

    @Override
    public void begin(TransactionMode mode) {
        // the router's own, around one statement, promise nothing to a client
        if (mode.isolation().isOneSnapshot() && mode != TransactionMode.DEFAULT) {
            throw SqlFailure.unsupported("a transaction with a snapshot on a remote Wazuh-db");
        }
        inTransaction = true;
    }

    @Override
    public void commit() {
        inTransaction = false;
    }

    @Override
    public void rollback() {
        inTransaction = false;
    }

    @Override
    public boolean inTransaction() {
        return inTransaction;
    }

    @Override
    public void savepoint(String name) {
        // nothing can be written in a transaction, so that there is nothing to go back from
    }

    @Override
    public void release(String name) {
        // as above
    }

    @Override
    public void rollbackTo(String name) {
        // as above
    }

    @Override
    public void upgrade(long timeoutNanos, Reply<Void> reply) {
        reply.failed(SqlFailure.unsupported("a change inside of a transaction on a remote Wazuh-db"));
    }

    @Override
    public void pin() {
        // it holds nothing that others wait for
    }

    @Override
    public void limitSteps(int steps) {
        // never on an event loop: no statement is a point look-up
    }

    @Override
    public void serve(FunctionContext context) {
        session = context;
        if (local != null) {
            local.serve(context);
        }
    }

    @Override
    public void interrupt() {
        interrupted = true;
        Lease other = local;
        if (other != null) {
            other.interrupt();
        }
    }

    @Override
    public void close() {
        inTransaction = false;
        if (local != null) {
            local.close();
            local = null;
        }
    }
}
