package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.Dialect;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.Statement;
import java.util.Set;

/**
 * PostgreSQL 15's SQL in front. No component yet: without an analyser nobody could run what it parses, and a listener
 * that named it would seem to work until the first statement.
 */
public final class PgDialect implements Dialect {
    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Script script(String text) {
        return new PgScript(text, true);
    }

    @Override
    public Statement parse(String text) {
        return PgParser.parse(text, true);
    }

    @Override
    public StorageStatement render(Statement statement, Set<Capability> capabilities) {
        throw SqlFailure.unsupported("postgresql as a storage dialect");
    }

    @Override
    public SettingTable settings() {
        return PgSettings.INSTANCE;
    }

    @Override
    public boolean failsTransactions() {
        return true;
    }

    @Override
    public boolean savepointBegins() {
        return false;
    }
}
