package io.polywire.router.internal;

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
import io.polywire.api.storage.Replay;
import io.polywire.api.storage.StorageStatement;

/**
 * One use of the connection that a session keeps for its temporary objects: to whoever has it a lease like others, only that
 * the connection stays the session's when it is given back.
 */
final class HomeLease implements Lease {
    private final SessionTemporary temporary;
    private final Lease home;
    private boolean wrote;
    private boolean closed;

    HomeLease(SessionTemporary temporary, Lease home) {
        this.temporary = temporary;
        this.home = home;
    }

    /** Whether it is a use of that connection. */
    boolean isOf(Lease connection) {
        return home == connection;
    }

    /** Whether something but a query ran. */
    boolean wrote() {
        return wrote;
    }

    @Override
    public LeaseKind kind() {
        return home.kind();
    }

    @Override
    public boolean seesNewestSchema() {
        return home.seesNewestSchema();
    }

    @Override
    public Description describe(StorageStatement statement) {
        return home.describe(statement);
    }

    @Override
    public Cursor open(StorageStatement statement, Parameters parameters) {
        wrote |= statement.access() != Access.READ;
        return home.open(statement, parameters);
    }

    @Override
    public void begin(TransactionMode mode) {
        home.begin(mode);
    }

    @Override
    public void commit() {
        home.commit();
    }

    @Override
    public void rollback() {
        home.rollback();
    }

    @Override
    public boolean inTransaction() {
        return home.inTransaction();
    }

    @Override
    public void savepoint(String name) {
        home.savepoint(name);
    }

    @Override
    public void release(String name) {
        home.release(name);
    }

    @Override
    public void rollbackTo(String name) {
        home.rollbackTo(name);
    }

    @Override
    public void upgrade(long timeoutNanos, Reply<Void> reply) {
        home.upgrade(timeoutNanos, reply);
    }

    @Override
    public void pin() {
        // it is
    }

    @Override
    public void host() {
        // it does
    }

    @Override
    public void rest() {
        home.rest();
    }

    @Override
    public boolean replay(
            StorageStatement statement, Parameters parameters, SqlFailure failure, Replay how, Runnable look) {
        return home.replay(statement, parameters, failure, how, look);
    }

    @Override
    public void deferKeys() {
        home.deferKeys();
    }

    @Override
    public void limitSteps(int steps) {
        home.limitSteps(steps);
    }

    @Override
    public void serve(FunctionContext session) {
        home.serve(session);
    }

    @Override
    public void interrupt() {
        home.interrupt();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            temporary.givenBack(this);
        }
    }
}
