package org.example.storage.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** A storage with one database, {@code numbers}, that can be read and knows one statement. */
@Component(property = Storage.NAME + "=numbers")
public final class NumbersStorage implements Storage, Database {
    @Override
    public String name() {
        return "numbers";
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.CANCEL);
    }

    @Override
    public List<String> databases() {
        return List.of("numbers");
    }

    @Override
    public Database database(String name) {
        return name.equals("numbers") ? this : null;
    }

    @Override
    public void create(String name, Map<String, String> options, Reply<Void> reply) {
        reply.failed(SqlFailure.unsupported("CREATE DATABASE on this storage"));
    }

    @Override
    public void drop(String name, Reply<Void> reply) {
        reply.failed(SqlFailure.unsupported("DROP DATABASE on this storage"));
    }

    @Override
    public long schemaVersion() {
        return 1;
    }

    @Override
    public void acquire(LeaseKind kind, long timeoutNanos, Reply<Lease> reply) {
        reply.done(new NumbersLease(kind));
    }

    @Override
    public Lease tryAcquire(LeaseKind kind) {
        return new NumbersLease(kind);
    }
}
