package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSource;
import io.polywire.api.session.Script;
import io.polywire.api.session.Session;
import io.polywire.api.session.Transaction;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.type.Type;
import java.util.List;

/** A session that can nothing: what this wire has no use for fails the test that calls it. */
class SessionStub implements Session {
    @Override
    public int id() {
        return 1;
    }

    @Override
    public long secret() {
        return 1;
    }

    @Override
    public Principal principal() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String database() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String dialect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Script script(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepare(String text, List<Type> declared, Reply<Prepared> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Portal bind(Prepared prepared, Transaction transaction, Parameters parameters) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void load(Prepared prepared, Transaction transaction, RowSource source, LoadReply reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Transaction transaction() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void begin(TransactionMode mode, Reply<Transaction> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void beginUnit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void endUnit(boolean keep, Reply<Void> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String setting(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void useDatabase(String name, Reply<Void> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void changeUser(Principal principal, String database, Reply<Void> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(Reply<Void> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(SqlFailure reason) {
        // nothing runs
    }

    @Override
    public void close() {
        // nothing is held
    }
}
