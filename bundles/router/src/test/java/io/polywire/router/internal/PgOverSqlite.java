package io.polywire.router.internal;

import io.polywire.api.session.Script;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.dialect.sqlite.internal.SqliteDialect;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;
import java.util.Set;

/** PostgreSQL's session statements; what reaches the storage is SQLite's own language. */
final class PgOverSqlite implements Dialect {
    private static final Set<String> STORED =
            Set.of("CREATE", "DROP", "DELETE", "UPDATE", "SELECT", "INSERT", "VALUES");

    private final SqliteDialect sqlite = new SqliteDialect();
    private final PgDialect postgresql = new PgDialect();

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public Script script(String text) {
        return postgresql.script(text);
    }

    @Override
    public Statement parse(String text) {
        String word = text.strip().split("[\\s(]", 2)[0].toUpperCase(java.util.Locale.ROOT);
        // a COPY may write identities, of which SQLite knows nothing
        return STORED.contains(word)
                ? sqlite.parse(text.replace(" OVERRIDING SYSTEM VALUE", ""))
                : postgresql.parse(text);
    }

    @Override
    public StorageStatement render(Statement statement, Set<Capability> capabilities) {
        if (statement instanceof ParsedStatement p && (p.body() instanceof Query || p.body() instanceof Insert)) {
            throw new AssertionError("a tree reached the storage");
        }
        return sqlite.render(statement, capabilities);
    }

    @Override
    public CatalogSnapshot catalog(Lease lease, long version, Set<Capability> capabilities) {
        return sqlite.catalog(lease, version, capabilities);
    }

    @Override
    public boolean failsTransactions() {
        return true;
    }

    @Override
    public boolean savepointBegins() {
        return false;
    }

    @Override
    public boolean warnsOfTransactions() {
        return true;
    }

    @Override
    public SettingTable settings() {
        return postgresql.settings();
    }
}
